// Phases, positions and weights: the same for all engines.
#ifndef WT_CORE_RAMP_H
#define WT_CORE_RAMP_H

#include "wavetable/kernels.h"

static inline float wt_unit_clamp(float x) {
    const float low = x < 0.0f ? 0.0f : x;
    return low > 1.0f ? 1.0f : low;
}

static inline void wt_ramp(uint32_t start, uint32_t increment, uint32_t *phase, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        phase[i] = start + (uint32_t)i * increment;
    }
}

// Positions among cycles.
static inline bool wt_positions(float *u, float last, size_t n) {
    uint32_t seen = 0;
    uint32_t first = 0;
    for (size_t i = 0; i < n; ++i) {
        u[i] = wt_unit_clamp(u[i]) * last;
        const uint32_t whole = (uint32_t)(int32_t)u[i];
        first = i == 0 ? whole : first;
        seen |= whole ^ first;
    }
    return seen == 0;
}

// The weights of a pair's second cycle.
static inline bool wt_weights(const wt_pair *pair, size_t first, float *w, size_t n) {
    const int32_t whole = (int32_t)pair->whole;
    uint32_t seen = 0;
    for (size_t i = 0; i < n; ++i) {
        const float u = wt_unit_clamp(pair->positions[first + i]) * pair->last;
        seen |= (uint32_t)((int32_t)u ^ whole);
        w[i] = u - pair->whole;
    }
    return seen == 0;
}

// A mix is two runs, and a blend.
static inline bool wt_mix(const wt_kernels *kernels,
                          bool (*weights)(const wt_pair *, size_t, float *, size_t),
                          wt_interp interp, const wt_pair *pair, uint32_t start, uint32_t increment,
                          wt_sample *out, size_t n) {
    enum { STEP = 256 };
    for (size_t i = 0; i < n; i += STEP) {
        float w[STEP];
        wt_sample next[STEP];
        const size_t step = n - i < STEP ? n - i : STEP;
        const uint32_t from = start + (uint32_t)i * increment;
        if (!weights(pair, i, w, step)) {
            return false;
        }
        kernels->run[interp](pair->a, from, increment, out + i, step);
        kernels->run[interp](pair->b, from, increment, next, step);
        kernels->blend(out + i, next, w, step);
    }
    return true;
}

// A run is a ramp, and a read.
static inline void wt_run(void (*read)(const wt_level *, const uint32_t *, wt_sample *, size_t),
                          const wt_level *level, uint32_t start, uint32_t increment, wt_sample *out,
                          size_t n) {
    enum { STEP = 256 };
    for (size_t i = 0; i < n; i += STEP) {
        uint32_t phase[STEP];
        const size_t step = n - i < STEP ? n - i : STEP;
        wt_ramp(start + (uint32_t)i * increment, increment, phase, step);
        read(level, phase, out + i, step);
    }
}

#endif
