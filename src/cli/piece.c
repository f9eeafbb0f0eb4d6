// Notes on the time line.
#include "cli/piece.h"

#include "cli/layout.h"
#include "cli/score.h"
#include "cli/sound.h"
#include "wavetable/math.h"
#include "wavetable/pitch.h"
#include "wavetable/voice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double longest_s = 1e9; // 31 years

uint64_t wt_layout_frame(const wt_layout *l, double seconds) {
    return (uint64_t)(int64_t)wt_round(seconds * l->settings->rate);
}

static bool push(wt_layout *l, const wt_note *note) {
    wt_piece *piece = l->piece;
    if (piece->n_notes == l->room) {
        const size_t room = l->room ? 2 * l->room : 64;
        wt_note *grown = realloc(piece->notes, room * sizeof *grown);
        if (!grown) {
            wt_fault_memory(l->fault);
            return false;
        }
        piece->notes = grown;
        l->room = room;
    }
    piece->notes[piece->n_notes++] = *note;
    return true;
}

static bool too_high(wt_layout *l, const wt_origin *origin, double hz) {
    char what[160];
    snprintf(what, sizeof what,
             "%.6g Hz is not below half the rate of %d Hz (play lower, or raise --rate)", hz,
             l->settings->rate);
    origin->refuse(origin->context, what, l->fault);
    return false;
}

// Spread evenly over +-cents and +-width, each 1/N as loud.
bool wt_layout_voices(wt_layout *l, const wt_origin *origin, wt_note note) {
    const int n = l->settings->unison;
    const double hz = note.hz;
    note.gain /= n;
    for (int v = 0; v < n; ++v) {
        const double place = n > 1 ? 2.0 * v / (n - 1) - 1.0 : 0.0;
        wt_note voice = note;
        voice.hz = hz * wt_exp2(place * l->settings->unison_cents / 1200.0);
        voice.pan += place * l->settings->unison_width;
        voice.number = l->number++;
        if (!(voice.hz < l->settings->rate / 2.0)) {
            return too_high(l, origin, voice.hz);
        }
        if (!push(l, &voice)) {
            return false;
        }
    }
    return true;
}

static bool add_pitch(wt_layout *l, const wt_origin *origin, const wt_pitch_text *pitch,
                      wt_note note) {
    if (pitch->kind == WT_PITCH_REST) {
        return true;
    }
    if (pitch->kind == WT_PITCH_HZ) {
        note.hz = pitch->value;
        note.key = wt_hz_note(note.hz, l->settings->tuning_hz);
    } else {
        note.hz = wt_tuning_hz(l->tuning, pitch->value);
        note.key = pitch->value;
    }
    if (!(note.hz > 0.0)) {
        origin->refuse(origin->context, "the keyboard mapping leaves this key out (choose another)",
                       l->fault);
        return false;
    }
    return wt_layout_voices(l, origin, note);
}

static bool check_length(wt_layout *l, double seconds) {
    if (seconds > longest_s) {
        wt_fault_set(l->fault, WT_EXIT_RESOURCE, "duration",
                     "the sound would last %.3g seconds, and the limit is 1e9 (shorten it)",
                     seconds);
        return false;
    }
    return true;
}

bool wt_layout_times(wt_layout *l, double start_s, double duration_s, wt_note *note) {
    const double gate_s = start_s + duration_s;
    const double end_s = duration_s > 0.0 ? gate_s + l->release_s : gate_s;
    if (!check_length(l, end_s)) {
        return false;
    }
    l->end_s = end_s > l->end_s ? end_s : l->end_s;
    *note = (wt_note){.start = wt_layout_frame(l, start_s),
                      .gate = wt_layout_frame(l, gate_s),
                      .end = wt_layout_frame(l, end_s),
                      .note_s = duration_s};
    return true;
}

