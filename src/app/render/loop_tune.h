// Moves pitches so that phases come round.
#ifndef WT_APP_RENDER_LOOP_TUNE_H
#define WT_APP_RENDER_LOOP_TUNE_H

#include "core/voice/voice.h"

// Return the pitch at a settled frame, without the rounding of an increment.
double wt_loop_settled_hz(const wt_patch *patch, const wt_note *note, uint64_t frame);

// Set the note's pitch so that its increment, when it has settled, is `wanted`. False: it cannot.
bool wt_loop_tune_increment(wt_note *note, const wt_patch *patch, uint64_t settled, uint32_t wanted,
                            wt_scratch *scratch);

// Return how many turns a pitch that moves makes in `frames` from `settled` on.
double wt_loop_turns(const wt_note *note, const wt_patch *patch, uint64_t settled, uint32_t frames,
                     wt_scratch *scratch);

// A constant bend, of less than can be heard.
typedef struct {
    wt_breakpoint point;
    wt_env_term term;
    wt_env env;
} wt_loop_bend;

// Set the pitch of a note without a bend, which is then given `bend`, so that these are `turns`.
// False: it cannot.
bool wt_loop_tune_turns(wt_note *note, wt_loop_bend *bend, const wt_patch *patch, uint64_t settled,
                        uint32_t frames, uint32_t turns, wt_scratch *scratch);

#endif
