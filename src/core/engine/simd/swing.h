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
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return wt_odd_of((wt_vu)early, (wt_vu)late);
#else
    return wt_even_of((wt_vu)early, (wt_vu)late);
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

static inline void wt_wide_swing_floats(const wt_sample *x, const float *index, bool constant,
                                        int headroom, uint32_t *phase, size_t n) {
    (void)headroom;
    if (constant) {
        wt_swing_lanes(x, index, true, phase, n);
    } else {
        wt_swing_lanes(x, index, false, phase, n);
    }
}

// Of the integers: phases are swung by x units >> shift, units = whole(turns 2^32 unit) << up.
typedef struct {
    double unit;
    int up, shift;    // bits
    float most_index; // with which units are 32 bits
} wt_whole_swing;

WT_INLINED wt_vi wt_whole_units_at(const wt_whole_swing *swing, const float *index) {
    const wt_vd early = wt_swings_at(index) * swing->unit + WT_TO_WHOLE;
    const wt_vd late = wt_swings_at(index + WT_LANES / 2) * swing->unit + WT_TO_WHOLE;
    return (wt_vi)wt_shift_left(wt_lower_words(early, late), (uint32_t)swing->up);
}

WT_INLINED bool wt_are_within(const float *x, float most) {
    const wt_vf v = wt_load_f(x);
    return !wt_any((wt_vu)((v > most) | (v < -most)));
}

// Return how many phases were swung: those before the first index that is too large.
WT_INLINED size_t wt_swing_whole(const wt_whole_swing *swing, const wt_sample *x,
                                 const float *index, bool constant, uint32_t *phase, size_t n) {
    float all[WT_LANES];
    for (int l = 0; l < WT_LANES; ++l) {
        all[l] = index[0];
    }
    const wt_vi units = wt_whole_units_at(swing, all);
    size_t i = 0;
    while (i + WT_LANES <= n && wt_are_within(constant ? all : index + i, swing->most_index)) {
        const wt_vi here = constant ? units : wt_whole_units_at(swing, index + i);
        const wt_vi moved = wt_multiply_shift(wt_load_i(x + i), here, 0, swing->shift);
        wt_store(phase + i, (wt_vi)(wt_load_u(phase + i) + (wt_vu)moved)); // which wraps
        i += WT_LANES;
    }
    return i;
}

static inline void wt_wide_swing_q15(const wt_sample *x, const float *index, bool constant,
                                     int headroom, uint32_t *phase, size_t n) {
    const wt_whole_swing swing = {0x1p-8, headroom, 7, headroom > 0 ? 400.0f : 800.0f};
    const size_t i = constant ? wt_swing_whole(&swing, x, index, true, phase, n)
                              : wt_swing_whole(&swing, x, index, false, phase, n);
    wt_swing_q15(x + i, constant ? index : index + i, constant, headroom, phase + i, n - i);
}

static inline void wt_wide_swing_q31(const wt_sample *x, const float *index, bool constant,
                                     int headroom, uint32_t *phase, size_t n) {
    const wt_whole_swing swing = {0x1p-11, 0, 17, 6400.0f};
    const size_t i = constant ? wt_swing_whole(&swing, x, index, true, phase, n)
                              : wt_swing_whole(&swing, x, index, false, phase, n);
    wt_swing_q31(x + i, constant ? index : index + i, constant, headroom, phase + i, n - i);
}

#endif
