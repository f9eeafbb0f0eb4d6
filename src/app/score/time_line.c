// Notes on the time line.
#include "app/score/time_line.h"

#include "app/score/note_layout.h"
#include "app/score/score.h"
#include "base/math.h"
#include "core/envelope/adsr.h"
#include "core/voice/voice.h"

#include <stdlib.h>
#include <string.h>

static void refuse_word(const void *context, const char *what, wt_fault *fault) {
    const wt_note_setting *setting = context;
    wt_fault_text(fault, NULL, "NOTE", setting->text, 0, what);
}

static bool add_words(wt_note_layout *l, const wt_note_setting *words, size_t n_words) {
    double start_s = 0.0;
    for (size_t i = 0; i < n_words; ++i) {
        const wt_note_setting *setting = &words[i];
        const wt_time duration =
            setting->note.has_duration ? setting->note.duration : l->rules.duration;
        const double duration_s =
            wt_time_seconds(duration, l->rules.rate, l->time_line->tempo_bpm, 0.0);
        if (!wt_note_layout_note(l, &(wt_origin){refuse_word, setting}, &setting->note, start_s,
                                 duration_s)) {
            return false;
        }
        start_s += duration_s;
    }
    return true;
}

static int by_start(const void *a, const void *b) {
    const wt_note *x = a;
    const wt_note *y = b;
    if (x->start != y->start) {
        return x->start < y->start ? -1 : 1;
    }
    return x->number < y->number ? -1 : x->number > y->number;
}

// Scores come in order as a rule.
static void sort_notes(wt_note *notes, size_t n) {
    for (size_t i = 1; i < n; ++i) {
        if (by_start(&notes[i - 1], &notes[i]) > 0) {
            qsort(notes, n, sizeof *notes, by_start);
            return;
        }
    }
}

