// Half-band filters by definition: see core/output/half_band.h.
#ifndef WT_CORE_ENGINE_HALVE_H
#define WT_CORE_ENGINE_HALVE_H

#include "core/engine/kernels.h"

static inline void wt_halve_floats(const wt_half_band *filter, const wt_sample *in, wt_sample *out,
                                   size_t n) {
    const size_t taps = filter->n;
    for (size_t i = 0; i < n; ++i) {
        const wt_sample *middle = in + 2 * i + 2 * taps - 1;
        float sum = 0.0f;
        for (size_t k = taps; k-- > 0;) {
            sum += filter->taps[k] * (middle[-(ptrdiff_t)(2 * k + 1)].f + middle[2 * k + 1].f);
        }
        out[i].f = sum + 0.5f * middle->f;
    }
}

// Taps in Q30; the sum is rounded once.
static inline void wt_halve_integers(const wt_half_band *filter, const wt_sample *in,
                                     wt_sample *out, size_t n) {
    const size_t taps = filter->n;
    int64_t q30[WT_HALF_BAND_MOST];
    for (size_t k = 0; k < taps; ++k) {
        q30[k] = (int64_t)(filter->taps[k] * 1073741824.0f);
    }
    for (size_t i = 0; i < n; ++i) {
        const wt_sample *middle = in + 2 * i + 2 * taps - 1;
        int64_t sum = ((int64_t)middle->q + 1) * (1 << 29);
        for (size_t k = 0; k < taps; ++k) {
            sum += q30[k] * ((int64_t)middle[-(ptrdiff_t)(2 * k + 1)].q + middle[2 * k + 1].q);
        }
        out[i].q = (int32_t)(sum >> 30);
    }
}

#endif
