// From the notes of the settings to voices on a time line of frames.
#ifndef WT_CLI_PIECE_H
#define WT_CLI_PIECE_H

#include "cli/settings.h"
#include "wavetable/patch.h"

typedef struct {
    wt_note *notes; // owned, ordered by start
    size_t n_notes;
    size_t polyphony; // the most that sound at once
    uint64_t frames;  // length of the output
    uint64_t fade;    // frame at which a cut begins to fade; == frames: no cut
    void *arena;      // owned: envelopes that come with notes
} wt_piece;

// Lay out the notes of `settings` one after another, or its score. False: fault is set.
bool wt_piece_make(wt_piece *piece, const wt_settings *settings, wt_fault *fault);

void wt_piece_free(wt_piece *piece);

#endif
