// Signals made slower by a half, WT_LANES at a time. The definitions are in core/engine/halve.h.
#ifndef WT_CORE_ENGINE_SIMD_HALVE_H
#define WT_CORE_ENGINE_SIMD_HALVE_H

#include "core/engine/halve.h"
#include "core/engine/simd/lanes.h"

enum { WT_HALVE_STEP = 8 * WT_LANES };

// The samples at even places of 2 WT_LANES, and those at odd ones.
WT_INLINED void wt_part(const wt_sample *in, float *even, float *odd) {
    const wt_vu a = wt_load_u(in);
    const wt_vu b = wt_load_u(in + WT_LANES);
    wt_store_f(even, (wt_vf)wt_even_of(a, b));
    wt_store_f(odd, (wt_vf)wt_odd_of(a, b));
}

// Eight sums at a time, written out to stay in registers, or each would wait for itself.
typedef struct {
    wt_vf s0, s1, s2, s3, s4, s5, s6, s7;
} wt_eight_sums;

// What a tap meets before and after the middle of each lane, times the tap.
WT_INLINED wt_vf wt_tap_both(float tap, const float *before, const float *after, int v) {
    return tap * (wt_load_f(before + v * WT_LANES) + wt_load_f(after + v * WT_LANES));
}

// Add what the taps meet, the last one at `before` and `after`, each one before it farther
// inside.
WT_INLINED wt_eight_sums wt_add_taps(wt_eight_sums s, const float *taps, size_t n,
                                     const float *before, const float *after) {
    for (size_t k = n; k-- > 0; ++before, --after) {
        s.s0 += wt_tap_both(taps[k], before, after, 0);
        s.s1 += wt_tap_both(taps[k], before, after, 1);
        s.s2 += wt_tap_both(taps[k], before, after, 2);
        s.s3 += wt_tap_both(taps[k], before, after, 3);
        s.s4 += wt_tap_both(taps[k], before, after, 4);
        s.s5 += wt_tap_both(taps[k], before, after, 5);
        s.s6 += wt_tap_both(taps[k], before, after, 6);
        s.s7 += wt_tap_both(taps[k], before, after, 7);
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
    wt_eight_sums s = {{0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}};
    s = wt_add_taps(s, filter->taps, n, even, even + 2 * n - 1);
    s = wt_add_taps(s, filter->between, far, middle - far, middle + far);
    wt_halve_store(out, middle, filter->middle, s.s0, 0);
    wt_halve_store(out, middle, filter->middle, s.s1, 1);
    wt_halve_store(out, middle, filter->middle, s.s2, 2);
    wt_halve_store(out, middle, filter->middle, s.s3, 3);
    wt_halve_store(out, middle, filter->middle, s.s4, 4);
    wt_halve_store(out, middle, filter->middle, s.s5, 5);
    wt_halve_store(out, middle, filter->middle, s.s6, 6);
    wt_halve_store(out, middle, filter->middle, s.s7, 7);
}

// Whole steps, which keep the samples that the next one needs too. Return how many samples of `n`
// are made.
static inline size_t wt_halve_steps(const wt_halving *filter, const wt_sample *in, wt_sample *out,
                                    size_t n) {
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
    return i;
}

// What is left after whole steps is halved in steps, too, with zeros behind it: one of them takes
// less time than three samples by themselves.
static inline void wt_wide_halve_floats(const wt_halving *filter, const wt_sample *in,
                                        wt_sample *out, size_t n) {
    enum { MOST = 2 * WT_HALVE_STEP + WT_LANES };
    const size_t i = wt_halve_steps(filter, in, out, n);
    const size_t left = n - i;
    if (left < 3) {
        wt_halve_floats(filter, in + 2 * i, out + i, left);
        return;
    }
    const size_t steps = left <= WT_HALVE_STEP ? 1 : 2;
    wt_sample behind[2 * (MOST + 2 * WT_HALVING_MOST)] = {{0}};
    wt_sample halved[MOST];
    memcpy(behind, in + 2 * i, 2 * (left + 2 * filter->n - 1) * sizeof *in);
    wt_halve_steps(filter, behind, halved, steps * WT_HALVE_STEP + WT_LANES);
    memcpy(out + i, halved, left * sizeof *out);
}

// Whether two of them may be added in 32 bits.
WT_INLINED bool wt_are_small(const wt_sample *in, size_t n) {
    wt_vi high = {0};
    int32_t rest = 0;
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_vi x = wt_load_i(in + i);
        high |= x ^ (x >> 31);
    }
    for (; i < n; ++i) {
        rest |= in[i].q ^ (in[i].q >> 31);
    }
    return !wt_any((wt_vu)(high >> 30)) && rest >> 30 == 0;
}

