// Low-frequency oscillators, WT_LANES samples at a time. The definition is in core/envelope/lfo.h.
#ifndef WT_CORE_ENGINE_SIMD_LFO_H
#define WT_CORE_ENGINE_SIMD_LFO_H

#include "core/engine/simd/table_index.h"
#include "core/envelope/lfo.h"

static inline void wt_wide_lfo(const wt_lfo *lfo, uint64_t start, float *out, size_t n) {
    const wt_lfo local = *lfo; // which no store can change
    const uint8_t log2_n = wt_log2_of(local.n);
    const uint64_t first = local.phase + local.step * start;
    wt_vul early, late; // the phases of half the lanes each
    for (int l = 0; l < WT_LANES / 2; ++l) {
        early[l] = first + local.step * (uint64_t)l;
        late[l] = first + local.step * (uint64_t)(l + WT_LANES / 2);
    }
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_table_indices p =
            wt_table_indices_of(wt_upper_words(early, late), local.n, log2_n);
        const wt_vf a = wt_gather_f(local.samples, p.index);
        const wt_vf b = wt_gather_f(local.ends, p.index);
        const wt_vf wave = a + (b - a) * wt_units(p.fraction);
        wt_store_f(out + i, local.low + local.half * (wave + 1.0f));
        early += local.step * WT_LANES;
        late += local.step * WT_LANES;
    }
    wt_lfo_values(&local, start + i, out + i, n - i);
}

#endif
