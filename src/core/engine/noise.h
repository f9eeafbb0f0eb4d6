// White noise, and pink out of it, a run of frames at a time: the same for all engines.
//
// A run of pink is the sum of what the decays' states and its white frames come to in each of its
// frames, and its white frames change the states. Sums go in this order on lanes, too.
#ifndef WT_CORE_ENGINE_NOISE_H
#define WT_CORE_ENGINE_NOISE_H

#include "core/engine/kernels.h"

// The finaliser of SplitMix64 (G. Steele et al., "Fast splittable pseudorandom number generators",
// 2014) over a counter.
enum { WT_WHITE_SHIFT_1 = 30, WT_WHITE_SHIFT_2 = 27 };
#define WT_WHITE_STEP 0x9E3779B97F4A7C15u
#define WT_WHITE_FACTOR_1 0xBF58476D1CE4E5B9u
#define WT_WHITE_FACTOR_2 0x94D049BB133111EBu

static inline void wt_white(uint64_t key, uint64_t frame, float *out, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        uint64_t z = key + (frame + i) * WT_WHITE_STEP;
        z = (z ^ z >> WT_WHITE_SHIFT_1) * WT_WHITE_FACTOR_1;
        z = (z ^ z >> WT_WHITE_SHIFT_2) * WT_WHITE_FACTOR_2;
        out[i] = (float)(int32_t)(z >> 32) * 0x1p-31f;
    }
}

static inline void wt_pink_run(const wt_noise *noise, float *state, float *x) {
    float next[WT_NOISE_POLES] = {0.0f}, y[WT_NOISE_RUN] = {0.0f};
    for (int i = 0; i < WT_NOISE_RUN; ++i) {
        for (int j = 0; j < WT_NOISE_RUN; ++j) {
            y[j] += noise->impulse[i][j] * x[i];
        }
        for (int k = 0; k < WT_NOISE_POLES; ++k) {
            next[k] += noise->intake[i][k] * x[i];
        }
    }
    for (int k = 0; k < WT_NOISE_POLES; ++k) {
        for (int j = 0; j < WT_NOISE_RUN; ++j) {
            y[j] += noise->outlet[k][j] * state[k];
        }
    }
    for (int k = 0; k < WT_NOISE_POLES; ++k) {
        state[k] = next[k] + noise->decay[k] * state[k];
    }
    for (int j = 0; j < WT_NOISE_RUN; ++j) {
        x[j] = wt_clamp(y[j], -1.0f, 1.0f);
    }
}

static inline void wt_pink(const wt_noise *noise, float *state, float *x, bool heard,
                           size_t n_runs) {
    (void)heard; // nothing else is asked of what x becomes
    for (size_t i = 0; i < n_runs; ++i) {
        wt_pink_run(noise, state, x + i * WT_NOISE_RUN);
    }
}

#endif
