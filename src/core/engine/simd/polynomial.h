// Cubic polynomials, a vector of them at a time.
#ifndef WT_CORE_ENGINE_SIMD_POLYNOMIAL_H
#define WT_CORE_ENGINE_SIMD_POLYNOMIAL_H

#include "core/engine/simd/lanes.h"

WT_INLINED wt_vf wt_polynomial(const wt_vf c[4], wt_vf z) {
    return ((c[3] * z + c[2]) * z + c[1]) * z + c[0];
}

// Coefficients in Q3.28, z in Q31. |c| < 2^30, so no sum overflows.
WT_INLINED wt_vi wt_polynomial_q28(const wt_vi c[4], wt_vi z) {
    wt_vi y = wt_multiply_shift(c[3], z, 0, 31) + c[2];
    y = wt_multiply_shift(y, z, 0, 31) + c[1];
    return wt_multiply_shift(y, z, 0, 31) + c[0];
}

// Q3.28 rounded to Q15, within int16.
WT_INLINED wt_vi wt_narrowed(wt_vi x) {
    const wt_vi y = (x + (1 << 12)) >> 13;
    const wt_vi over = y > 32767;
    const wt_vi under = y < -32768;
    return (y & ~over & ~under) | (over & 32767) | (under & -32768);
}

#endif
