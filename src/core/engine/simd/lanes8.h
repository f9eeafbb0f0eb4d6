// Eight lanes, with AVX2.
#ifndef WT_CORE_ENGINE_SIMD_LANES8_H
#define WT_CORE_ENGINE_SIMD_LANES8_H

#include <immintrin.h>

#define WT_CAN_ROUND 1

// The lanes of half as many of twice the width, counted.
#define WT_LONG_LANES ((wt_vul){0, 1, 2, 3})

// A gather merges into what its register held: unless that is zero anew each time, it waits for
// whatever came before. Compilers leave that out where they see a mask of all lanes, so it is
// hidden from them.
static inline __m256i wt_all_lanes(void) {
    __m256i all = _mm256_set1_epi32(-1);
    __asm__("" : "+x"(all));
    return all;
}

// By a count for each lane: one instruction less than by one for all, unless that is a constant.
static inline wt_vu wt_shift_left(wt_vu x, uint32_t n) {
    return (wt_vu)_mm256_sllv_epi32((__m256i)x, _mm256_set1_epi32((int)n));
}

static inline wt_vu wt_shift_right(wt_vu x, uint32_t n) {
    return (wt_vu)_mm256_srlv_epi32((__m256i)x, _mm256_set1_epi32((int)n));
}

// x shifted down by n, 0 where that is 32 or more, for every lane.
static inline wt_vu wt_shifted_right(uint32_t x, wt_vi n) {
    return (wt_vu)_mm256_srlv_epi32(_mm256_set1_epi32((int)x), (__m256i)n);
}

// The last lane of a half, at all places of one half, 0 at those of the other, or at all: `halves`
// is what vperm2i128 takes. (Compilers make two slower instructions of it.)
#define WT_LAST_OF_HALF(x, halves)                                                                 \
    ((wt_vu)_mm256_shuffle_epi32(_mm256_permute2x128_si256((__m256i)(x), (__m256i)(x), halves),    \
                                 0xff))

// The sums of each lane and those before it: within both halves, then the first half's to the
// other.
static inline wt_vu wt_running_sums(wt_vu x) {
    const wt_vu two = x + (wt_vu)_mm256_slli_si256((__m256i)x, 4);
    const wt_vu four = two + (wt_vu)_mm256_slli_si256((__m256i)two, 8);
    return four + WT_LAST_OF_HALF(four, 0x08);
}

static inline wt_vu wt_last_of(wt_vu x) {
    return WT_LAST_OF_HALF(x, 0x11);
}

// The lanes of a, then those of b, at even places, and at odd ones: two of each in either half, put
// in order.
#define WT_TWO_OF_EACH(a, b, which)                                                                \
    ((wt_vu)_mm256_permute4x64_epi64((__m256i)_mm256_shuffle_ps((__m256)(a), (__m256)(b), which),  \
                                     0xd8))

static inline wt_vu wt_even_of(wt_vu a, wt_vu b) {
    return WT_TWO_OF_EACH(a, b, 0x88);
}

static inline wt_vu wt_odd_of(wt_vu a, wt_vu b) {
    return WT_TWO_OF_EACH(a, b, 0xdd);
}

static inline bool wt_any(wt_vu x) {
    return !_mm256_testz_si256((__m256i)x, (__m256i)x);
}

static inline wt_vi wt_larger_of(wt_vi a, wt_vi b) {
    return (wt_vi)_mm256_max_epi32((__m256i)a, (__m256i)b);
}

static inline wt_vf wt_gather_f(const float *t, wt_vu index) {
    return (wt_vf)_mm256_mask_i32gather_ps(_mm256_setzero_ps(), t, (__m256i)index,
                                           _mm256_castsi256_ps(wt_all_lanes()), 4);
}

static inline wt_vi wt_gather_i(const int32_t *t, wt_vu index) {
    return (wt_vi)wt_gather_f((const float *)(const void *)t, index);
}

WT_INLINED __m256d wt_two_floats_at(const float *t) {
    double pair;
    memcpy(&pair, t, sizeof pair);
    return _mm256_set1_pd(pair);
}

WT_INLINED wt_vf wt_four_pairs(const float *t, uint32_t i0, uint32_t i1, uint32_t i2, uint32_t i3) {
    const __m256d low = _mm256_blend_pd(wt_two_floats_at(t + i0), wt_two_floats_at(t + i1), 2);
    const __m256d high = _mm256_blend_pd(wt_two_floats_at(t + i2), wt_two_floats_at(t + i3), 8);
    return (wt_vf)_mm256_castpd_ps(_mm256_blend_pd(low, high, 12));
}

