// Sixteen lanes, with AVX-512 (F, BW, DQ, VL).
#ifndef WT_CORE_ENGINE_SIMD_LANES16_H
#define WT_CORE_ENGINE_SIMD_LANES16_H

#include <immintrin.h>

#define WT_CAN_ROUND 1

// The lanes of half as many of twice the width, counted.
#define WT_LONG_LANES ((wt_vul){0, 1, 2, 3, 4, 5, 6, 7})

// By a count for each lane: one instruction less than by one for all, unless that is a constant.
WT_INLINED wt_vu wt_shift_left(wt_vu x, uint32_t n) {
    return (wt_vu)_mm512_sllv_epi32((__m512i)x, _mm512_set1_epi32((int)n));
}

WT_INLINED wt_vu wt_shift_right(wt_vu x, uint32_t n) {
    return (wt_vu)_mm512_srlv_epi32((__m512i)x, _mm512_set1_epi32((int)n));
}

// x shifted down by n, 0 where that is 32 or more, for every lane.
WT_INLINED wt_vu wt_shifted_right(uint32_t x, wt_vi n) {
    return (wt_vu)_mm512_srlv_epi32(_mm512_set1_epi32((int)x), (__m512i)n);
}

// Each lane plus the one `n` before it.
#define WT_ADD_LANE_BEFORE(x, n)                                                                   \
    ((x) + (wt_vu)_mm512_alignr_epi32((__m512i)(x), _mm512_setzero_si512(), 16 - (n)))

// The sums of each lane and those before it.
WT_INLINED wt_vu wt_running_sums(wt_vu x) {
    const wt_vu two = WT_ADD_LANE_BEFORE(x, 1);
    const wt_vu four = WT_ADD_LANE_BEFORE(two, 2);
    const wt_vu eight = WT_ADD_LANE_BEFORE(four, 4);
    return WT_ADD_LANE_BEFORE(eight, 8);
}

WT_INLINED wt_vu wt_last_of(wt_vu x) {
    return (wt_vu)_mm512_permutexvar_epi32(_mm512_set1_epi32(15), (__m512i)x);
}

