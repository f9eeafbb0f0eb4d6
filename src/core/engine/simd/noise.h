// Noise, WT_LANES frames at a time. The definitions are in core/engine/noise.h.
#ifndef WT_CORE_ENGINE_SIMD_NOISE_H
#define WT_CORE_ENGINE_SIMD_NOISE_H

#include "core/engine/noise.h"
#include "core/engine/simd/table_index.h"

// Half as many hashes at a time.
WT_INLINED wt_vul wt_white_hashes(wt_vul z) {
    z = (z ^ z >> WT_WHITE_SHIFT_1) * WT_WHITE_FACTOR_1;
    return (z ^ z >> WT_WHITE_SHIFT_2) * WT_WHITE_FACTOR_2;
}

static inline void wt_wide_white(uint64_t key, uint64_t frame, float *out, size_t n) {
    wt_vul early, late; // the counters of half the lanes each
    for (int l = 0; l < WT_LANES / 2; ++l) {
        early[l] = key + (frame + (uint64_t)l) * WT_WHITE_STEP;
        late[l] = key + (frame + (uint64_t)(l + WT_LANES / 2)) * WT_WHITE_STEP;
    }
    const uint64_t step = WT_WHITE_STEP * (uint64_t)WT_LANES;
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_vu words = wt_upper_words(wt_white_hashes(early), wt_white_hashes(late));
        wt_store_f(out + i, __builtin_convertvector((wt_vi)words, wt_vf) * 0x1p-31f);
        early += step;
        late += step;
    }
    wt_white(key, frame + i, out + i, n - i);
}

#if WT_LANES > 8
#define wt_wide_pink wt_pink // a run has 8 frames
#else
enum { WT_PINK_VECTORS = WT_NOISE_RUN / WT_LANES };

static inline void wt_wide_pink_run(const wt_noise *noise, float *state, float *x) {
    wt_vf next[WT_PINK_VECTORS] = {{0}}, y[WT_PINK_VECTORS] = {{0}};
    for (int i = 0; i < WT_NOISE_RUN; ++i) {
        for (int v = 0; v < WT_PINK_VECTORS; ++v) {
            y[v] += wt_load_f(noise->impulse[i] + v * WT_LANES) * x[i];
            next[v] += wt_load_f(noise->intake[i] + v * WT_LANES) * x[i];
        }
    }
    for (int k = 0; k < WT_NOISE_POLES; ++k) {
        for (int v = 0; v < WT_PINK_VECTORS; ++v) {
            y[v] += wt_load_f(noise->outlet[k] + v * WT_LANES) * state[k];
        }
    }
    for (int v = 0; v < WT_PINK_VECTORS; ++v) {
        const size_t at = (size_t)v * WT_LANES;
        wt_store_f(state + at, next[v] + wt_load_f(noise->decay + at) * wt_load_f(state + at));
        wt_store_f(x + at, wt_held_lanes(y[v], -1.0f, 1.0f));
    }
}

static inline void wt_wide_pink(const wt_noise *noise, float *state, float *x, size_t n_runs) {
    for (size_t i = 0; i < n_runs; ++i) {
        wt_wide_pink_run(noise, state, x + i * WT_NOISE_RUN);
    }
}

#endif

#endif
