// Reads, blends and sums of the float engine: the definitions.
#ifndef WT_CORE_ENGINE_FLOAT_H
#define WT_CORE_ENGINE_FLOAT_H

#include "core/engine/ramp.h"
#include "core/tables/table_index.h"

static inline void wt_float_read_none(const wt_level *level, const uint32_t *phase, wt_sample *out,
                                      size_t n) {
    const float *t = level->rows;
    for (size_t i = 0; i < n; ++i) {
        out[i].f = t[wt_table_index_of(phase[i], level->length).index];
    }
}

static inline void wt_float_read_nearest(const wt_level *level, const uint32_t *phase,
                                         wt_sample *out, size_t n) {
    const float *t = level->rows;
    for (size_t i = 0; i < n; ++i) {
        out[i].f = t[wt_table_index_nearest(phase[i], level->length)];
    }
}

static inline void wt_float_read_linear(const wt_level *level, const uint32_t *phase,
                                        wt_sample *out, size_t n) {
    const float *t = level->rows;
    for (size_t i = 0; i < n; ++i) {
        const wt_table_index p = wt_table_index_of(phase[i], level->length);
        const float a = t[p.index];
        const float b = t[p.index + 1];
        out[i].f = a + (b - a) * wt_table_index_unit(p.fraction);
    }
}

// What the four taps of a cubic weigh at z = x - 1/2: wt_interp_fitted, sorted by taps. Inner and
// outer ones have an even and an odd part each, which the taps of a pair have in common.
typedef struct {
    float w[4];
} wt_cubic_weights;

static inline wt_cubic_weights wt_cubic_weights_at(float z) {
    const float square = z * z;
    const float quarter = square * 0.25f;
    const float inner = 157.0f / 336.0f - quarter;
    const float outer = 11.0f / 336.0f + quarter;
    const float inner_odd = z * (93.0f / 168.0f - square * 0.5f);
    const float outer_odd = z * (25.0f / 168.0f + square * (1.0f / 6.0f));
    return (wt_cubic_weights){
        {outer - outer_odd, inner - inner_odd, inner + inner_odd, outer + outer_odd}};
}

static inline void wt_float_read_taps(const wt_level *level, const uint32_t *phase, wt_sample *out,
                                      size_t n) {
    for (size_t i = 0; i < n; ++i) {
        const wt_table_index p = wt_table_index_of(phase[i], level->length);
        const float *t = (const float *)level->rows + p.index;
        const wt_cubic_weights c = wt_cubic_weights_at(wt_table_index_unit(p.fraction) - 0.5f);
        out[i].f = (t[0] * c.w[0] + t[3] * c.w[3]) + (t[1] * c.w[1] + t[2] * c.w[2]);
    }
}

static inline void wt_float_read_cubic(const wt_level *level, const uint32_t *phase, wt_sample *out,
                                       size_t n) {
    if (level->taps) {
        wt_float_read_taps(level, phase, out, n);
        return;
    }
    const float *rows = level->rows;
    for (size_t i = 0; i < n; ++i) {
        const wt_table_index p = wt_table_index_of(phase[i], level->length);
        const float *c = rows + 4 * (size_t)p.index;
        const float z = wt_table_index_unit(p.fraction) - 0.5f;
        out[i].f = ((c[3] * z + c[2]) * z + c[1]) * z + c[0];
    }
}

static inline void wt_float_run_none(const wt_level *level, uint32_t start, uint32_t increment,
                                     wt_sample *out, size_t n) {
    wt_run(wt_float_read_none, level, start, increment, out, n);
}

static inline void wt_float_run_nearest(const wt_level *level, uint32_t start, uint32_t increment,
                                        wt_sample *out, size_t n) {
    wt_run(wt_float_read_nearest, level, start, increment, out, n);
}

static inline void wt_float_run_linear(const wt_level *level, uint32_t start, uint32_t increment,
                                       wt_sample *out, size_t n) {
    wt_run(wt_float_read_linear, level, start, increment, out, n);
}

static inline void wt_float_run_cubic(const wt_level *level, uint32_t start, uint32_t increment,
                                      wt_sample *out, size_t n) {
    wt_run(wt_float_read_cubic, level, start, increment, out, n);
}

static inline void wt_float_blend(wt_sample *a, const wt_sample *b, const float *w, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        const float mixed = a[i].f + (b[i].f - a[i].f) * wt_unit_clamp(w[i]);
        a[i].f = w[i] >= 1.0f ? b[i].f : mixed;
    }
}

static inline void wt_float_blend_constant(wt_sample *a, const wt_sample *b, float w, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        a[i].f += (b[i].f - a[i].f) * w;
    }
}

static inline void wt_float_add(wt_bus bus, const wt_sample *x, const float *gain, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        bus.f[i] += x[i].f * gain[i];
    }
}

static inline void wt_float_add_constant(wt_bus bus, const wt_sample *x, float gain, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        bus.f[i] += x[i].f * gain;
    }
}

#endif