bool wt_layout_note(wt_layout *l, const wt_origin *origin, const wt_note_text *note,
                    double start_s) {
    const wt_settings *s = l->settings;
    const double duration_s =
        wt_settings_seconds(s, note->has_duration ? note->duration : s->duration);
    if (note->pitches[0].kind == WT_PITCH_REST) { // it has no release
        const double end_s = start_s + duration_s;
        l->end_s = end_s > l->end_s ? end_s : l->end_s;
        return check_length(l, end_s);
    }
    wt_note base;
    if (!wt_layout_times(l, start_s, duration_s, &base)) {
        return false;
    }
    base.velocity = note->velocity;
    base.gain = note->velocity / 127.0;
    for (size_t i = 0; i < note->n_pitches; ++i) {
        if (!add_pitch(l, origin, &note->pitches[i], base)) {
            return false;
        }
    }
    return true;
}

static void refuse_word(const void *context, const char *what, wt_fault *fault) {
    const wt_note_setting *setting = context;
    wt_fault_text(fault, NULL, "NOTE", setting->text, 0, what);
}

static bool add_words(wt_layout *l) {
    double start_s = 0.0;
    for (size_t i = 0; i < l->settings->n_notes; ++i) {
        const wt_note_setting *setting = &l->settings->notes[i];
        if (!wt_layout_note(l, &(wt_origin){refuse_word, setting}, &setting->note, start_s)) {
            return false;
        }
        const wt_time duration =
            setting->note.has_duration ? setting->note.duration : l->settings->duration;
        start_s += wt_settings_seconds(l->settings, duration);
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

static int by_frame(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a;
    const uint64_t y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

// The most notes that overlap. A block may hold a voice that has just ended beside one that
// begins in it, so ends count up to a block late.
static bool find_polyphony(wt_piece *piece, wt_fault *fault) {
    enum { BLOCK = WT_BLOCK };
    uint64_t *ends = malloc((piece->n_notes + 1) * sizeof *ends);
    if (!ends) {
        wt_fault_memory(fault);
        return false;
    }
    for (size_t i = 0; i < piece->n_notes; ++i) {
        ends[i] = piece->notes[i].end;
    }
    qsort(ends, piece->n_notes, sizeof *ends, by_frame);
    size_t ended = 0;
    for (size_t i = 0; i < piece->n_notes; ++i) {
        while (ended < i && ends[ended] + BLOCK <= piece->notes[i].start) {
            ++ended;
        }
        piece->polyphony = i + 1 - ended > piece->polyphony ? i + 1 - ended : piece->polyphony;
    }
    free(ends);
    return true;
}

static bool set_length(wt_layout *l) {
    wt_piece *piece = l->piece;
    const double declick_s = 0.005;
    piece->frames = wt_layout_frame(l, l->end_s);
    piece->fade = piece->frames;
    if (!l->settings->has_length) {
        return true;
    }
    const double length_s = wt_settings_seconds(l->settings, l->settings->length);
    if (!check_length(l, length_s)) {
        return false;
    }
    const uint64_t natural = piece->frames;
    piece->frames = piece->fade = wt_layout_frame(l, length_s);
    if (piece->frames < natural) {
        const uint64_t declick = wt_layout_frame(l, declick_s);
        piece->fade = piece->frames > declick ? piece->frames - declick : 0;
    }
    return true;
}

bool wt_piece_make(wt_piece *piece, const wt_settings *settings, wt_fault *fault) {
    *piece = (wt_piece){0};
    wt_tuning tuning;
    if (!wt_tuning_make(&tuning, settings, fault)) {
        return false;
    }
    wt_layout l = {.piece = piece,
                   .settings = settings,
                   .tuning = &tuning,
                   .release_s = wt_settings_seconds(settings, settings->adsr.release),
                   .fault = fault};
    bool ok = settings->score_path ? wt_score_add(&l) : add_words(&l);
    if (ok && piece->n_notes > 0) {
        qsort(piece->notes, piece->n_notes, sizeof *piece->notes, by_start);
        ok = find_polyphony(piece, fault);
    }
    ok = ok && set_length(&l);
    wt_tuning_free(&tuning);
    if (!ok) {
        wt_piece_free(piece);
    }
    return ok;
}

void wt_piece_free(wt_piece *piece) {
    free(piece->notes);
    free(piece->arena);
    piece->notes = NULL;
    piece->arena = NULL;
    piece->n_notes = 0;
}
