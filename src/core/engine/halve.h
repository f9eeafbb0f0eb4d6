// Signals made slower by a half, by definition: see core/output/halving.h.
#ifndef WT_CORE_ENGINE_HALVE_H
#define WT_CORE_ENGINE_HALVE_H

#include "core/engine/kernels.h"

static inline void wt_halve_floats(const wt_halving *filter, const wt_sample *in, wt_sample *out,
                                   size_t n) {
    const size_t taps = filter->n;
    for (size_t i = 0; i < n; ++i) {
        const wt_sample *middle = in + 2 * i + 2 * taps - 1;
        float sum = 0.0f;
        for (size_t k = taps; k-- > 0;) {
            sum += filter->taps[k] * (middle[-(ptrdiff_t)(2 * k + 1)].f + middle[2 * k + 1].f);
        }
        for (size_t k = filter->n_between; k-- > 0;) {
            sum += filter->between[k] * (middle[-(ptrdiff_t)(2 * k + 2)].f + middle[2 * k + 2].f);
        }
        out[i].f = sum + filter->middle * middle->f;
    }
}

static inline int64_t wt_tap_q30(float tap) {
    return (int64_t)(tap * 1073741824.0f);
}

static inline void wt_taps_q30(const float *taps, size_t n, int64_t *q30) {
    for (size_t k = 0; k < n; ++k) {
        q30[k] = wt_tap_q30(taps[k]);
    }
}

// Taps in Q30; the sum is rounded once.
static inline void wt_halve_integers(const wt_halving *filter, const wt_sample *in, wt_sample *out,
                                     size_t n) {
    const size_t taps = filter->n;
    int64_t q30[WT_HALVING_MOST];
    int64_t between[WT_HALVING_MOST];
    wt_taps_q30(filter->taps, taps, q30);
    wt_taps_q30(filter->between, filter->n_between, between);
    const int64_t own = wt_tap_q30(filter->middle);
    for (size_t i = 0; i < n; ++i) {
        const wt_sample *middle = in + 2 * i + 2 * taps - 1;
        int64_t sum = middle->q * own + (1 << 29);
        for (size_t k = 0; k < taps; ++k) {
            sum += q30[k] * ((int64_t)middle[-(ptrdiff_t)(2 * k + 1)].q + middle[2 * k + 1].q);
        }
        for (size_t k = 0; k < filter->n_between; ++k) {
            const int64_t both = (int64_t)middle[-(ptrdiff_t)(2 * k + 2)].q + middle[2 * k + 2].q;
            sum += between[k] * both;
        }
        out[i].q = (int32_t)(sum >> 30);
    }
}

#endif
