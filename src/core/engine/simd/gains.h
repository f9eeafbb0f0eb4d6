// Gains, WT_LANES frames at a time. The definition is in core/engine/gains.h.
#ifndef WT_CORE_ENGINE_SIMD_GAINS_H
#define WT_CORE_ENGINE_SIMD_GAINS_H

#include "core/engine/gains.h"
#include "core/engine/simd/lanes.h"

WT_INLINED wt_vf wt_units_at(const float *values, bool constant, wt_vf held, size_t i) {
    return constant ? held : wt_clamp_lanes(wt_load_f(values + i));
}

// By which of the factors move, so that the loop is without a branch.
WT_INLINED size_t wt_gains_of(float first, const wt_factor *f, bool c0, bool c1, bool c2,
                              float *out, size_t n) {
    const float *const a = f[0].values;
    const float *const b = f[1].values;
    const float *const c = f[2].values;
    const wt_vf none = {0};
    const wt_vf held_a = none + first * a[0];
    const wt_vf held_b = none + wt_unit_clamp(b[0]);
    const wt_vf held_c = none + wt_unit_clamp(c[0]);
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_vf x = c0 ? held_a : wt_load_f(a + i) * first;
        wt_store_f(out + i, x * wt_units_at(b, c1, held_b, i) * wt_units_at(c, c2, held_c, i));
    }
    return i;
}

static inline void wt_wide_gains(float first, const wt_factor f[3], float *out, size_t n) {
    size_t done = 0;
    if (f[1].constant && f[2].constant) {
        done = f[0].constant ? wt_gains_of(first, f, true, true, true, out, n)
                             : wt_gains_of(first, f, false, true, true, out, n);
    } else if (f[1].constant) {
        done = f[0].constant ? wt_gains_of(first, f, true, true, false, out, n)
                             : wt_gains_of(first, f, false, true, false, out, n);
    } else if (f[2].constant) {
        done = f[0].constant ? wt_gains_of(first, f, true, false, true, out, n)
                             : wt_gains_of(first, f, false, false, true, out, n);
    } else {
        done = f[0].constant ? wt_gains_of(first, f, true, false, false, out, n)
                             : wt_gains_of(first, f, false, false, false, out, n);
    }
    if (done < n) {
        wt_gains_from(first, f, out, done, n);
    }
}

#endif
