// wavetable score info: what a MIDI file or a text score holds.
#include "cli/commands.h"

#include "app/json_string.h"
#include "app/read_file.h"
#include "app/request/options.h"
#include "app/score/time_line.h"
#include "base/nearest.h"
#include "cli/terminal/progress.h"
#include "cli/terminal/report.h"
#include "io/midi/channel.h"
#include "io/midi/midi_in.h"
#include "text/note.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Notes that belong together: of a channel, a track, a part.
typedef struct {
    size_t n;
    int low, high; // MIDI numbers
} group;

static void count(group *g, int key) {
    g->low = g->n == 0 || key < g->low ? key : g->low;
    g->high = g->n == 0 || key > g->high ? key : g->high;
    ++g->n;
}

static void put_group(json_t *list, const char *kind, json_t *name, const group *g, int middle_c) {
    char low[24];
    char high[24];
    wt_note_name(g->low, middle_c, low);
    wt_note_name(g->high, middle_c, high);
    json_t *const entry = json_object();
    json_object_set_new(entry, kind, name);
    json_object_set_new(entry, "notes", json_integer((json_int_t)g->n));
    if (g->n > 0) {
        json_object_set_new(entry, "low", json_string(low));
        json_object_set_new(entry, "high", json_string(high));
    }
    json_array_append_new(list, entry);
}

// Count the notes of a channel, and list its programs as they come; *drums: some are drums.
static group group_of(const wt_midi_score *score, int channel, json_t *programs, bool *drums) {
    group g = {0};
    bool seen[128] = {false};
    for (size_t i = 0; i < score->n_notes; ++i) {
        const wt_midi_note *const note = &score->notes[i];
        if (note->channel != channel) {
            continue;
        }
        count(&g, note->key);
        *drums = *drums || note->drum;
        if (!seen[note->program]) {
            json_array_append_new(programs, json_integer(note->program));
        }
        seen[note->program] = true;
    }
    return g;
}

static bool moves(const wt_midi_curve *curve, int which) {
    const double rest = wt_midi_channel_at_rest(which);
    return curve->n > 1 || curve->points->value < rest || curve->points->value > rest;
}

// The controllers that cc: of an envelope may follow: by number, and pressure.
static json_t *controllers_of(const wt_midi_curve *curves) {
    json_t *const list = json_array();
    bool pressure = false;
    for (int i = WT_MIDI_CONTROLLER; i < WT_MIDI_CURVES; ++i) {
        if (i >= WT_MIDI_PRESSURE) {
            pressure = pressure || moves(&curves[i], i);
        } else if (moves(&curves[i], i)) {
            json_array_append_new(list, json_integer(i - WT_MIDI_CONTROLLER));
        }
    }
    if (pressure) {
        json_array_append_new(list, json_string("pressure"));
    }
    return list;
}

static json_t *channels_of(const wt_midi_score *score, int middle_c, bool verbose) {
    json_t *const list = json_array();
    for (int channel = 0; channel < WT_MIDI_CHANNELS; ++channel) {
        json_t *const programs = json_array();
        bool drums = false;
        const group g = group_of(score, channel, programs, &drums);
        if (g.n > 0) {
            put_group(list, "channel", json_integer(channel + 1), &g, middle_c);
            json_t *const entry = json_array_get(list, json_array_size(list) - 1);
            json_object_set(entry, "programs", programs);
            if (drums) {
                json_object_set_new(entry, "drums", json_true());
            }
            if (verbose) {
                json_object_set_new(entry, "controllers", controllers_of(score->curves[channel]));
            }
        }
        json_decref(programs);
    }
    return list;
}

static json_t *tracks_of(const wt_midi_score *score, int middle_c) {
    json_t *const list = json_array();
    for (size_t track = 0; track < score->n_tracks; ++track) {
        group g = {0};
        for (size_t i = 0; i < score->n_notes; ++i) {
            if (score->notes[i].track == track) {
                count(&g, score->notes[i].key);
            }
        }
        put_group(list, "track", json_integer((json_int_t)track + 1), &g, middle_c);
        json_object_set_new(json_array_get(list, track), "name",
                            wt_json_string(score->track_names[track]));
    }
    return list;
}

// Seconds from the beginning, and quarter notes a minute from there on.
static void put_tempo(json_t *list, double seconds, double bpm) {
    json_array_append_new(list, json_pack("{s:f, s:f}", "at", seconds, "bpm", bpm));
}

static json_t *midi_info(const wt_midi_score *score, int middle_c, bool verbose) {
    json_t *const tempos = json_array();
    for (size_t i = 0; i < score->n_tempos; ++i) {
        put_tempo(tempos, score->tempos[i].time_s, score->tempos[i].bpm);
    }
    return json_pack("{s:s, s:i, s:f, s:I, s:o, s:o, s:o}", "kind", "midi", "format", score->format,
                     "seconds", score->end_s, "notes", (json_int_t)score->n_notes, "tempos", tempos,
                     "channels", channels_of(score, middle_c, verbose), "tracks",
                     tracks_of(score, middle_c));
}

// Voices of --unison are one note: they lie beside each other and draw the same numbers.
static bool is_another_voice(const wt_note *note, size_t i) {
    return i > 0 && note->start == note[-1].start && note->part == note[-1].part &&
           note->random == note[-1].random;
}

