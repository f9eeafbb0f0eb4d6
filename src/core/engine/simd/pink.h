// Pink noise, WT_LANES frames at a time. The definition is in core/engine/pink.h.
#ifndef WT_CORE_ENGINE_SIMD_PINK_H
#define WT_CORE_ENGINE_SIMD_PINK_H

#include "core/engine/pink.h"
#include "core/engine/simd/lanes.h"

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
