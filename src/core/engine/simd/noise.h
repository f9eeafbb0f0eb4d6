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

// A run has 8 frames: half a vector of 16 lanes.
enum {
#if WT_LANES < 8
    WT_PINK_LANES = WT_LANES,
#else
    WT_PINK_LANES = 8,
#endif
    WT_PINK_VECTORS = WT_NOISE_RUN / WT_PINK_LANES
};

typedef float wt_pink_f __attribute__((vector_size(4 * WT_PINK_LANES)));

WT_INLINED wt_pink_f wt_pink_at(const float *p) {
    wt_pink_f v;
    memcpy(&v, p, sizeof v);
    return v;
}

WT_INLINED void wt_wide_pink_run(const wt_noise *noise, float *state, float *x, bool heard) {
    wt_pink_f next[WT_PINK_VECTORS] = {{0}}, y[WT_PINK_VECTORS] = {{0}};
    for (int i = 0; i < WT_NOISE_RUN; ++i) {
        for (int v = 0; v < WT_PINK_VECTORS; ++v) {
            if (heard) {
                y[v] += wt_pink_at(noise->impulse[i] + v * WT_PINK_LANES) * x[i];
            }
            next[v] += wt_pink_at(noise->intake[i] + v * WT_PINK_LANES) * x[i];
        }
    }
    for (int k = 0; heard && k < WT_NOISE_POLES; ++k) {
        for (int v = 0; v < WT_PINK_VECTORS; ++v) {
            y[v] += wt_pink_at(noise->outlet[k] + v * WT_PINK_LANES) * state[k];
        }
    }
    for (int v = 0; v < WT_PINK_VECTORS; ++v) {
        const size_t at = (size_t)v * WT_PINK_LANES;
        next[v] += wt_pink_at(noise->decay + at) * wt_pink_at(state + at);
        memcpy(state + at, &next[v], sizeof next[v]);
        if (heard) {
            memcpy(x + at, &y[v], sizeof y[v]);
        }
    }
    for (int i = 0; heard && i < WT_NOISE_RUN; ++i) {
        x[i] = wt_clamp(x[i], -1.0f, 1.0f);
    }
}

static inline void wt_wide_pink(const wt_noise *noise, float *state, float *x, bool heard,
                                size_t n_runs) {
    for (size_t i = 0; heard && i < n_runs; ++i) {
        wt_wide_pink_run(noise, state, x + i * WT_NOISE_RUN, true);
    }
    for (size_t i = 0; !heard && i < n_runs; ++i) {
        wt_wide_pink_run(noise, state, x + i * WT_NOISE_RUN, false);
    }
}

#endif
