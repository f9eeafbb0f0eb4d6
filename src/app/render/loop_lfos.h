// The LFOs of a sound that is to come round.
#ifndef WT_APP_RENDER_LOOP_LFOS_H
#define WT_APP_RENDER_LOOP_LFOS_H

#include "app/waves/sound.h"
#include "core/voice/patch.h"

enum { WT_MOST_LOOP_LFOS = 64 };

typedef struct {
    wt_env_term *terms[WT_MOST_LOOP_LFOS]; // of the sound
    double rates[WT_MOST_LOOP_LFOS];       // in cycles a frame
    size_t n;
    double pitch_rate; // of one that moves the pitch; 0: none does
} wt_loop_lfos;

// Find the LFOs of `sound` that move something. False: there are too many.
bool wt_loop_lfos_find(wt_loop_lfos *lfos, wt_sound *sound, const wt_note_context *context);

// Move their rates to whole cycles of `frames`.
void wt_loop_lfos_tune(const wt_loop_lfos *lfos, const wt_note_context *context, uint32_t frames);

#endif
