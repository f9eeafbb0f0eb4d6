// The float engine, WT_LANES samples at a time. The definitions are in core/float.c.
#include "core/wide/ramp.h"
#include "core/wide/sets.h"

static inline void none(const wt_level *level, wt_phases phases, wt_sample *out, size_t n) {
    const uint32_t length = level->length;
    const uint8_t log2_length = level->log2_length;
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_places p = wt_places_of(wt_phases_take(&phases, i), length, log2_length);
        wt_store_f(out + i, wt_gather_f(level->rows, p.index));
    }
    wt_phases_rest(&phases, &wt_kernels_float, WT_INTERP_NONE, level, out, i, n);
}

// Half a sample on, the sample before is the nearest one.
static inline void nearest(const wt_level *level, wt_phases phases, wt_sample *out, size_t n) {
    const uint8_t log2_length = level->log2_length;
    size_t i = 0;
    if (log2_length < 32) {
        const uint32_t half = 0x80000000u >> log2_length;
        for (; i + WT_LANES <= n; i += WT_LANES) {
            const wt_places p = wt_places_of(wt_phases_take(&phases, i) + half, 0, log2_length);
            wt_store_f(out + i, wt_gather_f(level->rows, p.index));
        }
    }
    wt_phases_rest(&phases, &wt_kernels_float, WT_INTERP_NEAREST, level, out, i, n);
}

static inline void linear(const wt_level *level, wt_phases phases, wt_sample *out, size_t n) {
    const float *t = level->rows;
    const uint32_t length = level->length;
    const uint8_t log2_length = level->log2_length;
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_places p = wt_places_of(wt_phases_take(&phases, i), length, log2_length);
        const wt_vf a = wt_gather_f(t, p.index);
        const wt_vf b = wt_gather_f(t + 1, p.index);
        wt_store_f(out + i, a + (b - a) * wt_units(p.fraction));
    }
    wt_phases_rest(&phases, &wt_kernels_float, WT_INTERP_LINEAR, level, out, i, n);
}

// Two passes over a few samples at a time: places into memory, then rows from there. (Taking each
// index out of a vector register instead costs a third more.)
static inline void cubic(const wt_level *level, wt_phases phases, wt_sample *out, size_t n) {
    enum { STEP = 64 };
    const float *rows = level->rows;
    const uint32_t length = level->length;
    const uint8_t log2_length = level->log2_length;
    size_t i = 0;
    for (; i + STEP <= n; i += STEP) {
        uint32_t at[STEP];
        float place[STEP];
        for (size_t j = 0; j < STEP; j += WT_LANES) {
            const wt_places p = wt_places_of(wt_phases_take(&phases, i + j), length, log2_length);
            wt_store(at + j, (wt_vi)(p.index << 2));
            wt_store_f(place + j, wt_units(p.fraction) - 0.5f);
        }
        for (size_t j = 0; j < STEP; j += WT_LANES) {
            wt_vf c[4];
            wt_gather_rows(rows, at + j, c);
            const wt_vf z = wt_load_f(place + j);
            wt_store_f(out + i + j, ((c[3] * z + c[2]) * z + c[1]) * z + c[0]);
        }
    }
    wt_phases_rest(&phases, &wt_kernels_float, WT_INTERP_CUBIC, level, out, i, n);
}

WT_BOTH(none)
WT_BOTH(nearest)
WT_BOTH(linear)
WT_BOTH(cubic)

static void blend(wt_sample *a, const wt_sample *b, const float *w, size_t n) {
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_vf x = wt_load_f(a + i);
        wt_store_f(a + i, x + (wt_load_f(b + i) - x) * wt_load_f(w + i));
    }
    wt_kernels_float.blend(a + i, b + i, w + i, n - i);
}

static void blend_even(wt_sample *a, const wt_sample *b, float w, size_t n) {
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_vf x = wt_load_f(a + i);
        wt_store_f(a + i, x + (wt_load_f(b + i) - x) * w);
    }
    wt_kernels_float.blend_even(a + i, b + i, w, n - i);
}

static void scale_even(wt_sample *x, float gain, size_t n) {
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        wt_store_f(x + i, wt_load_f(x + i) * gain);
    }
    wt_kernels_float.scale_even(x + i, gain, n - i);
}

static void add(wt_bus bus, const wt_sample *x, const float *gain, size_t n) {
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        wt_store_f(bus.f + i, wt_load_f(bus.f + i) + wt_load_f(x + i) * wt_load_f(gain + i));
    }
    wt_kernels_float.add((wt_bus){.f = bus.f + i}, x + i, gain + i, n - i);
}

static void add_even(wt_bus bus, const wt_sample *x, float gain, size_t n) {
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        wt_store_f(bus.f + i, wt_load_f(bus.f + i) + wt_load_f(x + i) * gain);
    }
    wt_kernels_float.add_even((wt_bus){.f = bus.f + i}, x + i, gain, n - i);
}

const wt_kernels WT_WIDE(wt_kernels_float) = {
    .ramp = wt_wide_ramp,
    .positions = wt_wide_positions,
    .read = {read_none, read_nearest, read_linear, read_cubic},
    .run = {run_none, run_nearest, run_linear, run_cubic},
    .blend = blend,
    .blend_even = blend_even,
    .scale_even = scale_even,
    .add = add,
    .add_even = add_even,
};