static json_t *text_info(const wt_request *request, const wt_listener *listener, wt_fault *fault) {
    wt_time_line t;
    if (!wt_time_line_make(&t, request, NULL, 0, 0, listener, fault)) {
        return NULL;
    }
    json_t *const parts = json_array();
    json_int_t n = 0;
    for (size_t part = 0; part < t.parts.n; ++part) {
        group g = {0};
        for (size_t i = 0; i < t.n_notes; ++i) {
            if (t.notes[i].part == part && !is_another_voice(&t.notes[i], i)) {
                count(&g, (int)(t.notes[i].key + 0.5));
            }
        }
        n += (json_int_t)g.n;
        if (g.n > 0 || part > 0) {
            put_group(parts, "part", wt_json_string(t.parts.parts[part]->name), &g,
                      wt_request_middle_c(request));
        }
    }
    json_t *const tempos = json_array();
    for (size_t i = 0; i < t.tempos.n; ++i) {
        put_tempo(tempos, t.tempos.steps[i].at_s, t.tempos.steps[i].bpm);
    }
    json_t *const info = json_pack("{s:s, s:f, s:I, s:o, s:o}", "kind", "text", "seconds",
                                   (double)t.frames / request->output.rate, "notes", n, "tempos",
                                   tempos, "parts", parts);
    wt_time_line_free(&t);
    return info;
}

static json_t *read_info(const wt_request *request, const wt_listener *listener, wt_fault *fault) {
    const char *const path = request->notes.score_path;
    size_t n;
    char *const bytes = wt_read_file(path, &n, fault);
    json_t *info = NULL;
    if (bytes && wt_midi_detect((const uint8_t *)bytes, n)) {
        wt_subject subject = {listener, path};
        const wt_warner warner = wt_warner_of(&subject);
        wt_message message = {""};
        wt_midi_score score;
        const wt_status status =
            wt_midi_read(&score, (const uint8_t *)bytes, n, 1.0, &warner, &message);
        if (status == WT_OK) {
            info = midi_info(&score, wt_request_middle_c(request),
                             request->output.loudness == WT_VERBOSE);
            wt_midi_free(&score);
        } else {
            wt_fault_status(fault, WT_FAULT_INPUT, path, status, &message);
        }
    } else if (bytes) {
        if (request->output.loudness == WT_VERBOSE) {
            wt_note_to(listener, "--verbose", "of a text score it has nothing to add");
        }
        info = text_info(request, listener, fault);
    }
    free(bytes);
    if (!info && !fault->kind) {
        wt_fault_memory(fault);
    }
    return info;
}

// A value as people read it: 3.01, where JSON of all digits has 3.0099999999999998.
static bool print_value(const char *before, const char *key, const json_t *value, wt_fault *fault) {
    char *const text = wt_json_text(value, JSON_ENCODE_ANY | JSON_REAL_PRECISION(9));
    if (!text) {
        wt_fault_memory(fault);
    }
    const bool ok = text && wt_report_text(before, fault) && wt_report_text(key, fault) &&
                    wt_report_text(" ", fault) && wt_report_text(text, fault);
    free(text);
    return ok;
}

// A line of the list, a word for each value.
static bool print_entry(const json_t *entry, wt_fault *fault) {
    const char *key;
    json_t *value;
    const char *before = "  ";
    json_object_foreach((json_t *)(uintptr_t)entry, key, value) {
        if (!print_value(before, key, value, fault)) {
            return false;
        }
        before = ", ";
    }
    return wt_report_text("\n", fault);
}

static bool print_list(const char *key, const json_t *list, wt_fault *fault) {
    bool ok = wt_report_text(key, fault) && wt_report_text(":\n", fault);
    for (size_t i = 0; ok && i < json_array_size(list); ++i) {
        ok = print_entry(json_array_get(list, i), fault);
    }
    return ok;
}

static void print_info(const json_t *info, wt_fault *fault) {
    const char *key;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)info, key, value) {
        const bool is_list = json_is_object(json_array_get(value, 0));
        if (is_list ? !print_list(key, value, fault)
                    : !print_value("", key, value, fault) || !wt_report_text("\n", fault)) {
            return;
        }
    }
}

static void refuse(const wt_notes_request *notes, wt_fault *fault) {
    static const char *const names[] = {"info"};
    const char *const name = notes->n_words > 0 ? notes->words[0].text : "";
    const bool is_info = strcmp(name, "info") == 0;
    const bool is_near = name[0] && !is_info && wt_nearest(name, names, 1);
    char what[200];
    snprintf(what, sizeof what, "expected info and a file (%s%.100s%s)",
             is_near ? "did you mean " : "as in wavetable score info ",
             is_near               ? "info"
             : !name[0] || is_info ? "song.mid"
                                   : name,
             is_near ? "?" : "");
    wt_fault_text(fault, NULL, "score", name, 0, what);
}

static void run(const wt_request *request, wt_fault *fault) {
    const wt_notes_request *const notes = &request->notes;
    if (notes->n_words != 2 || strcmp(notes->words[0].text, "info") != 0) {
        refuse(notes, fault);
        return;
    }
    wt_progress progress;
    const wt_listener listener = wt_terminal_listener(&progress, request);
    json_t *const info = read_info(request, &listener, fault);
    if (info && request->table.json) {
        wt_report_json(info, 15, fault);
    } else if (info) {
        print_info(info, fault);
    }
    json_decref(info);
}

// `info`, then the file. Words say nothing of a sound here, which parts would take over.
static void read_operand(wt_option_use *use) {
    wt_read_word_operand(use);
    use->request->notes.score_path = use->value;
    use->request->words.count = 1;
}

const wt_command wt_command_score = {
    .name = "score",
    .bit = WT_FOR_SCORE,
    .read_operand = read_operand,
    .run = run,
    .usage = "wavetable score info FILE",
    .summary = "Say what a MIDI file or a text score holds.\n"
               "Its tempo and length, and the notes of its channels, tracks and parts: whom\n"
               "--part and --only of render may name.",
    .examples = "  wavetable score info song.mid\n"
                "  wavetable score info song.mid --json\n"
                "  wavetable score info -v song.mid          with the controllers that move\n",
};
