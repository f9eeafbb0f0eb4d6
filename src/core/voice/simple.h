// Voices that play what is known of them: see still.c.
#ifndef WT_CORE_VOICE_SIMPLE_H
#define WT_CORE_VOICE_SIMPLE_H

#include "core/voice/drawn.h"

// Play what is known of a voice that has a player, as the kernel does; phases, where they move,
// are then past the block already. Real-time safe.
static inline void wt_voice_play(wt_voice *voice, wt_playing *playing) {
    const wt_known *known = &voice->known;
    playing->tone = &known->tone;
    playing->start = (uint32_t)voice->phase;
    voice->phase += (uint64_t)known->tone.increment * playing->n;
    voice->frame += playing->n;
    known->player(playing);
}

// Add the next frames of a simple voice, those that are `playing`, to the same buses; what else is
// in there is written anew. Return false where it asks for something that is not known; nothing is
// then done.
bool wt_voice_render_simple(wt_voice *voice, const wt_rendering *r, wt_playing *playing);

// Return whether the amplitude's envelope, which moves, is drawn.
static inline bool wt_voice_swells_alike(const wt_voice *voice, const wt_scratch *s, size_t n) {
    return wt_is_drawn(&s->amp, voice->known.amp.env, &voice->known.context, voice->frame, n) &&
           !s->amp.constant;
}

// The same of any voice, where all frames are as is known: it has then begun, and does not end yet.
// Return false where they are not; nothing is then done.
static inline bool wt_voice_render_known(wt_voice *voice, const wt_rendering *r,
                                         wt_playing *playing) {
    const wt_known *known = &voice->known;
    if (WT_IS_PLAIN || voice->frame + playing->n > known->simple_to ||
        !wt_levels_stay(known, r->source)) {
        return false;
    }
    if (r->fresh || !known->player || known->moves ||
        (known->swells && !wt_voice_swells_alike(voice, r->scratch, playing->n))) {
        return wt_voice_render_simple(voice, r, playing);
    }
    playing->moves.swell = r->scratch->amp.values;
    playing->moves.positions = NULL;
    wt_voice_play(voice, playing);
    return true;
}

#endif
