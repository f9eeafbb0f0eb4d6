// Notes on the time line.
#include "cli/piece.h"

#include "cli/layout.h"
#include "cli/score.h"
#include "cli/sound.h"
#include "wavetable/voice.h"

#include <stdlib.h>

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
    if (!wt_layout_check(l, length_s)) {
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
