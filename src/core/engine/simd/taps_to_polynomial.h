// The polynomial of a float cubic, out of its taps: see wt_interp_fitted.
#ifndef WT_CORE_ENGINE_SIMD_TAPS_TO_POLYNOMIAL_H
#define WT_CORE_ENGINE_SIMD_TAPS_TO_POLYNOMIAL_H

#include "core/engine/simd/lanes.h"

// The coefficients in place of the taps.
WT_INLINED void wt_fit(wt_vf t[4]) {
    const wt_vf e1 = t[1] + t[2];
    const wt_vf o1 = t[2] - t[1];
    const wt_vf e2 = t[0] + t[3];
    const wt_vf o2 = t[3] - t[0];
    t[0] = e1 * (157.0f / 336.0f) + e2 * (11.0f / 336.0f);
    t[1] = o1 * (93.0f / 168.0f) + o2 * (25.0f / 168.0f);
    t[2] = (e2 - e1) * 0.25f;
    t[3] = (o2 - 3.0f * o1) * (1.0f / 6.0f);
}

#endif
