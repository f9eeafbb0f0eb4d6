// Signals made slower by a half, WT_LANES at a time. The definitions are in core/engine/halve.h.
#ifndef WT_CORE_ENGINE_SIMD_HALVE_H
#define WT_CORE_ENGINE_SIMD_HALVE_H

#include "core/engine/halve.h"
#include "core/engine/simd/lanes.h"

enum { WT_HALVE_STEP = 4 * WT_LANES };

// The samples at even places of 2 WT_LANES, and those at odd ones.
WT_INLINED void wt_part(const wt_sample *in, float *even, float *odd) {
    const wt_vf a = wt_load_f(in);
    const wt_vf b = wt_load_f(in + WT_LANES);
#if WT_LANES == 8
    wt_store_f(even, wt_shuffle(a, b, 0, 2, 4, 6, 8, 10, 12, 14));
    wt_store_f(odd, wt_shuffle(a, b, 1, 3, 5, 7, 9, 11, 13, 15));
#else
    wt_store_f(even, wt_shuffle(a, b, 0, 2, 4, 6));
    wt_store_f(odd, wt_shuffle(a, b, 1, 3, 5, 7));
#endif
}

// What a tap meets before and after the middle of each lane.
WT_INLINED wt_vf wt_both(const float *before, const float *after, int v) {
    return wt_load_f(before + v * WT_LANES) + wt_load_f(after + v * WT_LANES);
}

// Four sums at a time, written out to stay in registers, or each would wait for itself.
typedef struct {
    wt_vf s0, s1, s2, s3;
} wt_four_sums;

// Add what the taps meet, the last one at `before` and `after`, each one before it farther
// inside.
WT_INLINED wt_four_sums wt_add_taps(wt_four_sums s, const float *taps, size_t n,
                                    const float *before, const float *after) {
    for (size_t k = n; k-- > 0; ++before, --after) {
        s.s0 += taps[k] * wt_both(before, after, 0);
        s.s1 += taps[k] * wt_both(before, after, 1);
        s.s2 += taps[k] * wt_both(before, after, 2);
        s.s3 += taps[k] * wt_both(before, after, 3);
    }
    return s;
}

WT_INLINED void wt_halve_store(wt_sample *out, const float *middle, float tap, wt_vf sum, int v) {
    wt_store_f(out + v * WT_LANES, sum + tap * wt_load_f(middle + v * WT_LANES));
}

// A step: the taps meet samples at even places; the middles, and what is met between, are at odd
// ones.
WT_INLINED void wt_halve_step(const wt_halving *filter, const float *even, const float *odd,
                              wt_sample *out) {
    const size_t n = filter->n;
    const float *middle = odd + n - 1;
    const size_t far = filter->n_between;
    wt_four_sums s = {{0}, {0}, {0}, {0}};
    s = wt_add_taps(s, filter->taps, n, even, even + 2 * n - 1);
    s = wt_add_taps(s, filter->between, far, middle - far, middle + far);
    wt_halve_store(out, middle, filter->middle, s.s0, 0);
    wt_halve_store(out, middle, filter->middle, s.s1, 1);
    wt_halve_store(out, middle, filter->middle, s.s2, 2);
    wt_halve_store(out, middle, filter->middle, s.s3, 3);
}

// Steps keep the samples that the next one needs too.
static void wt_wide_halve(const wt_halving *filter, const wt_sample *in, wt_sample *out, size_t n) {
    enum { KEPT = (2 * WT_HALVING_MOST + WT_LANES - 1) / WT_LANES * WT_LANES };
    float even[KEPT + WT_HALVE_STEP], odd[KEPT + WT_HALVE_STEP];
    const size_t n_taps = filter->n;
    const size_t kept = 2 * n_taps - 1; // of the even ones, beyond those of the step
    size_t i = 0;
    size_t parted = 0; // from in + 2 i on
    for (; i + WT_HALVE_STEP + WT_LANES <= n; i += WT_HALVE_STEP) {
        for (; parted < kept + WT_HALVE_STEP; parted += WT_LANES) {
            wt_part(in + 2 * (i + parted), even + parted, odd + parted);
        }
        wt_halve_step(filter, even, odd, out + i);
        parted -= WT_HALVE_STEP;
        memmove(even, even + WT_HALVE_STEP, parted * sizeof *even);
        memmove(odd, odd + WT_HALVE_STEP, parted * sizeof *odd);
    }
    wt_halve_floats(filter, in + 2 * i, out + i, n - i);
}

#endif
