// The float engine.
#include "core/engine/gains.h"
#include "core/engine/glide.h"
#include "core/engine/halve.h"
#include "core/engine/kernels.h"
#include "core/engine/noise.h"
#include "core/engine/ramp.h"
#include "core/engine/swing.h"
#include "core/envelope/bend.h"
#include "core/envelope/lfo.h"
#include "core/envelope/line.h"
#include "core/tables/table_index.h"

static void read_none(const wt_level *level, const uint32_t *phase, wt_sample *out, size_t n) {
    const float *t = level->rows;
    for (size_t i = 0; i < n; ++i) {
        out[i].f = t[wt_table_index_of(phase[i], level->length).index];
    }
}

static void read_nearest(const wt_level *level, const uint32_t *phase, wt_sample *out, size_t n) {
    const float *t = level->rows;
    for (size_t i = 0; i < n; ++i) {
        out[i].f = t[wt_table_index_nearest(phase[i], level->length)];
    }
}

static void read_linear(const wt_level *level, const uint32_t *phase, wt_sample *out, size_t n) {
    const float *t = level->rows;
    for (size_t i = 0; i < n; ++i) {
        const wt_table_index p = wt_table_index_of(phase[i], level->length);
        const float a = t[p.index];
        const float b = t[p.index + 1];
        out[i].f = a + (b - a) * wt_table_index_unit(p.fraction);
    }
}

// The polynomial of wt_interp_fitted, out of its taps.
static void read_taps(const wt_level *level, const uint32_t *phase, wt_sample *out, size_t n) {
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

static void read_cubic(const wt_level *level, const uint32_t *phase, wt_sample *out, size_t n) {
    if (level->taps) {
        read_taps(level, phase, out, n);
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

static void run_none(const wt_level *level, uint32_t start, uint32_t increment, wt_sample *out,
                     size_t n) {
    wt_run(read_none, level, start, increment, out, n);
}

static void run_nearest(const wt_level *level, uint32_t start, uint32_t increment, wt_sample *out,
                        size_t n) {
    wt_run(read_nearest, level, start, increment, out, n);
}

static void run_linear(const wt_level *level, uint32_t start, uint32_t increment, wt_sample *out,
                       size_t n) {
    wt_run(read_linear, level, start, increment, out, n);
}

static void run_cubic(const wt_level *level, uint32_t start, uint32_t increment, wt_sample *out,
                      size_t n) {
    wt_run(read_cubic, level, start, increment, out, n);
}

static void blend(wt_sample *a, const wt_sample *b, const float *w, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        const float mixed = a[i].f + (b[i].f - a[i].f) * wt_unit_clamp(w[i]);
        a[i].f = w[i] >= 1.0f ? b[i].f : mixed;
    }
}

static void blend_constant(wt_sample *a, const wt_sample *b, float w, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        a[i].f += (b[i].f - a[i].f) * w;
    }
}

static void scale_constant(wt_sample *x, float gain, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        x[i].f *= gain;
    }
}

static void add(wt_bus bus, const wt_sample *x, const float *gain, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        bus.f[i] += x[i].f * gain[i];
    }
}

static void add_constant(wt_bus bus, const wt_sample *x, float gain, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        bus.f[i] += x[i].f * gain;
    }
}

static void mix(wt_reader reader, const wt_mixture *mixture, wt_sample *out, size_t n) {
    wt_mix(&wt_kernels_float, reader, mixture, out, n);
}

const wt_kernels wt_kernels_float = {
    .ramp = wt_ramp,
    .glide = wt_glide,
    .sum = wt_sum,
    .curves = {wt_line_values, wt_lfo_values, wt_bend_values},
    .gains = wt_gains,
    .white = wt_white,
    .pink = wt_pink,
    .positions = wt_positions,
    .read = {read_none, read_nearest, read_linear, read_cubic},
    .run = {run_none, run_nearest, run_linear, run_cubic},
    .mix = mix,
    .blend = blend,
    .blend_constant = blend_constant,
    .swing = wt_swing_floats,
    .halve = wt_halve_floats,
    .scale_constant = scale_constant,
    .add = add,
    .add_constant = add_constant,
};
