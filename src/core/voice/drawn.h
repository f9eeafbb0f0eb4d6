// Envelopes that voices share: drawn for one of them, they hold for those that play alike.
#ifndef WT_CORE_VOICE_DRAWN_H
#define WT_CORE_VOICE_DRAWN_H

#include "core/voice/block.h"

// Draw `env` over the block into `drawn`.
void wt_block_draw_anew(const wt_block *block, const wt_env *env, wt_drawn *drawn);

// The same of n frames of an envelope of which that is known.
void wt_voice_draw(wt_voice *voice, const wt_rendering *r, const wt_known_env *known,
                   wt_drawn *drawn, size_t n);

// Return whether `drawn` holds n frames of `env` from `frame` on: what the voice before had, where
// that plays the same.
static inline bool wt_is_drawn(const wt_drawn *drawn, const wt_env *env,
                               const wt_note_context *context, uint64_t frame, size_t n) {
    const wt_curve *of = &drawn->of;
    return drawn->drawn && of->env == env && of->frame == frame && of->n >= n &&
           wt_env_is_alike(of->follows, &of->context, context);
}

// Have `env` in `drawn`. Return false where it was.
static inline bool wt_block_draw(const wt_block *block, const wt_env *env, wt_drawn *drawn) {
    if (!WT_IS_PLAIN && !block->before &&
        wt_is_drawn(drawn, env, block->context, block->frame, block->n)) {
        return false;
    }
    wt_block_draw_anew(block, env, drawn);
    return true;
}

#endif