// a = t[at], b = t[at + 1], both fetched at once: half the loads of two gathers where the indices
// are in memory anyway.
WT_INLINED void wt_gather_pairs(const float *t, const uint32_t *at, wt_vf *a, wt_vf *b) {
    const wt_vf low = wt_four_pairs(t, at[0], at[1], at[4], at[5]);
    const wt_vf high = wt_four_pairs(t, at[2], at[3], at[6], at[7]);
    *a = wt_shuffle(low, high, 0, 2, 8, 10, 4, 6, 12, 14);
    *b = wt_shuffle(low, high, 1, 3, 9, 11, 5, 7, 13, 15);
}

// The upper halves of eight 64-bit words.
static inline wt_vu wt_upper_words(wt_vul early, wt_vul late) {
    return wt_odd_of((wt_vu)early, (wt_vu)late);
}

static inline wt_vf wt_lower_lanes(wt_vf a, wt_vf b) {
    return (wt_vf)_mm256_min_ps((__m256)a, (__m256)b);
}

static inline wt_vf wt_higher_lanes(wt_vf a, wt_vf b) {
    return (wt_vf)_mm256_max_ps((__m256)a, (__m256)b);
}

static inline wt_vf wt_held_lanes(wt_vf x, float low, float high) {
    const __m256 raised = _mm256_max_ps(_mm256_set1_ps(low), (__m256)x);
    return (wt_vf)_mm256_min_ps(_mm256_set1_ps(high), raised);
}

// Two int16 are one 32-bit word, the earlier one in its low half.
static inline __m256i wt_gather_words(const int16_t *t, wt_vu index) {
    return _mm256_mask_i32gather_epi32(_mm256_setzero_si256(), (const int *)(const void *)t,
                                       (__m256i)index, wt_all_lanes(), 2);
}

static inline void wt_gather_pair(const int16_t *t, wt_vu index, wt_vi *a, wt_vi *b) {
    const wt_vi pair = (wt_vi)wt_gather_words(t, index);
    *a = (wt_vi)_mm256_srai_epi32(_mm256_slli_epi32((__m256i)pair, 16), 16);
    *b = pair >> 16;
}

WT_INLINED wt_vf wt_two_rows(const float *low, const float *high) {
    const __m256 first = _mm256_castps128_ps256(_mm_loadu_ps(low));
    return (wt_vf)_mm256_insertf128_ps(first, _mm_loadu_ps(high), 1);
}

