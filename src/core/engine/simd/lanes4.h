// Four lanes, for any processor; rounding and packing need SSE2.
#ifndef WT_CORE_ENGINE_SIMD_LANES4_H
#define WT_CORE_ENGINE_SIMD_LANES4_H

// The lanes of half as many of twice the width, counted.
#define WT_LONG_LANES ((wt_vul){0, 1})

static inline wt_vu wt_shift_left(wt_vu x, uint32_t n) {
    return x << n;
}

static inline wt_vu wt_shift_right(wt_vu x, uint32_t n) {
    return x >> n;
}

// x shifted down by n, 0 where that is 32 or more, for every lane.
static inline wt_vu wt_shifted_right(uint32_t x, wt_vi n) {
    wt_vu shifted;
    for (int l = 0; l < 4; ++l) {
        shifted[l] = (uint32_t)n[l] < 32 ? x >> (n[l] & 31) : 0;
    }
    return shifted;
}

// The sums of each lane and those before it.
static inline wt_vu wt_running_sums(wt_vu x) {
    const wt_vu none = {0};
    const wt_vu two = x + wt_shuffle(x, none, 4, 0, 1, 2);
    return two + wt_shuffle(two, none, 4, 4, 0, 1);
}

static inline wt_vu wt_last_of(wt_vu x) {
    return wt_shuffle(x, x, 3, 3, 3, 3);
}

// The lanes of a, then those of b, at even places, and at odd ones.
static inline wt_vu wt_even_of(wt_vu a, wt_vu b) {
    return wt_shuffle(a, b, 0, 2, 4, 6);
}

static inline wt_vu wt_odd_of(wt_vu a, wt_vu b) {
    return wt_shuffle(a, b, 1, 3, 5, 7);
}

static inline bool wt_any(wt_vu x) {
    return (x[0] | x[1] | x[2] | x[3]) != 0;
}

static inline wt_vi wt_larger_of(wt_vi a, wt_vi b) {
    const wt_vi larger = a > b;
    return (a & larger) | (b & ~larger);
}

// t[index] for every lane.
static inline wt_vf wt_gather_f(const float *t, wt_vu index) {
    return (wt_vf){t[index[0]], t[index[1]], t[index[2]], t[index[3]]};
}

static inline wt_vi wt_gather_i(const int32_t *t, wt_vu index) {
    return (wt_vi){t[index[0]], t[index[1]], t[index[2]], t[index[3]]};
}

// a = t[at], b = t[at + 1].
WT_INLINED void wt_gather_pairs(const float *t, const uint32_t *at, wt_vf *a, wt_vf *b) {
    *a = (wt_vf){t[at[0]], t[at[1]], t[at[2]], t[at[3]]};
    *b = (wt_vf){t[at[0] + 1], t[at[1] + 1], t[at[2] + 1], t[at[3] + 1]};
}

// The upper halves of four 64-bit words.
static inline wt_vu wt_upper_words(wt_vul early, wt_vul late) {
    return (wt_vu){(uint32_t)(early[0] >> 32), (uint32_t)(early[1] >> 32),
                   (uint32_t)(late[0] >> 32), (uint32_t)(late[1] >> 32)};
}

static inline wt_vf wt_lower_lanes(wt_vf a, wt_vf b) {
    const wt_vi lower = a < b;
    return (wt_vf)(((wt_vi)a & lower) | ((wt_vi)b & ~lower));
}

static inline wt_vf wt_higher_lanes(wt_vf a, wt_vf b) {
    const wt_vi higher = a > b;
    return (wt_vf)(((wt_vi)a & higher) | ((wt_vi)b & ~higher));
}

static inline wt_vf wt_held_lanes(wt_vf x, float low, float high) {
    const wt_vi under = x < low;
    const wt_vi over = x > high;
    const wt_vf lowest = (wt_vf){0} + low;
    const wt_vf highest = (wt_vf){0} + high;
    return (wt_vf)(((wt_vi)x & ~under & ~over) | ((wt_vi)lowest & under) | ((wt_vi)highest & over));
}

// a = t[index], b = t[index + 1].
static inline void wt_gather_pair(const int16_t *t, wt_vu index, wt_vi *a, wt_vi *b) {
    *a = (wt_vi){t[index[0]], t[index[1]], t[index[2]], t[index[3]]};
    *b = (wt_vi){t[index[0] + 1], t[index[1] + 1], t[index[2] + 1], t[index[3] + 1]};
}

