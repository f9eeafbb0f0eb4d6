// Low-frequency oscillators: lines or cubics, at phases that are a function of the frame.
#ifndef WT_CORE_ENVELOPE_LFO_H
#define WT_CORE_ENVELOPE_LFO_H

#include "core/envelope/envelope.h"
#include "core/tables/table_index.h"

static inline float wt_lfo_wave(const wt_lfo *lfo, wt_table_index p) {
    const float x = wt_table_index_unit(p.fraction);
    if (lfo->cubics) {
        const float *c = lfo->cubics + 4 * (size_t)p.index;
        return ((c[3] * x + c[2]) * x + c[1]) * x + c[0];
    }
    const float a = lfo->samples[p.index];
    const float b = lfo->samples[p.index + 1];
    return a + (b - a) * x;
}

static inline void wt_lfo_values(const wt_lfo *lfo, uint64_t start, float *out, size_t n) {
    uint64_t phase = lfo->phase + lfo->step * start;
    for (size_t i = 0; i < n; ++i) {
        const float wave = wt_lfo_wave(lfo, wt_table_index_of((uint32_t)(phase >> 32), lfo->n));
        out[i] = lfo->low + lfo->half * (wave + 1.0f);
        phase += lfo->step;
    }
}

#endif
