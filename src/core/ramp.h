// Phases and positions: the same for all engines.
#ifndef WT_CORE_RAMP_H
#define WT_CORE_RAMP_H

#include "wavetable/kernels.h"

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
        const float low = u[i] < 0.0f ? 0.0f : u[i];
        u[i] = (low > 1.0f ? 1.0f : low) * last;
        const uint32_t whole = (uint32_t)(int32_t)u[i];
        first = i == 0 ? whole : first;
        seen |= whole ^ first;
    }
    return seen == 0;
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