// c[k] = t[at + k]. Lane l and lane l + 4 share a register; then four rows become columns in both
// halves at once.
WT_INLINED void wt_gather_rows(const float *t, const uint32_t *at, wt_vf c[4]) {
    const wt_vf r0 = wt_two_rows(t + at[0], t + at[4]);
    const wt_vf r1 = wt_two_rows(t + at[1], t + at[5]);
    const wt_vf r2 = wt_two_rows(t + at[2], t + at[6]);
    const wt_vf r3 = wt_two_rows(t + at[3], t + at[7]);
    const wt_vf a = wt_shuffle(r0, r1, 0, 8, 1, 9, 4, 12, 5, 13);
    const wt_vf b = wt_shuffle(r2, r3, 0, 8, 1, 9, 4, 12, 5, 13);
    const wt_vf d = wt_shuffle(r0, r1, 2, 10, 3, 11, 6, 14, 7, 15);
    const wt_vf e = wt_shuffle(r2, r3, 2, 10, 3, 11, 6, 14, 7, 15);
    c[0] = wt_shuffle(a, b, 0, 1, 8, 9, 4, 5, 12, 13);
    c[1] = wt_shuffle(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
    c[2] = wt_shuffle(d, e, 0, 1, 8, 9, 4, 5, 12, 13);
    c[3] = wt_shuffle(d, e, 2, 3, 10, 11, 6, 7, 14, 15);
}

// (a b + bias) >> shift in 64 bits, the low 32 of it, for shift 1..31. The upper bits of the
// products are not wanted, so a logical shift does.
static inline wt_vi wt_multiply_shift(wt_vi a, wt_vi b, int64_t bias, int shift) {
    const __m256i add = _mm256_set1_epi64x(bias);
    const __m256i even = _mm256_mul_epi32((__m256i)a, (__m256i)b);
    const __m256i odd =
        _mm256_mul_epi32(_mm256_srli_epi64((__m256i)a, 32), _mm256_srli_epi64((__m256i)b, 32));
    const __m256i low = _mm256_srli_epi64(_mm256_add_epi64(even, add), shift);
    const __m256i high = _mm256_slli_epi64(_mm256_add_epi64(odd, add), 32 - shift);
    return (wt_vi)_mm256_blend_epi32(low, high, 0xaa);
}

// a b, both in -2^15 .. 2^15 - 1.
static inline wt_vi wt_multiply_i16(wt_vi a, int16_t b) {
    return (wt_vi)_mm256_madd_epi16((__m256i)a, _mm256_set1_epi32((uint16_t)b));
}

// a + floor((b - a) f / 2^32), f = fraction, whose low 2 bits are 0; `pair` holds a in its low
// half, b in its high one. Weights -w and w turn it into their difference times w; f's upper and
// lower 15 bits are taken apart, so that all fits into 32.
static inline wt_vi wt_between(wt_vi pair, wt_vu fraction) {
    const __m256i upper_twice =
        _mm256_set_epi8(15, 14, 15, 14, 11, 10, 11, 10, 7, 6, 7, 6, 3, 2, 3, 2, 15, 14, 15, 14, 11,
                        10, 11, 10, 7, 6, 7, 6, 3, 2, 3, 2);
    const __m256i lower_twice = _mm256_set_epi8(13, 12, 13, 12, 9, 8, 9, 8, 5, 4, 5, 4, 1, 0, 1, 0,
                                                13, 12, 13, 12, 9, 8, 9, 8, 5, 4, 5, 4, 1, 0, 1, 0);
    const __m256i minus_plus = _mm256_set1_epi32(0x0001ffff);
    const __m256i f = (__m256i)(fraction >> 1);
    const __m256i upper = _mm256_sign_epi16(_mm256_shuffle_epi8(f, upper_twice), minus_plus);
    const __m256i lower =
        _mm256_sign_epi16(_mm256_srli_epi16(_mm256_shuffle_epi8(f, lower_twice), 1), minus_plus);
    const wt_vi first = (wt_vi)_mm256_madd_epi16((__m256i)pair, _mm256_set1_epi32(1));
    const wt_vi high = (wt_vi)_mm256_madd_epi16((__m256i)pair, upper);
    const wt_vi low = (wt_vi)_mm256_madd_epi16((__m256i)pair, lower);
    return first + ((high + (low >> 15)) >> 15);
}

// The same of t[index] and t[index + 1].
static inline wt_vi wt_read_between(const int16_t *t, wt_vu index, wt_vu fraction) {
    return wt_between((wt_vi)wt_gather_words(t, index), fraction);
}

// The low 32 bits of every a, signed, times b.
static inline wt_vl wt_multiply_long(wt_vl a, int32_t b) {
    return (wt_vl)_mm256_mul_epi32((__m256i)a, _mm256_set1_epi32(b));
}

// The first of every two a, times b.
static inline wt_vl wt_multiply_first(wt_vi a, int32_t b) {
    return wt_multiply_long((wt_vl)a, b);
}

// To the nearest, ties to even; INT32_MIN where it does not fit.
static inline wt_vi wt_nearest(wt_vf x) {
    return (wt_vi)_mm256_cvtps_epi32((__m256)x);
}

// Store sixteen int16, saturated. The instruction packs each half apart: put them in order.
static inline void wt_store_i16(int16_t *out, wt_vi a, wt_vi b) {
    const __m256i packed = _mm256_packs_epi32((__m256i)a, (__m256i)b);
    _mm256_storeu_si256((__m256i *)(void *)out, _mm256_permute4x64_epi64(packed, 0xd8));
}

// The differences of the two bytes in each half of the words plus `bias`, as sixteen samples: see
// dither.h.
static inline void wt_byte_differences(wt_vu words, int16_t bias, wt_vi *a, wt_vi *b) {
    const __m256i signs = _mm256_set1_epi16((short)0xff01); // +1 the low byte, -1 the high
    const __m256i d =
        _mm256_add_epi16(_mm256_maddubs_epi16((__m256i)words, signs), _mm256_set1_epi16(bias));
    *a = (wt_vi)_mm256_cvtepi16_epi32(_mm256_castsi256_si128(d));
    *b = (wt_vi)_mm256_cvtepi16_epi32(_mm256_extracti128_si256(d, 1));
}

#endif
