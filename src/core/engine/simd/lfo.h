// Low-frequency oscillators, WT_LANES samples at a time. The definition is in core/envelope/lfo.h.
#ifndef WT_CORE_ENGINE_SIMD_LFO_H
#define WT_CORE_ENGINE_SIMD_LFO_H

#include "core/engine/simd/polynomial.h"
#include "core/engine/simd/table_index.h"
#include "core/envelope/lfo.h"

// Counted phases, of half the lanes each.
typedef struct {
    wt_vul early, late;
    uint64_t rise; // from one vector to the next
} wt_lfo_phases;

static inline wt_lfo_phases wt_lfo_phases_from(uint64_t first, uint64_t step) {
    const wt_vul early = first + step * WT_LONG_LANES;
    return (wt_lfo_phases){early, early + step * (WT_LANES / 2), step * WT_LANES};
}

static inline wt_vu wt_lfo_take(wt_lfo_phases *p) {
    const wt_vu phases = wt_upper_words(p->early, p->late);
    p->early += p->rise;
    p->late += p->rise;
    return phases;
}

// How many vectors of samples from a place on lie on its stretch for certain. A sample goes on by
// `most` of 2^32 a stretch; 0: by more.
static inline size_t wt_lfo_alike(wt_table_indices p, uint32_t most, size_t n_left) {
    const size_t alike = most > 0 ? (UINT32_MAX - p.fraction[0]) / most / WT_LANES : 0;
    return alike < n_left / WT_LANES ? alike : n_left / WT_LANES;
}

static inline wt_vf wt_lfo_lines(const float *samples, wt_table_indices p) {
    const wt_vf a = wt_gather_f(samples, p.index);
    const wt_vf b = wt_gather_f(samples, p.index + 1);
    return a + (b - a) * wt_units(p.fraction);
}

static inline wt_vf wt_lfo_cubics(const float *cubics, wt_table_indices p) {
    uint32_t at[WT_LANES];
    wt_vf c[4];
    wt_store(at, (wt_vi)(p.index << 2));
    wt_gather_rows(cubics, at, c);
    return wt_polynomial(c, wt_units(p.fraction));
}

static inline void wt_lfo_put(const wt_lfo *lfo, wt_vf wave, float *out) {
    wt_store_f(out, lfo->low + lfo->half * (wave + 1.0f));
}

// `n` vectors of one row, from the phases `now` on. Return those of the next one.
static inline wt_vu wt_lfo_stretch(const wt_lfo *lfo, wt_lfo_phases *phases, uint8_t log2_n,
                                   const float *row, wt_vu now, float *out, size_t n) {
    const wt_vf none = {0};
    const wt_vf c[4] = {none + row[0], none + row[1], none + row[2], none + row[3]};
    for (size_t i = 0; i < n; ++i) {
        const wt_vu fraction = wt_table_indices_of(now, lfo->n, log2_n).fraction;
        wt_lfo_put(lfo, wt_polynomial(c, wt_units(fraction)), out + i * WT_LANES);
        now = wt_lfo_take(phases);
    }
    return now;
}

static inline void wt_wide_lfo(const wt_lfo *lfo, uint64_t start, float *out, size_t n) {
    const wt_lfo local = *lfo; // which no store can change
    const uint8_t log2_n = wt_log2_of(local.n);
    const uint64_t rise = ((local.step >> 32) + 1) * local.n;
    const uint32_t most = local.cubics && rise <= UINT32_MAX ? (uint32_t)rise : 0;
    wt_lfo_phases phases = wt_lfo_phases_from(local.phase + local.step * start, local.step);
    size_t i = 0;
    while (i + WT_LANES <= n) {
        const wt_vu now = wt_lfo_take(&phases);
        wt_table_indices p = wt_table_indices_of(now, local.n, log2_n);
        const size_t alike = wt_lfo_alike(p, most, n - i - WT_LANES);
        if (alike > 0) {
            const float *const row = local.cubics + 4 * (size_t)p.index[0];
            const wt_vu next = wt_lfo_stretch(&local, &phases, log2_n, row, now, out + i, alike);
            p = wt_table_indices_of(next, local.n, log2_n);
            i += alike * WT_LANES;
        }
        wt_lfo_put(&local,
                   local.cubics ? wt_lfo_cubics(local.cubics, p) : wt_lfo_lines(local.samples, p),
                   out + i);
        i += WT_LANES;
    }
    wt_lfo_values(&local, start + i, out + i, n - i);
}

#endif
