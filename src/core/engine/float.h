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

// The polynomial of wt_interp_fitted, out of its taps.
static inline void wt_float_read_taps(const wt_level *level, const uint32_t *phase, wt_sample *out,
                                      size_t n) {
    for (size_t i = 0; i < n; ++i) {
        const wt_table_index p = wt_table_index_of(phase[i], level->length);
        const float *t = (const float *)level->rows + p.index;
        const float z = wt_table_index_unit(p.fraction) - 0.5f;
        const float e1 = t[1] + t[2];
        const float o1 = t[2] - t[1];
        const float e2 = t[0] + t[3];
        const float o2 = t[3] - t[0];
        const float c0 = e1 * (157.0f / 336.0f) + e2 * (11.0f / 336.0f);
        const float c1 = o1 * (93.0f / 168.0f) + o2 * (25.0f / 168.0f);
        const float c2 = (e2 - e1) * 0.25f;
        const float c3 = (o2 - 3.0f * o1) * (1.0f / 6.0f);
        out[i].f = ((c3 * z + c2) * z + c1) * z + c0;
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

static inline void wt_float_scale_constant(wt_sample *x, float gain, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        x[i].f *= gain;
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
