// Loops of sounds that move: LFOs, and voices of several pitches.
#ifndef WT_APP_RENDER_LOOP_MOVING_H
#define WT_APP_RENDER_LOOP_MOVING_H

#include "app/render/loop_lfos.h"
#include "core/voice/voice.h"

typedef struct {
    wt_note *notes; // of different pitches, that start together
    size_t n_notes;
    wt_sound *sound;
    wt_loop_lfos lfos;
    uint64_t settled; // the first frame from which nothing but phases and LFOs moves
    uint32_t most;    // frames of the loop
} wt_loop_moving;

typedef struct {
    uint32_t frames;
    double cents; // the most that a pitch was moved by
    double rates; // and the rate of an LFO, as a ratio less 1
} wt_loop_moved;

// Find a length of whole cycles of everything, the pitches moved by a cent at most, rates of LFOs
// by 3 %, and move them. `room` is scratch. False: there is none, and nothing has moved.
bool wt_loop_move(wt_loop_moved *moved, const wt_loop_moving *moving, wt_scratch *scratch);

#endif
