// Low-frequency oscillators: lines, at phases that are a function of the frame.
#ifndef WT_CORE_ENVELOPE_LFO_H
#define WT_CORE_ENVELOPE_LFO_H

#include "core/envelope/envelope.h"
#include "core/tables/table_index.h"

static inline void wt_lfo_values(const wt_lfo *lfo, uint64_t start, float *out, size_t n) {
    uint64_t phase = lfo->phase + lfo->step * start;
    for (size_t i = 0; i < n; ++i) {
        const wt_table_index p = wt_table_index_of((uint32_t)(phase >> 32), lfo->n);
        const float a = lfo->samples[p.index];
        const float b = lfo->ends[p.index];
        const float wave = a + (b - a) * wt_table_index_unit(p.fraction);
        out[i] = lfo->low + lfo->half * (wave + 1.0f);
        phase += lfo->step;
    }
}

#endif
