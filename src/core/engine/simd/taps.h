// Float cubics out of their taps, a vector of them at a time: see wt_cubic_weights.
#ifndef WT_CORE_ENGINE_SIMD_TAPS_H
#define WT_CORE_ENGINE_SIMD_TAPS_H

#include "core/engine/simd/lanes.h"

// What the taps weigh: all cycles that are read at the same places share it.
typedef struct {
    wt_vf w0, w1, w2, w3;
} wt_tap_weights;

WT_INLINED wt_tap_weights wt_tap_weights_at(wt_vf z) {
    const wt_vf square = z * z;
    const wt_vf quarter = square * 0.25f;
    const wt_vf inner = 157.0f / 336.0f - quarter;
    const wt_vf outer = 11.0f / 336.0f + quarter;
    const wt_vf inner_odd = z * (93.0f / 168.0f - square * 0.5f);
    const wt_vf outer_odd = z * (25.0f / 168.0f + square * (1.0f / 6.0f));
    return (wt_tap_weights){outer - outer_odd, inner - inner_odd, inner + inner_odd,
                            outer + outer_odd};
}

WT_INLINED wt_vf wt_weighed(const wt_vf t[4], wt_tap_weights c) {
    return (t[0] * c.w0 + t[3] * c.w3) + (t[1] * c.w1 + t[2] * c.w2);
}

#endif
