// Signals made slower by a half, WT_LANES at a time. The definitions are in core/engine/halve.h.
#ifndef WT_CORE_ENGINE_SIMD_HALVE_H
#define WT_CORE_ENGINE_SIMD_HALVE_H

#include "core/engine/halve.h"
#include "core/engine/simd/lanes.h"

// A step is a segment of samples for each lane, so that what taps meet lies in whole vectors, none
// of which crosses a line of the cache: those loads took twice the time of all that is added.
enum { WT_HALVE_LONG = 64, WT_HALVE_SHORT = 16 };

// Eight sums at a time, written out to stay in registers, or each would wait for itself.
typedef struct {
    wt_vf s0, s1, s2, s3, s4, s5, s6, s7;
} wt_eight_sums;

// What a tap meets before and after the middle of each lane, times the tap.
WT_INLINED wt_vf wt_tap_both(float tap, const float *before, const float *after, int v) {
    return tap * (wt_load_f(before + v * WT_LANES) + wt_load_f(after + v * WT_LANES));
}

// Add what the taps meet, the last one at `before` and `after`, each one before it a vector farther
// inside.
WT_INLINED wt_eight_sums wt_add_taps(wt_eight_sums s, const float *taps, size_t n,
                                     const float *before, const float *after) {
    for (size_t k = n; k-- > 0; before += WT_LANES, after -= WT_LANES) {
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

WT_INLINED void wt_halve_store(float *out, const float *middle, float tap, wt_vf sum, int v) {
    wt_store_f(out + v * WT_LANES, sum + tap * wt_load_f(middle + v * WT_LANES));
}

// Eight vectors: the taps meet samples at even places; the middles, and what is met between, are at
// odd ones.
WT_INLINED void wt_halve_eight(const wt_halving *filter, const float *even, const float *odd,
                               float *out) {
    const size_t n = filter->n;
    const float *middle = odd + (n - 1) * WT_LANES;
    const size_t far = filter->n_between * WT_LANES;
    wt_eight_sums s = {{0}, {0}, {0}, {0}, {0}, {0}, {0}, {0}};
    s = wt_add_taps(s, filter->taps, n, even, even + (2 * n - 1) * WT_LANES);
    s = wt_add_taps(s, filter->between, filter->n_between, middle - far, middle + far);
    wt_halve_store(out, middle, filter->middle, s.s0, 0);
    wt_halve_store(out, middle, filter->middle, s.s1, 1);
    wt_halve_store(out, middle, filter->middle, s.s2, 2);
    wt_halve_store(out, middle, filter->middle, s.s3, 3);
    wt_halve_store(out, middle, filter->middle, s.s4, 4);
    wt_halve_store(out, middle, filter->middle, s.s5, 5);
    wt_halve_store(out, middle, filter->middle, s.s6, 6);
    wt_halve_store(out, middle, filter->middle, s.s7, 7);
}

// The n >= 2 samples at even places of each lane's segment, and at odd ones.
WT_INLINED void wt_part(const wt_sample *in, size_t segment, float *even, float *odd, size_t n) {
    uint32_t at[WT_LANES];
    for (size_t l = 0; l < WT_LANES; ++l) {
        at[l] = (uint32_t)(2 * segment * l);
    }
    for (size_t t = 0, forward = 2; t < n; t += forward) {
        wt_vf c[4];
        wt_gather_rows(&in->f, at, c);
        wt_store_f(even + t * WT_LANES, c[0]);
        wt_store_f(odd + t * WT_LANES, c[1]);
        wt_store_f(even + (t + 1) * WT_LANES, c[2]);
        wt_store_f(odd + (t + 1) * WT_LANES, c[3]);
        forward = t + 3 == n ? 1 : 2; // nothing is behind the last pair
        wt_store(at, (wt_vi)(wt_load_u(at) + 2 * (uint32_t)forward));
    }
}

// Vectors of a sample of each segment to segments in a row.
WT_INLINED void wt_join_segments(const float *vectors, size_t segment, wt_sample *out) {
    for (size_t t = 0; t < segment; t += WT_LANES) {
        uint32_t at[WT_LANES];
        for (size_t m = 0; m < WT_LANES; ++m) {
            at[m] = (uint32_t)((t + m) * WT_LANES);
        }
        for (size_t l = 0; l < WT_LANES; l += 4) {
            wt_vf c[4];
            wt_gather_rows(vectors + l, at, c);
            for (size_t k = 0; k < 4; ++k) {
                wt_store_f(out + (l + k) * segment + t, c[k]);
            }
        }
    }
}

// Whole steps. Return how many samples of `n` are made.
WT_INLINED size_t wt_halve_steps(const wt_halving *filter, size_t segment, const wt_sample *in,
                                 wt_sample *out, size_t n) {
    enum { MOST = (WT_HALVE_LONG + 2 * WT_HALVING_MOST) * WT_LANES };
    _Alignas(64) float even[MOST];
    _Alignas(64) float odd[MOST];
    _Alignas(64) float halved[WT_HALVE_LONG * WT_LANES];
    const size_t step = segment * WT_LANES;
    size_t i = 0;
    for (; i + step <= n; i += step) {
        wt_part(in + 2 * i, segment, even, odd, segment + 2 * filter->n - 1);
        for (size_t t = 0; t < step; t += 8 * WT_LANES) {
            wt_halve_eight(filter, even + t, odd + t, halved + t);
        }
        wt_join_segments(halved, segment, out + i);
    }
    return i;
}

// What is left after whole steps is halved in a step, too, with zeros behind it: that takes less
// time than three samples by themselves.
static void wt_halve_rest(const wt_halving *filter, const wt_sample *in, wt_sample *out, size_t n) {
    enum { STEP = WT_HALVE_SHORT * WT_LANES };
    wt_sample behind[2 * (STEP + 2 * WT_HALVING_MOST)] = {{0}};
    wt_sample halved[STEP];
    if (n < 3) {
        wt_halve_floats(filter, in, out, n);
        return;
    }
    memcpy(behind, in, 2 * (n + 2 * filter->n - 1) * sizeof *in);
    wt_halve_steps(filter, WT_HALVE_SHORT, behind, halved, STEP);
    memcpy(out, halved, n * sizeof *out);
}

static inline void wt_wide_halve_floats(const wt_halving *filter, const wt_sample *in,
                                        wt_sample *out, size_t n) {
    size_t i = wt_halve_steps(filter, WT_HALVE_LONG, in, out, n);
    i += wt_halve_steps(filter, WT_HALVE_SHORT, in + 2 * i, out + i, n - i);
    wt_halve_rest(filter, in + 2 * i, out + i, n - i);
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