// What a tap meets before and after the middles of every other place, times the tap.
WT_INLINED wt_vl wt_tap_both_long(int64_t q30, const wt_sample *middle, size_t distance, int v) {
    const wt_sample *own = middle + v * WT_LANES;
    return wt_multiply_first(wt_load_i(own - distance) + wt_load_i(own + distance), (int32_t)q30);
}

// Four sums of WT_LANES / 2, from four places on.
typedef struct {
    wt_vl s0, s1, s2, s3;
} wt_four_long_sums;

// Add what taps at distances `first`, first + 2, ... meet.
WT_INLINED wt_four_long_sums wt_add_long_taps(wt_four_long_sums s, const int64_t *q30, size_t n,
                                              const wt_sample *middle, size_t first) {
    for (size_t k = 0; k < n; ++k) {
        s.s0 += wt_tap_both_long(q30[k], middle, 2 * k + first, 0);
        s.s1 += wt_tap_both_long(q30[k], middle, 2 * k + first, 1);
        s.s2 += wt_tap_both_long(q30[k], middle, 2 * k + first, 2);
        s.s3 += wt_tap_both_long(q30[k], middle, 2 * k + first, 3);
    }
    return s;
}

// Bits 30 to 61 of both.
WT_INLINED wt_vi wt_from_q30(wt_vl early, wt_vl late) {
    return (wt_vi)wt_upper_words((wt_vul)early << 2, (wt_vul)late << 2);
}

static inline void wt_wide_halve_integers(const wt_halving *filter, const wt_sample *in,
                                          wt_sample *out, size_t n) {
    int64_t q30[WT_HALVING_MOST], between[WT_HALVING_MOST];
    wt_taps_q30(filter->taps, filter->n, q30);
    wt_taps_q30(filter->between, filter->n_between, between);
    const int64_t own = wt_tap_q30(filter->middle);
    const bool small = wt_are_small(in, 2 * (n + 2 * filter->n - 1));
    size_t i = 0;
    for (; small && i + 2 * WT_LANES <= n; i += 2 * WT_LANES) {
        const wt_sample *middle = in + 2 * i + 2 * filter->n - 1;
        const wt_vl half = (wt_vl){0} + (1 << 29);
        wt_four_long_sums s = {half, half, half, half};
        s.s0 += wt_multiply_first(wt_load_i(middle), (int32_t)own);
        s.s1 += wt_multiply_first(wt_load_i(middle + WT_LANES), (int32_t)own);
        s.s2 += wt_multiply_first(wt_load_i(middle + 2 * WT_LANES), (int32_t)own);
        s.s3 += wt_multiply_first(wt_load_i(middle + 3 * WT_LANES), (int32_t)own);
        s = wt_add_long_taps(s, q30, filter->n, middle, 1);
        s = wt_add_long_taps(s, between, filter->n_between, middle, 2);
        wt_store(out + i, wt_from_q30(s.s0, s.s1));
        wt_store(out + i + WT_LANES, wt_from_q30(s.s2, s.s3));
    }
    wt_halve_integers(filter, in + 2 * i, out + i, n - i);
}

#endif
