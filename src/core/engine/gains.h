// What gains are made of, multiplied: the same for all engines.
#ifndef WT_CORE_ENGINE_GAINS_H
#define WT_CORE_ENGINE_GAINS_H

#include "core/engine/kernels.h"

static inline float wt_factor_at(const wt_factor *f, size_t i) {
    return f->values[f->constant ? 0 : i];
}

static inline void wt_gains(float first, const wt_factor f[3], float *out, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        out[i] = first * wt_factor_at(&f[0], i) * wt_unit_clamp(wt_factor_at(&f[1], i)) *
                 wt_unit_clamp(wt_factor_at(&f[2], i));
    }
}

// The same from frame i on.
static inline void wt_gains_from(float first, const wt_factor f[3], float *out, size_t i,
                                 size_t n) {
    wt_factor rest[3];
    for (int k = 0; k < 3; ++k) {
        rest[k] = (wt_factor){f[k].constant ? f[k].values : f[k].values + i, f[k].constant};
    }
    wt_gains(first, rest, out + i, n - i);
}

#endif
