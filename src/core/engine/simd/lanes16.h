// Sixteen lanes, with AVX-512: only what combs are read with.
#ifndef WT_CORE_ENGINE_SIMD_LANES16_H
#define WT_CORE_ENGINE_SIMD_LANES16_H

#include <immintrin.h>

typedef __mmask16 wt_mask;

static inline wt_mask wt_below(wt_vu a, wt_vu b) {
    return _mm512_cmplt_epi32_mask((__m512i)a, (__m512i)b);
}

static inline wt_vi wt_choose(wt_mask mask, wt_vi a, wt_vi b) {
    return (wt_vi)_mm512_mask_blend_epi32(mask, (__m512i)a, (__m512i)b);
}

// As with 8 lanes.
static inline wt_vi wt_multiply_shift(wt_vi a, wt_vi b, int64_t bias, int shift) {
    const __m512i add = _mm512_set1_epi64(bias);
    const __m512i even = _mm512_mul_epi32((__m512i)a, (__m512i)b);
    const __m512i odd =
        _mm512_mul_epi32(_mm512_srli_epi64((__m512i)a, 32), _mm512_srli_epi64((__m512i)b, 32));
    const __m512i low = _mm512_srli_epi64(_mm512_add_epi64(even, add), (unsigned)shift);
    const __m512i high = _mm512_slli_epi64(_mm512_add_epi64(odd, add), (unsigned)(32 - shift));
    return (wt_vi)_mm512_mask_blend_epi32(0xaaaa, low, high);
}

// As with 8 lanes; the weights -w and w are w's difference from twice itself, half by half.
static inline wt_vi wt_between(wt_vi pair, wt_vu fraction) {
    const wt_vu f = fraction >> 1;
    const wt_vu upper = f >> 16;
    const wt_vu lower = (f & 0xffffu) >> 1;
    const wt_vi first = (wt_vi)((wt_vu)pair << 16) >> 16;
    const __m512i up = _mm512_sub_epi16((__m512i)(upper << 16), (__m512i)upper);
    const __m512i down = _mm512_sub_epi16((__m512i)(lower << 16), (__m512i)lower);
    const wt_vi high = (wt_vi)_mm512_madd_epi16((__m512i)pair, up);
    const wt_vi low = (wt_vi)_mm512_madd_epi16((__m512i)pair, down);
    return first + ((high + (low >> 15)) >> 15);
}

#endif
