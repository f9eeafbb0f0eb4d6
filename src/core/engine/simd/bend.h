// Bends, WT_LANES / 2 values at a time. The definition is in core/envelope/bend.h.
#ifndef WT_CORE_ENGINE_SIMD_BEND_H
#define WT_CORE_ENGINE_SIMD_BEND_H

#include "core/engine/simd/lanes.h"
#include "core/envelope/bend.h"

typedef float wt_vf_half __attribute__((vector_size(2 * WT_LANES)));

static inline void wt_wide_bend(double level, double swing, const double *powers, float *out,
                                size_t n) {
    enum { HALF = WT_LANES / 2 };
    size_t i = 0;
    for (; i + HALF <= n; i += HALF) {
        wt_vd p;
        memcpy(&p, powers + i, sizeof p);
        const wt_vf_half x = __builtin_convertvector(level + swing * p, wt_vf_half);
        memcpy(out + i, &x, sizeof x);
    }
    wt_bend_values(level, swing, powers + i, out + i, n - i);
}

#endif
