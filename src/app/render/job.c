// A render job: read, lay out, render, commit.
#include "app/render/job.h"

#include "app/render/loop.h"
#include "app/render/sample_format.h"
#include "app/render/sound_file.h"
#include "app/request/value.h"
#include "base/math.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// One NOTE word.
static bool push_note(wt_request *s, const wt_note_setting *note) {
    if (s->n_notes == s->notes_room) {
        const size_t room = s->notes_room ? 2 * s->notes_room : 16;
        wt_note_setting *grown = realloc(s->notes, room * sizeof *grown);
        if (!grown) {
            return false;
        }
        s->notes = grown;
        s->notes_room = room;
    }
    s->notes[s->n_notes++] = *note;
    return true;
}

void wt_read_note_operand(wt_option_use *use) {
    wt_note_setting setting = {.text = use->value};
    wt_parse parse = wt_read_note_range(use->value, &setting.range);
    setting.is_range = strstr(use->value, "..") != NULL;
    if (!setting.is_range) {
        parse = wt_read_note(use->value, &setting.note);
    }
    if (!wt_value_whole(use, parse)) {
        if (parse.status == WT_OK && !setting.is_range) {
            wt_note_text_free(&setting.note);
        }
        return;
    }
    if (!push_note(use->request, &setting)) {
        wt_note_text_free(&setting.note);
        wt_fault_memory(use->fault);
    }
}

static bool check_notes(const wt_request *s, wt_fault *fault) {
    for (size_t i = 0; i < s->n_notes && !s->each; ++i) {
        if (s->notes[i].is_range) {
            wt_fault_text(fault, NULL, "NOTE", s->notes[i].text, 0,
                          "a range makes one file per note (add --each and an -o template)");
            return false;
        }
    }
    if (s->score_path && (s->n_notes > 0 || s->each)) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--score",
                     s->each ? "its notes make one file (leave --each out)"
                             : "the notes come from the file (leave the other notes out)");
        return false;
    }
    if (s->n_notes == 0 && !s->score_path) {
        wt_fault_set(fault, WT_FAULT_USAGE, "NOTE",
                     "there is nothing to play (give notes, such as C4 E4:1/4 440Hz)");
        return false;
    }
    return true;
}

bool wt_job_read(const wt_words *words, wt_request *request, wt_fault *fault) {
    wt_request_init(request);
    if (!wt_options_read(words, WT_FOR_RENDER, request, wt_read_note_operand, fault)) {
        return false;
    }
    if (request->help || request->version) {
        return true;
    }
    return check_notes(request, fault) && wt_request_complete(request, fault);
}

static bool make_format(wt_sound_format *format, const wt_request *s, const wt_time_line *time_line,
                        const wt_loop *loop, wt_fault *fault) {
    const char *where = wt_sound_file_name(s);
    const bool is_wav = s->type == WT_TYPE_WAV || s->type == WT_TYPE_RF64;
    *format = (wt_sound_format){.type = (wt_type)s->type,
                                .bits = s->bits,
                                .encoding = (wt_encoding)s->encoding,
                                .channels = s->channels,
                                .rate = s->rate,
                                .frames = time_line->frames,
                                .has_root = (s->has_root || s->loop) && is_wav,
                                .root_key = s->has_root ? s->root_key : 0.0};
    if (s->loop) {
        format->has_loop = true;
        format->loop = *loop;
        format->frames += WT_LOOP_GUARD;
        format->root_key = s->has_root ? s->root_key : time_line->notes[0].key;
    }
    wt_report_subject subject = {s->loudness, where};
    const wt_warner warner = wt_report_warner(&subject);
    wt_message message = {""};
    const wt_status status = wt_sound_format_check(format, &warner, &message);
    if (status != WT_OK) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--type", "%s", message.text);
    }
    return status == WT_OK;
}

static bool refuse_terminal(const wt_request *s, const wt_sound_format *format, wt_fault *fault) {
    const bool to_stdout = !s->output || strcmp(s->output, "-") == 0;
    if (!to_stdout || !isatty(STDOUT_FILENO)) {
        return true;
    }
    static const char *const encodings[] = {"signed", "unsigned", "float"};
    if (format->type == WT_TYPE_RAW) {
        wt_fault_set(
            fault, WT_FAULT_USAGE, "standard output",
            "it is a terminal, which shows no sound (give -o FILE, or play it: wavetable render "
            "... | play -t raw -r %d -e %s -b %d -c %d -)",
            format->rate, encodings[format->encoding], format->bits, format->channels);
    } else {
        wt_fault_set(
            fault, WT_FAULT_USAGE, "standard output",
            "it is a terminal, which shows no sound (give -o FILE, or play it: wavetable render "
            "... | play -t %s -)",
            wt_type_name(format->type));
    }
    return false;
}

// Write into an open output. The caller commits or abandons it.
static bool write_sound(const wt_request *s, const wt_time_line *time_line, const wt_sound *sound,
                        wt_wave_store *store, const wt_sample_format *target,
                        const wt_sound_format *format, wt_output *output, wt_result *result,
                        wt_fault *fault) {
    wt_message message = {""};
    wt_sound_out *out;
    wt_status status = wt_sound_out_open(&out, output, format, &message);
    if (status == WT_OK) {
        bool rendered = wt_stream(time_line, sound, store, target, out, result, fault);
        if (rendered && format->has_loop) {
            rendered = wt_sound_out_repeat(out, WT_LOOP_GUARD) == WT_OK;
            result->frames += WT_LOOP_GUARD;
        }
        status = wt_sound_out_close(out, &message);
        if (rendered && status == WT_OK) {
            return true;
        }
    }
    int error = 0;
    const wt_status failed = wt_output_status(output, &error, &message);
    wt_sound_file_fault(fault, s, failed != WT_OK ? failed : status, error, &message);
    return false;
}

