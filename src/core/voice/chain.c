// The chain of dimensions: y0 = D0(m0), y = y + x (Dd(md) - y).
//
// Cost follows the cycles that are heard: a weight of 0 reads one cycle instead of two, a crossfade
// of 0 skips its dimension, one of 1 all dimensions before it.
#include "core/voice/block.h"

// Into block->chain, by `cross`, or, where that is null, in the place of what is there.
static void render_dimension(wt_block *block, uint32_t d, const float *cross) {
    wt_scratch *s = block->scratch;
    if (!wt_is_scanned(block->patch)) {
        wt_block_mix(block, d, cross, block->chain);
        return;
    }
    wt_block_scan(block, &block->patch->dimensions[d], cross ? s->dimension : block->chain);
    if (cross) {
        wt_kernels_of(block)->blend(block->chain, s->dimension, cross, block->n);
    }
}

// Crossfade dimension d into the chain. The envelope is already in scratch->cross.
static void join(wt_block *block, uint32_t d, bool constant) {
    float *cross = block->scratch->cross;
    if (constant && cross[0] <= 0.0f) {
        return;
    }
    if (constant && cross[0] >= 1.0f) {
        cross = NULL;
    }
    for (size_t i = 1; constant && cross && i < block->n; ++i) {
        cross[i] = cross[0];
    }
    render_dimension(block, d, cross);
}

static bool render_cross(wt_block *block, uint32_t d) {
    return wt_block_control(block, &block->patch->env[WT_TO_CROSS][d], block->scratch->cross);
}

// The last dimension that replaces all before it. One look at the first frame spares most
// envelopes from being rendered twice.
static uint32_t first_heard(wt_block *block) {
    for (uint32_t d = block->patch->n_dimensions - 1; d > 0; --d) {
        const wt_env *cross = &block->patch->env[WT_TO_CROSS][d];
        const bool may_be = WT_IS_PLAIN || wt_env_at(cross, block->context, block->frame) >= 1.0;
        if (may_be && render_cross(block, d) && block->scratch->cross[0] >= 1.0f) {
            return d;
        }
    }
    return 0;
}

void wt_block_chain(wt_block *block) {
    const uint32_t first = first_heard(block);
    render_dimension(block, first, NULL);
    for (uint32_t d = first + 1; d < block->patch->n_dimensions && block->ok; ++d) {
        join(block, d, render_cross(block, d));
    }
}