// The lanes of a, then those of b, at even places, and at odd ones.
WT_INLINED wt_vu wt_even_of(wt_vu a, wt_vu b) {
    return wt_shuffle(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
}

WT_INLINED wt_vu wt_odd_of(wt_vu a, wt_vu b) {
    return wt_shuffle(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31);
}

WT_INLINED bool wt_any(wt_vu x) {
    return _mm512_test_epi32_mask((__m512i)x, (__m512i)x) != 0;
}

WT_INLINED wt_vi wt_larger_of(wt_vi a, wt_vi b) {
    return (wt_vi)_mm512_max_epi32((__m512i)a, (__m512i)b);
}

// A mask that compilers do not know, for gathers: see lanes8.h.
WT_INLINED __mmask16 wt_all_lanes(void) {
    __mmask16 all = 0xffff;
    __asm__("" : "+k"(all));
    return all;
}

WT_INLINED wt_vf wt_gather_f(const float *t, wt_vu index) {
    return (wt_vf)_mm512_mask_i32gather_ps(_mm512_setzero_ps(), wt_all_lanes(), (__m512i)index, t,
                                           4);
}

WT_INLINED wt_vi wt_gather_i(const int32_t *t, wt_vu index) {
    return (wt_vi)wt_gather_f((const float *)(const void *)t, index);
}

// Two places next to each other, by one load: loads are what bounds all that reads rows.
typedef struct {
    uint32_t first, second;
} wt_two_places;

WT_INLINED wt_two_places wt_places_at(const uint32_t *at) {
    uint64_t both;
    memcpy(&both, at, sizeof both);
    return (wt_two_places){(uint32_t)both, (uint32_t)(both >> 32)};
}

// Loads that fill a part of a register and leave the rest ask no port of shuffles.
WT_INLINED __m512d wt_put_pair(__m512d all, __mmask8 lane, const float *t) {
    double pair;
    memcpy(&pair, t, sizeof pair);
    return _mm512_mask_broadcastsd_pd(all, lane, _mm_set_sd(pair));
}

WT_INLINED __m512d wt_put_two_pairs(__m512d all, int lane, const float *t, const uint32_t *at) {
    const wt_two_places p = wt_places_at(at);
    all = wt_put_pair(all, (__mmask8)(1 << lane), t + p.first);
    return wt_put_pair(all, (__mmask8)(2 << lane), t + p.second);
}

WT_INLINED wt_vu wt_eight_pairs(const float *t, const uint32_t *at) {
    __m512d all = wt_put_two_pairs(_mm512_setzero_pd(), 0, t, at);
    all = wt_put_two_pairs(all, 2, t, at + 2);
    all = wt_put_two_pairs(all, 4, t, at + 4);
    return (wt_vu)wt_put_two_pairs(all, 6, t, at + 6);
}

// a = t[at], b = t[at + 1].
WT_INLINED void wt_gather_pairs(const float *t, const uint32_t *at, wt_vf *a, wt_vf *b) {
    const wt_vu early = wt_eight_pairs(t, at);
    const wt_vu late = wt_eight_pairs(t, at + 8);
    *a = (wt_vf)wt_even_of(early, late);
    *b = (wt_vf)wt_odd_of(early, late);
}

// The upper halves of sixteen 64-bit words.
WT_INLINED wt_vu wt_upper_words(wt_vul early, wt_vul late) {
    return wt_odd_of((wt_vu)early, (wt_vu)late);
}

WT_INLINED wt_vf wt_lower_lanes(wt_vf a, wt_vf b) {
    return (wt_vf)_mm512_min_ps((__m512)a, (__m512)b);
}

WT_INLINED wt_vf wt_higher_lanes(wt_vf a, wt_vf b) {
    return (wt_vf)_mm512_max_ps((__m512)a, (__m512)b);
}

WT_INLINED wt_vf wt_held_lanes(wt_vf x, float low, float high) {
    const __m512 raised = _mm512_max_ps(_mm512_set1_ps(low), (__m512)x);
    return (wt_vf)_mm512_min_ps(_mm512_set1_ps(high), raised);
}

// Two int16 are one 32-bit word, the earlier one in its low half.
WT_INLINED void wt_gather_pair(const int16_t *t, wt_vu index, wt_vi *a, wt_vi *b) {
    const __m512i pair = _mm512_mask_i32gather_epi32(
        _mm512_setzero_si512(), wt_all_lanes(), (__m512i)index, (const int *)(const void *)t, 2);
    *a = (wt_vi)_mm512_srai_epi32(_mm512_slli_epi32(pair, 16), 16);
    *b = (wt_vi)_mm512_srai_epi32(pair, 16);
}

WT_INLINED __m512 wt_put_row(__m512 all, __mmask16 lanes, const float *row) {
    return _mm512_mask_broadcast_f32x4(all, lanes, _mm_loadu_ps(row));
}

// Rows at[0], at[4], at[8] and at[12] to a, and those after each to b.
WT_INLINED void wt_eight_rows(const float *t, const uint32_t *at, __m512 *a, __m512 *b) {
    const wt_two_places p0 = wt_places_at(at);
    const wt_two_places p1 = wt_places_at(at + 4);
    const wt_two_places p2 = wt_places_at(at + 8);
    const wt_two_places p3 = wt_places_at(at + 12);
    const __m512 a0 = _mm512_castps128_ps512(_mm_loadu_ps(t + p0.first));
    const __m512 b0 = _mm512_castps128_ps512(_mm_loadu_ps(t + p0.second));
    const __m512 a1 = wt_put_row(a0, 0x00f0, t + p1.first);
    const __m512 b1 = wt_put_row(b0, 0x00f0, t + p1.second);
    const __m512 a2 = wt_put_row(a1, 0x0f00, t + p2.first);
    const __m512 b2 = wt_put_row(b1, 0x0f00, t + p2.second);
    *a = wt_put_row(a2, 0xf000, t + p3.first);
    *b = wt_put_row(b2, 0xf000, t + p3.second);
}

// c[k] = t[at + k]. Lanes l, l + 4, l + 8 and l + 12 share a register; then four rows become
// columns in all quarters at once.
WT_INLINED void wt_gather_rows(const float *t, const uint32_t *at, wt_vf c[4]) {
    __m512 r0, r1, r2, r3;
    wt_eight_rows(t, at, &r0, &r1);
    wt_eight_rows(t, at + 2, &r2, &r3);
    const __m512d a = _mm512_castps_pd(_mm512_unpacklo_ps(r0, r1));
    const __m512d b = _mm512_castps_pd(_mm512_unpacklo_ps(r2, r3));
    const __m512d d = _mm512_castps_pd(_mm512_unpackhi_ps(r0, r1));
    const __m512d e = _mm512_castps_pd(_mm512_unpackhi_ps(r2, r3));
    c[0] = (wt_vf)_mm512_unpacklo_pd(a, b);
    c[1] = (wt_vf)_mm512_unpackhi_pd(a, b);
    c[2] = (wt_vf)_mm512_unpacklo_pd(d, e);
    c[3] = (wt_vf)_mm512_unpackhi_pd(d, e);
}

// (a b + bias) >> shift in 64 bits, the low 32 of it, for shift 1..31. The upper bits of the
// products are not wanted, so a logical shift does.
WT_INLINED wt_vi wt_multiply_shift(wt_vi a, wt_vi b, int64_t bias, int shift) {
    const __m512i add = _mm512_set1_epi64(bias);
    const __m512i even = _mm512_mul_epi32((__m512i)a, (__m512i)b);
    const __m512i odd =
        _mm512_mul_epi32(_mm512_srli_epi64((__m512i)a, 32), _mm512_srli_epi64((__m512i)b, 32));
    const __m512i low = _mm512_srli_epi64(_mm512_add_epi64(even, add), (unsigned)shift);
    const __m512i high = _mm512_slli_epi64(_mm512_add_epi64(odd, add), (unsigned)(32 - shift));
    return (wt_vi)_mm512_mask_mov_epi32(low, 0xaaaa, high);
}

// a b, both in -2^15 .. 2^15 - 1.
WT_INLINED wt_vi wt_multiply_i16(wt_vi a, int16_t b) {
    return (wt_vi)_mm512_madd_epi16((__m512i)a, _mm512_set1_epi32((uint16_t)b));
}

// t[index] + floor((t[index + 1] - t[index]) f / 2^32), f = fraction, whose low 2 bits are 0.
WT_INLINED wt_vi wt_read_between(const int16_t *t, wt_vu index, wt_vu fraction) {
    wt_vi a, b;
    wt_gather_pair(t, index, &a, &b);
    return a + wt_multiply_shift(b - a, (wt_vi)(fraction >> 2), 0, 30);
}

// The low 32 bits of every a, signed, times b.
WT_INLINED wt_vl wt_multiply_long(wt_vl a, int32_t b) {
    return (wt_vl)_mm512_mul_epi32((__m512i)a, _mm512_set1_epi32(b));
}

// The first of every two a, times b.
WT_INLINED wt_vl wt_multiply_first(wt_vi a, int32_t b) {
    return wt_multiply_long((wt_vl)a, b);
}

// To the nearest, ties to even; INT32_MIN where it does not fit.
WT_INLINED wt_vi wt_nearest(wt_vf x) {
    return (wt_vi)_mm512_cvtps_epi32((__m512)x);
}

// Store thirty-two int16, saturated. The instruction packs each quarter apart: put them in order.
WT_INLINED void wt_store_i16(int16_t *out, wt_vi a, wt_vi b) {
    const __m512i order = _mm512_set_epi64(7, 5, 3, 1, 6, 4, 2, 0);
    const __m512i packed = _mm512_packs_epi32((__m512i)a, (__m512i)b);
    _mm512_storeu_si512(out, _mm512_permutexvar_epi64(order, packed));
}

// The differences of the two bytes in each half of the words plus `bias`, as thirty-two samples:
// see dither.h.
WT_INLINED void wt_byte_differences(wt_vu words, int16_t bias, wt_vi *a, wt_vi *b) {
    const __m512i signs = _mm512_set1_epi16((short)0xff01); // +1 the low byte, -1 the high
    const __m512i d =
        _mm512_add_epi16(_mm512_maddubs_epi16((__m512i)words, signs), _mm512_set1_epi16(bias));
    *a = (wt_vi)_mm512_cvtepi16_epi32(_mm512_castsi512_si256(d));
    *b = (wt_vi)_mm512_cvtepi16_epi32(_mm512_extracti64x4_epi64(d, 1));
}

#endif
