// The q31 engine, WT_LANES samples at a time. The definitions are in core/engine/q31.c.
#include "core/engine/simd/cubic.h"
#include "core/engine/simd/halve.h"
#include "core/engine/simd/motion.h"
#include "core/engine/simd/swing.h"
#include "core/engine/simd/variants.h"

WT_INLINED void none(const wt_level *level, wt_phases phases, wt_sample *out, size_t n) {
    const uint32_t length = level->length;
    const uint8_t log2_length = level->log2_length;
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_table_indices p =
            wt_table_indices_of(wt_phases_take(&phases, i), length, log2_length);
        wt_store(out + i, wt_gather_i(level->rows, p.index));
    }
    wt_phases_rest(&phases, &wt_kernels_q31, WT_READ_BEFORE, level, out, i, n);
}

WT_INLINED void nearest(const wt_level *level, wt_phases phases, wt_sample *out, size_t n) {
    const uint8_t log2_length = level->log2_length;
    size_t i = 0;
    if (log2_length < 32) {
        const uint32_t half = 0x80000000u >> log2_length;
        for (; i + WT_LANES <= n; i += WT_LANES) {
            const wt_table_indices p =
                wt_table_indices_of(wt_phases_take(&phases, i) + half, 0, log2_length);
            wt_store(out + i, wt_gather_i(level->rows, p.index));
        }
    }
    wt_phases_rest(&phases, &wt_kernels_q31, WT_READ_NEAREST, level, out, i, n);
}

WT_INLINED void linear(const wt_level *level, wt_phases phases, wt_sample *out, size_t n) {
    const int32_t *t = level->rows;
    const uint32_t length = level->length;
    const uint8_t log2_length = level->log2_length;
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_table_indices p =
            wt_table_indices_of(wt_phases_take(&phases, i), length, log2_length);
        const wt_vi a = wt_gather_i(t, p.index);
        const wt_vi b = wt_gather_i(t + 1, p.index);
        wt_store(out + i, a + wt_multiply_shift(b - a, (wt_vi)(p.fraction >> 1), 0, 31));
    }
    wt_phases_rest(&phases, &wt_kernels_q31, WT_READ_LINE, level, out, i, n);
}

WT_INLINED void cubic(const wt_level *level, wt_phases phases, wt_sample *out, size_t n) {
    const wt_level local = *level;
    size_t i = 0;
    for (size_t step; (step = wt_step_of(n - i, WT_CUBIC_STEP)) > 0; i += step) {
        wt_cubic_places places;
        wt_cubic_take(&places, &local, &phases, i, step);
        for (size_t j = 0; j < step; j += WT_LANES) {
            wt_store(out + i + j, wt_cubic_at(local.rows, &places, j));
        }
    }
    wt_phases_rest(&phases, &wt_kernels_q31, WT_READ_POLYNOMIAL, level, out, i, n);
}

WT_BOTH(none)
WT_BOTH(nearest)
WT_BOTH(linear)
WT_BOTH(cubic)

static wt_vi weights(wt_vf w) {
    return __builtin_convertvector(w * 1073741824.0f, wt_vi);
}

static void blend(wt_sample *a, const wt_sample *b, const float *w, size_t n) {
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_vi x = wt_load_i(a + i);
        const wt_vi step = wt_load_i(b + i) - x;
        wt_store(a + i,
                 x + wt_multiply_shift(step, weights(wt_clamp_lanes(wt_load_f(w + i))), 0, 30));
    }
    wt_kernels_q31.blend(a + i, b + i, w + i, n - i);
}

static void blend_constant(wt_sample *a, const wt_sample *b, float w, size_t n) {
    const wt_vi weight = (wt_vi){0} + (int32_t)(w * 1073741824.0f);
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_vi x = wt_load_i(a + i);
        wt_store(a + i, x + wt_multiply_shift(wt_load_i(b + i) - x, weight, 0, 30));
    }
    wt_kernels_q31.blend_constant(a + i, b + i, w, n - i);
}

// The bus has 64 bits: sums are left to the compiler's own vectors.
static void add_scaled(int64_t *bus, wt_vi scaled) {
    int32_t x[WT_LANES];
    wt_store(x, scaled);
    for (int l = 0; l < WT_LANES; ++l) {
        bus[l] += x[l];
    }
}

static void add(wt_bus bus, const wt_sample *x, const float *gain, size_t n) {
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_vi g = weights(wt_load_f(gain + i));
        add_scaled(bus.q31 + i, wt_multiply_shift(wt_load_i(x + i), g, 1 << 29, 30));
    }
    wt_kernels_q31.add((wt_bus){.q31 = bus.q31 + i}, x + i, gain + i, n - i);
}

static void add_constant(wt_bus bus, const wt_sample *x, float gain, size_t n) {
    const wt_vi g = (wt_vi){0} + (int32_t)(gain * 1073741824.0f);
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        add_scaled(bus.q31 + i, wt_multiply_shift(wt_load_i(x + i), g, 1 << 29, 30));
    }
    wt_kernels_q31.add_constant((wt_bus){.q31 = bus.q31 + i}, x + i, gain, n - i);
}

static void mix(wt_reader reader, const wt_steady_tone *tone, uint32_t start,
                const wt_tone_moves *moves, const float *cross, wt_sample *out, size_t n) {
    wt_mix(&WT_WIDE(wt_kernels_q31), reader, tone, start, moves, cross, out, n);
}

const wt_kernels WT_WIDE(wt_kernels_q31) = {
    WT_WIDE_MOTION,
    .read = {read_none, read_nearest, read_linear, read_cubic},
    .run = {run_none, run_nearest, run_linear, run_cubic},
    .mix = mix,
    .blend = blend,
    .blend_constant = blend_constant,
    .swing = wt_wide_swing_q31,
    .halve = wt_wide_halve_integers,
    .add = add,
    .add_constant = add_constant,
};
