// Phase modulation, WT_LANES at a time, in two vectors of doubles. The definition is in
// core/engine/swing.h.
#ifndef WT_CORE_ENGINE_SIMD_SWING_H
#define WT_CORE_ENGINE_SIMD_SWING_H

#include "core/engine/simd/lanes.h"
#include "core/engine/swing.h"

typedef float wt_half_f __attribute__((vector_size(2 * WT_LANES)));

WT_INLINED wt_vd wt_doubles_at(const float *p) {
    wt_half_f x;
    memcpy(&x, p, sizeof x);
    return __builtin_convertvector(x, wt_vd);
}

// Half a vector of indices as 2^-32 turns.
WT_INLINED wt_vd wt_swings_at(const float *index) {
    const wt_vd x = wt_doubles_at(index);
    const wt_vl under = x < -(double)WT_MOST_INDEX;
    const wt_vl over = x > (double)WT_MOST_INDEX;
    const wt_vl low = (wt_vl)((wt_vd){0} - (double)WT_MOST_INDEX);
    const wt_vl high = (wt_vl)((wt_vd){0} + (double)WT_MOST_INDEX);
    const wt_vl held = ((wt_vl)x & ~under & ~over) | (low & under) | (high & over);
    return (wt_vd)held * WT_TURNS_A_RADIAN * 4294967296.0;
}

// The low words of two vectors, which stand behind the high ones on big-endian machines.
WT_INLINED wt_vu wt_lower_words(wt_vd early, wt_vd late) {
#if WT_LANES == 8
    return wt_shuffle((wt_vu)early, (wt_vu)late, 0, 2, 4, 6, 8, 10, 12, 14);
#elif __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return wt_shuffle((wt_vu)early, (wt_vu)late, 1, 3, 5, 7);
#else
    return wt_shuffle((wt_vu)early, (wt_vu)late, 0, 2, 4, 6);
#endif
}

WT_INLINED void wt_swing_lanes(const wt_sample *x, const float *index, bool constant,
                               uint32_t *phase, size_t n) {
    const double first = wt_swing_turns(index[0]) * 4294967296.0;
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const float *values = &x[i].f;
        wt_vd early = wt_doubles_at(values);
        wt_vd late = wt_doubles_at(values + WT_LANES / 2);
        if (constant) {
            early = early * first;
            late = late * first;
        } else {
            early = early * wt_swings_at(index + i);
            late = late * wt_swings_at(index + i + WT_LANES / 2);
        }
        const wt_vu swing = wt_lower_words(early + WT_TO_WHOLE, late + WT_TO_WHOLE);
        wt_store(phase + i, (wt_vi)(wt_load_u(phase + i) + swing));
    }
    wt_swing_floats(x + i, constant ? index : index + i, constant, 0, phase + i, n - i);
}

static void wt_wide_swing(const wt_sample *x, const float *index, bool constant, int headroom,
                          uint32_t *phase, size_t n) {
    (void)headroom;
    if (constant) {
        wt_swing_lanes(x, index, true, phase, n);
    } else {
        wt_swing_lanes(x, index, false, phase, n);
    }
}

#endif