// c[k] = t[at + k]: four rows, turned into columns.
WT_INLINED void wt_gather_rows(const float *t, const uint32_t *at, wt_vf c[4]) {
    const wt_vf r0 = wt_load_f(t + at[0]);
    const wt_vf r1 = wt_load_f(t + at[1]);
    const wt_vf r2 = wt_load_f(t + at[2]);
    const wt_vf r3 = wt_load_f(t + at[3]);
    const wt_vf a = wt_shuffle(r0, r1, 0, 4, 1, 5);
    const wt_vf b = wt_shuffle(r2, r3, 0, 4, 1, 5);
    const wt_vf d = wt_shuffle(r0, r1, 2, 6, 3, 7);
    const wt_vf e = wt_shuffle(r2, r3, 2, 6, 3, 7);
    c[0] = wt_shuffle(a, b, 0, 1, 4, 5);
    c[1] = wt_shuffle(a, b, 2, 3, 6, 7);
    c[2] = wt_shuffle(d, e, 0, 1, 4, 5);
    c[3] = wt_shuffle(d, e, 2, 3, 6, 7);
}

// (a b + bias) >> shift in 64 bits, the low 32 of it.
static inline wt_vi wt_multiply_shift(wt_vi a, wt_vi b, int64_t bias, int shift) {
    wt_vi product;
    for (int l = 0; l < 4; ++l) {
        product[l] = (int32_t)(((int64_t)a[l] * b[l] + bias) >> shift);
    }
    return product;
}

// The low 32 bits of every a, signed, times b.
static inline wt_vl wt_multiply_long(wt_vl a, int32_t b) {
    return (wt_vl){(int64_t)(int32_t)a[0] * b, (int64_t)(int32_t)a[1] * b};
}

// The first of every two a, times b.
static inline wt_vl wt_multiply_first(wt_vi a, int32_t b) {
    return (wt_vl){(int64_t)a[0] * b, (int64_t)a[2] * b};
}

// a b, both in -2^15 .. 2^15 - 1.
static inline wt_vi wt_multiply_i16(wt_vi a, int16_t b) {
    return a * b;
}

// a + floor((b - a) f / 2^32), f = fraction, whose low 2 bits are 0. A step has 17 bits and f 30,
// which split into halves of 15, so that both products fit into 32 bits.
static inline wt_vi wt_step_between(wt_vi a, wt_vi b, wt_vu fraction) {
    const wt_vi d = b - a;
    const wt_vi f = (wt_vi)(fraction >> 2);
    const wt_vi low = d * (f & 0x7fff) >> 15;
    return a + ((d * (f >> 15) + low) >> 15);
}

// The same of t[index] and t[index + 1].
static inline wt_vi wt_read_between(const int16_t *t, wt_vu index, wt_vu fraction) {
    wt_vi a, b;
    wt_gather_pair(t, index, &a, &b);
    return wt_step_between(a, b, fraction);
}

#ifdef __SSE2__
#include <emmintrin.h>
#define WT_CAN_ROUND 1

// To the nearest, ties to even; INT32_MIN where it does not fit.
static inline wt_vi wt_nearest(wt_vf x) {
    return (wt_vi)_mm_cvtps_epi32((__m128)x);
}

// Store eight int16, saturated.
static inline void wt_store_i16(int16_t *out, wt_vi a, wt_vi b) {
    const __m128i packed = _mm_packs_epi32((__m128i)a, (__m128i)b);
    memcpy(out, &packed, sizeof packed);
}

// The differences of the two bytes in each half of the words plus `bias`, as eight samples: see
// dither.h.
static inline void wt_byte_differences(wt_vu words, int16_t bias, wt_vi *a, wt_vi *b) {
    const wt_vi low = (wt_vi)(words & 255u) - (wt_vi)(words >> 8 & 255u) + bias;
    const wt_vi high = (wt_vi)(words >> 16 & 255u) - (wt_vi)(words >> 24) + bias;
    *a = wt_shuffle(low, high, 0, 4, 1, 5);
    *b = wt_shuffle(low, high, 2, 6, 3, 7);
}
#else
#define WT_CAN_ROUND 0
static inline wt_vi wt_nearest(wt_vf x) {
    return __builtin_convertvector(x, wt_vi);
}
static inline void wt_store_i16(int16_t *out, wt_vi a, wt_vi b) {
    (void)out, (void)a, (void)b;
}
static inline void wt_byte_differences(wt_vu words, int16_t bias, wt_vi *a, wt_vi *b) {
    *a = *b = (wt_vi)words + bias;
}
#endif

#endif
