// Phases, positions and weights: the same for all engines.
#ifndef WT_CORE_ENGINE_RAMP_H
#define WT_CORE_ENGINE_RAMP_H

#include "core/engine/kernels.h"

static inline void wt_ramp(uint32_t start, uint32_t increment, uint32_t *phase, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        phase[i] = start + (uint32_t)i * increment;
    }
}

// Positions among cycles.
static inline bool wt_positions(const float *x, float last, float *u, size_t n) {
    uint32_t seen = 0;
    uint32_t first = 0;
    for (size_t i = 0; i < n; ++i) {
        u[i] = wt_unit_clamp(x[i]) * last;
        const uint32_t whole = (uint32_t)(int32_t)u[i];
        first = i == 0 ? whole : first;
        seen |= whole ^ first;
    }
    return seen == 0;
}

static inline size_t wt_within(const float *x, float low, float high, size_t n) {
    size_t i = 0;
    while (i < n && x[i] >= low && x[i] < high) {
        ++i;
    }
    return i;
}

static inline bool wt_is_control(const wt_control *c) {
    return c->values || c->line;
}

// The control from sample `first` on: a line is drawn by its frames.
static inline wt_control wt_control_from(const wt_control *c, size_t first) {
    return c->values ? (wt_control){.values = c->values + first, .base = c->base} : *c;
}

// Write a control at samples first .. first + n - 1 to `out`.
static inline void wt_control_values(const wt_control *c, const wt_curves *curves, uint64_t frame,
                                     size_t first, float *out, size_t n) {
    if (!c->values) {
        curves->line(c->line, frame + first, out, n);
        return;
    }
    for (size_t i = 0; i < n; ++i) {
        out[i] = c->values[first + i] + c->base;
    }
}

// A pair is two runs and a blend, and another where it is crossfaded.
static inline void wt_mix_pair(const wt_kernels *kernels, wt_reader reader, const wt_mixture *m,
                               const wt_pair *pair, wt_sample *out, size_t n) {
    enum { STEP = 256 };
    const wt_curves *curves = &kernels->curves;
    const bool joins = wt_is_control(&pair->cross);
    for (size_t i = 0; i < n; i += STEP) {
        float room[STEP];
        wt_sample mixed[STEP], next[STEP];
        const size_t step = n - i < STEP ? n - i : STEP;
        const uint32_t from = m->start + (uint32_t)i * m->increment;
        wt_sample *a = joins ? mixed : out + i;
        kernels->run[reader](pair->a, from, m->increment, a, step);
        kernels->run[reader](pair->b, from, m->increment, next, step);
        wt_control_values(&pair->weights, curves, m->frame, i, room, step);
        kernels->blend(a, next, room, step);
        if (joins) {
            wt_control_values(&pair->cross, curves, m->frame, i, room, step);
            kernels->blend(out + i, mixed, room, step);
        }
    }
}

static inline void wt_mix(const wt_kernels *kernels, wt_reader reader, const wt_mixture *m,
                          wt_sample *out, size_t n) {
    for (int p = 0; p < m->n_pairs; ++p) {
        wt_mix_pair(kernels, reader, m, &m->pairs[p], out, n);
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
