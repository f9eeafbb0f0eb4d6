// The float engine, WT_LANES samples at a time. The definitions are in core/float.c.
#include "core/wide/glide.h"
#include "core/wide/ramp.h"
#include "core/wide/sets.h"

WT_INLINED void none(const wt_level *level, wt_phases phases, wt_sample *out, size_t n) {
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
WT_INLINED void nearest(const wt_level *level, wt_phases phases, wt_sample *out, size_t n) {
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

WT_INLINED void linear(const wt_level *level, wt_phases phases, wt_sample *out, size_t n) {
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

// The coefficients in place of the taps.
WT_INLINED void fit(wt_vf t[4]) {
    const wt_vf e1 = t[1] + t[2];
    const wt_vf o1 = t[2] - t[1];
    const wt_vf e2 = t[0] + t[3];
    const wt_vf o2 = t[3] - t[0];
    t[0] = e1 * (157.0f / 336.0f) + e2 * (11.0f / 336.0f);
    t[1] = o1 * (93.0f / 168.0f) + o2 * (25.0f / 168.0f);
    t[2] = (e2 - e1) * 0.25f;
    t[3] = (o2 - 3.0f * o1) * (1.0f / 6.0f);
}

// Two passes over a few samples at a time: places into memory, then rows from there. (Taking each
// index out of a vector register instead costs a third more.)
WT_INLINED void cubic_of(const wt_level *level, wt_phases phases, wt_sample *out, size_t n,
                         bool taps) {
    enum { STEP = 256 };
    const float *rows = level->rows;
    const uint32_t length = level->length;
    const uint8_t log2_length = level->log2_length;
    const int log2_row = taps ? 0 : 2;
    size_t i = 0;
    for (size_t step; (step = wt_step_of(n - i, STEP)) > 0; i += step) {
        uint32_t at[STEP];
        float place[STEP];
        for (size_t j = 0; j < step; j += WT_LANES) {
            const wt_places p = wt_places_of(wt_phases_take(&phases, i + j), length, log2_length);
            wt_store(at + j, (wt_vi)(p.index << log2_row));
            wt_store_f(place + j, wt_units(p.fraction) - 0.5f);
        }
        for (size_t j = 0; j < step; j += WT_LANES) {
            wt_vf c[4];
            wt_gather_rows(rows, at + j, c);
            if (taps) {
                fit(c);
            }
            const wt_vf z = wt_load_f(place + j);
            wt_store_f(out + i + j, ((c[3] * z + c[2]) * z + c[1]) * z + c[0]);
        }
    }
    wt_phases_rest(&phases, &wt_kernels_float, WT_INTERP_CUBIC, level, out, i, n);
}

WT_INLINED void cubic(const wt_level *level, wt_phases phases, wt_sample *out, size_t n) {
    if (level->taps) {
        cubic_of(level, phases, out, n, true);
    } else {
        cubic_of(level, phases, out, n, false);
    }
}

WT_BOTH(none)
WT_BOTH(nearest)
WT_BOTH(linear)
WT_BOTH(cubic)

// Two levels of one length share their places.
enum { MIX_STEP = 128 };

WT_INLINED void mix_places(const wt_level *level, wt_phases *phases, uint32_t *at,
                           unsigned row_bits, float *x, size_t n) {
    for (size_t j = 0; j < n; j += WT_LANES) {
        const wt_places p =
            wt_places_of(wt_phases_take(phases, j), level->length, level->log2_length);
        wt_store(at + j, (wt_vi)(p.index << row_bits));
        wt_store_f(x + j, wt_units(p.fraction));
    }
}

WT_INLINED wt_vf linear_at(const float *t, const uint32_t *at, wt_vf x) {
    wt_vf a, b;
    wt_gather_pairs(t, at, &a, &b);
    return a + (b - a) * x;
}

WT_INLINED wt_vf cubic_at(const float *rows, const uint32_t *at, wt_vf x) {
    wt_vf c[4];
    wt_gather_rows(rows, at, c);
    const wt_vf z = x - 0.5f;
    return ((c[3] * z + c[2]) * z + c[1]) * z + c[0];
}

WT_INLINED wt_vf taps_at(const float *rows, const uint32_t *at, wt_vf x) {
    wt_vf c[4];
    wt_gather_rows(rows, at, c);
    fit(c);
    const wt_vf z = x - 0.5f;
    return ((c[3] * z + c[2]) * z + c[1]) * z + c[0];
}

// Return how many samples are done: whole steps, and none of a step that has other cycles.
WT_INLINED size_t mix_both(wt_vf (*read)(const float *, const uint32_t *, wt_vf), unsigned row_bits,
                           const wt_pair *pair, wt_phases phases, wt_sample *out, size_t n) {
    const wt_level level = *pair->a;
    const wt_pair local = *pair;
    const float *rows_a = pair->a->rows;
    const float *rows_b = pair->b->rows;
    size_t i = 0;
    for (size_t step; (step = wt_step_of(n - i, MIX_STEP)) > 0; i += step) {
        uint32_t at[MIX_STEP];
        float x[MIX_STEP];
        wt_vu seen = {0};
        mix_places(&level, &phases, at, row_bits, x, step);
        for (size_t j = 0; j < step; j += WT_LANES) {
            const wt_vf w = wt_weights_of(&local, i + j, &seen);
            const wt_vf a = read(rows_a, at + j, wt_load_f(x + j));
            const wt_vf b = read(rows_b, at + j, wt_load_f(x + j));
            wt_store_f(out + i + j, a + (b - a) * w);
        }
        if (wt_any(seen)) {
            break;
        }
    }
    return i;
}

static bool mix(wt_interp interp, const wt_pair *pair, uint32_t start, uint32_t increment,
                wt_sample *out, size_t n) {
    size_t done = 0;
    const bool alike = pair->a->length == pair->b->length && pair->a->taps == pair->b->taps;
    if (alike && interp == WT_INTERP_LINEAR) {
        done = mix_both(linear_at, 0, pair, wt_phases_ramp(start, increment), out, n);
    } else if (alike && interp == WT_INTERP_CUBIC && pair->a->taps) {
        done = mix_both(taps_at, 0, pair, wt_phases_ramp(start, increment), out, n);
    } else if (alike && interp == WT_INTERP_CUBIC) {
        done = mix_both(cubic_at, 2, pair, wt_phases_ramp(start, increment), out, n);
    }
    const wt_pair rest = {pair->a, pair->b, pair->positions + done, pair->last, pair->whole};
    return wt_mix(&WT_WIDE(wt_kernels_float), wt_wide_weights, interp, &rest,
                  start + (uint32_t)done * increment, increment, out + done, n - done);
}

static void blend(wt_sample *a, const wt_sample *b, const float *w, size_t n) {
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_vf x = wt_load_f(a + i);
        const wt_vf y = wt_load_f(b + i);
        const wt_vf weight = wt_load_f(w + i);
        const wt_vi whole = weight >= 1.0f;
        const wt_vi mixed = (wt_vi)(x + (y - x) * wt_clamp_lanes(weight));
        wt_store(a + i, (whole & (wt_vi)y) | (~whole & mixed));
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
    .glide = wt_wide_glide,
    .positions = wt_wide_positions,
    .read = {read_none, read_nearest, read_linear, read_cubic},
    .run = {run_none, run_nearest, run_linear, run_cubic},
    .mix = mix,
    .blend = blend,
    .blend_even = blend_even,
    .scale_even = scale_even,
    .add = add,
    .add_even = add_even,
};