static int by_frame(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a;
    const uint64_t y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

// The most notes that overlap. A block may hold a voice that has just ended beside one that
// begins in it, so ends count up to a block late.
static bool find_polyphony(const wt_note *notes, size_t n, size_t block, size_t *polyphony,
                           wt_fault *fault) {
    if (n < 2) {
        *polyphony = n > *polyphony ? n : *polyphony;
        return true;
    }
    uint64_t *ends = malloc(n * sizeof *ends);
    if (!ends) {
        return wt_fault_memory(fault);
    }
    for (size_t i = 0; i < n; ++i) {
        ends[i] = notes[i].end;
    }
    qsort(ends, n, sizeof *ends, by_frame);
    size_t ended = 0;
    for (size_t i = 0; i < n; ++i) {
        while (ended < i && ends[ended] + block <= notes[i].start) {
            ++ended;
        }
        *polyphony = i + 1 - ended > *polyphony ? i + 1 - ended : *polyphony;
    }
    free(ends);
    return true;
}

// Of a pitch that takes longer than a block to turn, a block reads but a part of levels that are
// the longest there are: those of many voices would push each other out of the cache before the
// next part of them is read. So blocks are longer then.
static size_t block_of(const wt_time_line *t, double rate) {
    bool is_slow = false;
    for (size_t i = 0; i < t->n_notes && !is_slow; ++i) {
        is_slow = t->notes[i].hz * WT_BLOCK < rate;
    }
    return is_slow && t->polyphony > WT_LEVELS_IN_USE ? WT_LONG_BLOCK : WT_BLOCK;
}

static bool find_block(wt_time_line *t, double rate, wt_fault *fault) {
    size_t *const most = &t->polyphony;
    sort_notes(t->notes, t->n_notes);
    sort_notes(t->whole, t->n_whole);
    if (!find_polyphony(t->notes, t->n_notes, WT_BLOCK, most, fault)) {
        return false;
    }
    t->block = block_of(t, rate);
    return find_polyphony(t->notes, t->n_notes, t->block, most, fault) &&
           find_polyphony(t->whole, t->n_whole, t->block, most, fault);
}

// A damaged delta, or a slip, may be a wait of days, for a note or for the end.
static bool check_silence(const wt_note_layout *l, const char *path) {
    const wt_time_line *const t = l->time_line;
    const wt_note *const notes = t->whole ? t->whole : t->notes;
    const size_t n = t->whole ? t->n_whole : t->n_notes;
    const double rate = l->rules.rate;
    uint64_t end = 0;
    for (size_t i = 0; i <= n; ++i) {
        const uint64_t next = i < n ? notes[i].start : wt_note_layout_frame(l, l->end_s);
        const double silent_s = next > end ? (double)(next - end) / rate : 0.0;
        if (silent_s > 86400.0) {
            return wt_fault_set(l->fault, WT_FAULT_INPUT, path,
                                "nothing sounds for %.1f days from %.6g s on (a damaged file? "
                                "--length %.0f ends there)",
                                silent_s / 86400.0, (double)end / rate, (double)end / rate + 0.5);
        }
        end = i < n && notes[i].end > end ? notes[i].end : end;
    }
    return true;
}

// Cut it, or let it go on, to a length.
static bool end_at(wt_note_layout *l, double length_s) {
    wt_time_line *const time_line = l->time_line;
    const double declick_s = 0.005;
    const uint64_t natural = time_line->frames;
    if (!wt_note_layout_check(l, length_s)) {
        return false;
    }
    time_line->frames = time_line->fade = wt_note_layout_frame(l, length_s);
    if (time_line->frames < natural) {
        const uint64_t declick = wt_note_layout_frame(l, declick_s);
        time_line->fade = time_line->frames > declick ? time_line->frames - declick : 0;
    }
    return true;
}

static bool set_length(wt_note_layout *l, const wt_notes_request *notes) {
    l->time_line->frames = l->time_line->fade = wt_note_layout_frame(l, l->end_s);
    if (!notes->has_length) {
        return !notes->score_path || check_silence(l, notes->score_path);
    }
    return end_at(l, notes->length_of_score
                         ? l->score_end_s
                         : wt_time_seconds(notes->length, l->rules.rate, notes->tempo_bpm, 0.0));
}

static void set_rules(wt_layout_rules *rules, const wt_request *request) {
    const wt_notes_request *const notes = &request->notes;
    *rules = (wt_layout_rules){.rate = request->output.rate,
                               .middle_c = wt_request_middle_c(request),
                               .duration = notes->duration,
                               .glide = notes->glide,
                               .legato = notes->legato,
                               .keeps_muted = notes->only.n > 0,
                               .has_tempo = notes->has_tempo,
                               .tempo_share = notes->tempo_share};
}

bool wt_time_line_make(wt_time_line *time_line, const wt_request *request,
                       const wt_note_setting *words, size_t n_words, uint32_t first_number,
                       const wt_listener *listener, wt_fault *fault) {
    const wt_notes_request *const notes = &request->notes;
    wt_tuning tuning;
    *time_line = (wt_time_line){.chord = 1};
    time_line->tempo_bpm = notes->tempo_bpm;
    if (!wt_tuning_make(&tuning, notes->tuning_hz, notes->scale_path, notes->keymap_path, fault)) {
        return false;
    }
    wt_note_layout l = {
        .time_line = time_line, .listener = listener, .tuning = &tuning, .fault = fault};
    set_rules(&l.rules, request);
    l.number = first_number;
    bool ok = wt_parts_init(&time_line->parts, request, fault);
    if (ok) {
        l.part = time_line->parts.parts[0];
        time_line->channels = wt_parts_channels(&time_line->parts); // of a score: its parts say
        ok =
            notes->score_path ? wt_score_add(&l, notes->score_path) : add_words(&l, words, n_words);
    }
    ok = ok && find_block(time_line, l.rules.rate, fault) && set_length(&l, notes);
    wt_tuning_free(&tuning);
    if (!ok) {
        wt_time_line_free(time_line);
    }
    return ok;
}

// The gain of a note's envelope at a frame of the piece.
static double envelope_at(const wt_note *note, const wt_adsr *adsr, double rate, uint64_t frame) {
    float value = 0.0f;
    if (frame >= note->start && frame < note->end) {
        wt_adsr_render(adsr, rate, &wt_curves_plain, note->gate - note->start,
                       note->end - note->start, frame - note->start, &value, 1);
    }
    return note->gain * (double)value;
}

// The most that envelopes add up to. They rise in straight lines and fall ever slower, so that the
// sum is largest where some attack ends.
static double most_at_once(const wt_time_line *time_line, const wt_patch *patch) {
    double most = 0.0;
    for (size_t i = 0, first = 0; i < time_line->n_notes; ++i) {
        const wt_note *note = &time_line->notes[i];
        const double attack = patch->adsr.attack_s * patch->rate;
        const uint64_t held = note->gate - note->start;
        const uint64_t loudest = note->start + (attack < (double)held ? (uint64_t)attack : held);
        while (time_line->notes[first].end <= note->start && first < i) {
            ++first;
        }
        double sum = 0.0;
        for (size_t k = first; k < time_line->n_notes && time_line->notes[k].start <= loudest;
             ++k) {
            sum += envelope_at(&time_line->notes[k], &patch->adsr, patch->rate, loudest);
        }
        most = sum > most ? sum : most;
    }
    return most;
}

double wt_time_line_gain(const wt_time_line *time_line, const wt_patch *patch) {
    const double room = 1.109; // that -3 dB leave above the tallest wave, a square of one harmonic
    const double chord =
        (double)time_line->chord * wt_sqrt(time_line->parts.parts[0]->voicing.unison);
    const double most = most_at_once(time_line, patch) / room;
    return wt_db_gain(-3.0) / (most > chord ? most : chord);
}

double wt_time_line_lowest(const wt_time_line *time_line, uint32_t part) {
    const wt_note *const notes = time_line->whole ? time_line->whole : time_line->notes;
    const size_t n = time_line->whole ? time_line->n_whole : time_line->n_notes;
    double lowest = 0.0;
    for (size_t i = 0; i < n; ++i) {
        const double hz = notes[i].hz;
        lowest = notes[i].part == part && (lowest <= 0.0 || hz < lowest) ? hz : lowest;
    }
    return lowest;
}

static void slow(wt_note *notes, size_t n, uint32_t part, uint32_t turns) {
    for (size_t i = 0; i < n && turns > 1; ++i) {
        if (notes[i].part == part) {
            notes[i].hz /= turns;
            notes[i].phase /= turns;
        }
    }
}

void wt_time_line_slow(wt_time_line *time_line, uint32_t part, uint32_t turns) {
    slow(time_line->notes, time_line->n_notes, part, turns);
    slow(time_line->whole, time_line->n_whole, part, turns);
}

void wt_time_line_free(wt_time_line *time_line) {
    free(time_line->notes);
    free(time_line->whole);
    free(time_line->arena);
    wt_tempo_map_free(&time_line->tempos);
    wt_glides_free(time_line->glides);
    time_line->glides = NULL;
    wt_parts_free(&time_line->parts);
    time_line->notes = time_line->whole = NULL;
    time_line->arena = NULL;
    time_line->n_notes = 0;
}
