// Low-frequency oscillators, WT_LANES samples at a time. The definition is in core/envelope/lfo.h.
#ifndef WT_CORE_ENGINE_SIMD_LFO_H
#define WT_CORE_ENGINE_SIMD_LFO_H

#include "core/engine/simd/table_index.h"
#include "core/envelope/lfo.h"

// So slow that the lines of one vector of samples fit into another one.
static inline bool wt_lfo_is_slow(const wt_lfo *lfo) {
    return WT_HAS_WINDOWS && ((lfo->step >> 32) + 1) * lfo->n <= (uint64_t)1 << 32;
}

static inline wt_vf wt_lfo_lines(const wt_lfo *lfo, wt_table_indices p, bool slow) {
    const uint32_t first = p.index[0];
    wt_vf a, b;
    if (slow && first < lfo->n - WT_LANES) {
        a = wt_window_f(lfo->samples + first, p.index - first);
        b = wt_window_f(lfo->ends + first, p.index - first);
    } else {
        a = wt_gather_f(lfo->samples, p.index);
        b = wt_gather_f(lfo->ends, p.index);
    }
    return a + (b - a) * wt_units(p.fraction);
}

static inline void wt_wide_lfo(const wt_lfo *lfo, uint64_t start, float *out, size_t n) {
    const wt_lfo local = *lfo; // which no store can change
    const uint8_t log2_n = wt_log2_of(local.n);
    const bool slow = local.n > WT_LANES && wt_lfo_is_slow(&local);
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
        const wt_vf wave = wt_lfo_lines(&local, p, slow);
        wt_store_f(out + i, local.low + local.half * (wave + 1.0f));
        early += local.step * WT_LANES;
        late += local.step * WT_LANES;
    }
    wt_lfo_values(&local, start + i, out + i, n - i);
}

#endif
