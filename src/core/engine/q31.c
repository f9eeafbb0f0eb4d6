// The q31 engine: int32 cycles in Q3.28, 64-bit products, integers only.
#include "core/engine/halve.h"
#include "core/engine/kernels.h"
#include "core/engine/motion.h"
#include "core/engine/swing.h"
#include "core/tables/table_index.h"

static int64_t q30(float weight) {
    return (int64_t)(weight * 1073741824.0f);
}

static void read_none(const wt_level *level, const uint32_t *phase, wt_sample *out, size_t n) {
    const int32_t *t = level->rows;
    for (size_t i = 0; i < n; ++i) {
        out[i].q = t[wt_table_index_of(phase[i], level->length).index];
    }
}

static void read_nearest(const wt_level *level, const uint32_t *phase, wt_sample *out, size_t n) {
    const int32_t *t = level->rows;
    for (size_t i = 0; i < n; ++i) {
        out[i].q = t[wt_table_index_nearest(phase[i], level->length)];
    }
}

// A step is less than 2^31, the fraction 31 bits: the product is exact.
static void read_linear(const wt_level *level, const uint32_t *phase, wt_sample *out, size_t n) {
    const int32_t *t = level->rows;
    for (size_t i = 0; i < n; ++i) {
        const wt_table_index p = wt_table_index_of(phase[i], level->length);
        const int32_t a = t[p.index];
        const int32_t b = t[p.index + 1];
        out[i].q = a + (int32_t)((int64_t)(b - a) * (p.fraction >> 1) >> 31);
    }
}

static void read_cubic(const wt_level *level, const uint32_t *phase, wt_sample *out, size_t n) {
    const int32_t *rows = level->rows;
    for (size_t i = 0; i < n; ++i) {
        const wt_table_index p = wt_table_index_of(phase[i], level->length);
        const int32_t *c = rows + 4 * (size_t)p.index;
        const int64_t z = (int64_t)(p.fraction >> 1) - 0x40000000;
        int64_t y = c[3] * z >> 31;
        y = (y + c[2]) * z >> 31;
        y = (y + c[1]) * z >> 31;
        out[i].q = (int32_t)(y + c[0]);
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

static int32_t mixed(int32_t a, int32_t b, int64_t w) {
    return a + (int32_t)((b - a) * w >> 30);
}

static void blend(wt_sample *a, const wt_sample *b, const float *w, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        a[i].q = mixed(a[i].q, b[i].q, q30(wt_unit_clamp(w[i])));
    }
}

static void blend_constant(wt_sample *a, const wt_sample *b, float w, size_t n) {
    const int64_t weight = q30(w);
    for (size_t i = 0; i < n; ++i) {
        a[i].q = mixed(a[i].q, b[i].q, weight);
    }
}

static int64_t scaled(int32_t x, int64_t gain) {
    return (x * gain + (1 << 29)) >> 30;
}

static void add(wt_bus bus, const wt_sample *x, const float *gain, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        bus.q31[i] += scaled(x[i].q, q30(gain[i]));
    }
}

static void add_constant(wt_bus bus, const wt_sample *x, float gain, size_t n) {
    const int64_t g = q30(gain);
    for (size_t i = 0; i < n; ++i) {
        bus.q31[i] += scaled(x[i].q, g);
    }
}

static void mix(wt_reader reader, const wt_steady_tone *tone, uint32_t start,
                const wt_tone_moves *moves, const float *cross, wt_sample *out, size_t n) {
    wt_mix(&wt_kernels_q31, reader, tone, start, moves, cross, out, n);
}

const wt_kernels wt_kernels_q31 = {
    WT_MOTION,
    .read = {read_none, read_nearest, read_linear, read_cubic},
    .run = {run_none, run_nearest, run_linear, run_cubic},
    .mix = mix,
    .blend = blend,
    .blend_constant = blend_constant,
    .swing = wt_swing_q31,
    .halve = wt_halve_integers,
    .add = add,
    .add_constant = add_constant,
};
