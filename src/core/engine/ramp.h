// Phases, positions and weights: the same for all engines.
#ifndef WT_CORE_ENGINE_RAMP_H
#define WT_CORE_ENGINE_RAMP_H

#include "core/engine/kernels.h"
#include "core/tables/mip_spacing.h"

static inline void wt_ramp(uint32_t start, uint32_t increment, uint32_t *phase, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        phase[i] = start + (uint32_t)i * increment;
    }
}

static inline size_t wt_within(const float *x, float low, float high, size_t n) {
    size_t i = 0;
    while (i < n && x[i] >= low && x[i] < high) {
        ++i;
    }
    return i;
}

static inline size_t wt_positions(const float *x, float last, size_t n) {
    size_t i = 0;
    while (i < n &&
           (int32_t)(wt_unit_clamp(x[i]) * last) == (int32_t)(wt_unit_clamp(x[0]) * last)) {
        ++i;
    }
    return i;
}

// The largest float below 1.
#define WT_BELOW_1 0x1.fffffep-1f

static inline void wt_fade(float high, const float *mip, float *w, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        const float weight = 1.0f - (high - mip[i]) * (float)WT_MIP_FADE;
        w[i] = weight < WT_BELOW_1 ? weight : WT_BELOW_1;
    }
}

static inline void wt_weigh(float weight, float scale, const float *x, float *w, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        w[i] = weight + wt_unit_clamp(x[i]) * scale;
    }
}

// A read at phases, or where there are none a run.
static inline void wt_read_or_run(const wt_kernels *kernels, wt_reader reader,
                                  const wt_level *level, const uint32_t *phase, uint32_t start,
                                  uint32_t increment, wt_sample *out, size_t n) {
    if (phase) {
        kernels->read[reader](level, phase, out, n);
    } else {
        kernels->run[reader](level, start, increment, out, n);
    }
}

// A mix is two reads and a blend, and another where it is crossfaded.
static inline void wt_mix(const wt_kernels *kernels, wt_reader reader, const wt_steady_tone *tone,
                          uint32_t start, const wt_tone_moves *moves, const float *cross,
                          wt_sample *out, size_t n) {
    enum { STEP = 256 };
    for (size_t i = 0; i < n; i += STEP) {
        float w[STEP];
        wt_sample mixed[STEP], next[STEP];
        const size_t step = n - i < STEP ? n - i : STEP;
        const uint32_t *phase = moves->phase ? moves->phase + i : NULL;
        const uint32_t from = start + (uint32_t)i * tone->increment;
        wt_sample *a = cross ? mixed : out + i;
        wt_read_or_run(kernels, reader, tone->level, phase, from, tone->increment, a, step);
        wt_read_or_run(kernels, reader, tone->other, phase, from, tone->increment, next, step);
        if (moves->positions) {
            kernels->weigh(tone->weight, tone->scale, moves->positions + i, w, step);
            kernels->blend(a, next, w, step);
        } else {
            kernels->blend_constant(a, next, tone->weight, step);
        }
        if (cross) {
            kernels->blend(out + i, mixed, cross + i, step);
        }
    }
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