static bool write_file(const wt_request *s, const wt_time_line *time_line, const wt_sound *sound,
                       wt_wave_store *store, const wt_sample_format *target,
                       const wt_sound_format *format, wt_result *result, wt_fault *fault) {
    wt_output *output;
    if (!wt_sound_file_open(&output, s, fault)) {
        return false;
    }
    if (!write_sound(s, time_line, sound, store, target, format, output, result, fault)) {
        wt_output_abandon(output);
        return false;
    }
    return wt_sound_file_commit(output, s, fault);
}

static double decibels(double ratio) {
    return 20.0 / 3.32192809488736234787 * wt_log2(ratio);
}

// Clipping is told with the gain that would avoid it, rounded down to 0.1 dB.
static bool tell_clipping(const wt_request *s, const wt_sample_format *target,
                          const wt_result *result, wt_fault *fault) {
    if (result->clipped == 0) {
        return true;
    }
    char advice[80] = "lower the gain";
    if (result->peak > 0.0 && target->gain > 0.0) {
        const double db = decibels(target->gain / result->peak);
        snprintf(advice, sizeof advice, "-g %.1f avoids it", wt_floor(db * 10.0 - 0.01) / 10.0);
    }
    char what[160];
    snprintf(what, sizeof what, "%llu sample%s clipped (%s)", (unsigned long long)result->clipped,
             result->clipped == 1 ? "" : "s", advice);
    if (s->strict) {
        wt_fault_set(fault, WT_FAULT_FAILED, wt_sound_file_name(s), "%s", what);
        return false;
    }
    wt_report_note(s->loudness, wt_sound_file_name(s), "%s", what);
    return true;
}

// What the file will hold; a loop is fitted first, and changes the time line.
static bool plan(wt_sound_format *format, const wt_request *s, wt_time_line *time_line,
                 const wt_sound *sound, wt_fault *fault) {
    wt_loop loop;
    return (!s->loop || wt_loop_fit(&loop, time_line, sound, s, fault)) &&
           make_format(format, s, time_line, &loop, fault);
}

static void tell_what_is_not_heard(const wt_request *s) {
    if (s->unison > 1 && s->unison_width > 0.0 && s->channels == 1) {
        wt_report_note(s->loudness, "--unison", "one channel has no width (add -c 2)");
    }
}

static bool render(wt_request *s, wt_time_line *time_line, const wt_sound *sound,
                   wt_wave_store *store, wt_result *result, wt_fault *fault) {
    wt_sound_format format;
    if (!wt_sound_file_check(s, fault) || !plan(&format, s, time_line, sound, fault) ||
        !refuse_terminal(s, &format, fault)) {
        return false;
    }
    tell_what_is_not_heard(s);
    wt_progress progress;
    wt_sample_format target =
        wt_sample_format_of(s, time_line, wt_sound_format_container(&format), format.bits);
    target.progress = &progress;
    wt_progress_start_sound(&progress, s, time_line->frames, s->normalize ? 2 : 1,
                            wt_sound_file_name(s));
    const bool ok =
        (!s->normalize || wt_sample_format_normalize(&target, s, time_line, sound, store, fault)) &&
        write_file(s, time_line, sound, store, &target, &format, result, fault);
    wt_progress_end(&progress);
    if (!ok) {
        return false;
    }
    wt_report_detail(s->loudness, "%s: %llu frames, %.6g s, peak %.2f dBFS", wt_sound_file_name(s),
                     (unsigned long long)result->frames, (double)result->frames / s->rate,
                     result->peak > 0.0 ? decibels(result->peak) : -999.0);
    return tell_clipping(s, &target, result, fault);
}

bool wt_job_check(wt_request *request, wt_wave_store *store, wt_fault *fault) {
    wt_time_line time_line;
    wt_sound sound;
    wt_sound_format format;
    if (!wt_sound_file_check(request, fault) || !wt_time_line_make(&time_line, request, fault)) {
        return false;
    }
    bool ok = wt_sound_make(&sound, request, store, fault);
    if (ok) {
        wt_request silent = *request; // what is only a note will be told when it runs
        silent.loudness = WT_QUIET;
        ok = plan(&format, &silent, &time_line, &sound, fault);
        wt_sound_free(&sound);
    }
    wt_time_line_free(&time_line);
    return ok;
}

bool wt_job_run(wt_request *request, wt_wave_store *store, wt_result *result, wt_fault *fault) {
    wt_time_line time_line;
    wt_sound sound;
    *result = (wt_result){0};
    if (!wt_time_line_make(&time_line, request, fault)) {
        return false;
    }
    bool ok = wt_sound_make(&sound, request, store, fault);
    if (ok) {
        ok = render(request, &time_line, &sound, store, result, fault);
        wt_sound_free(&sound);
    }
    wt_time_line_free(&time_line);
    return ok;
}
