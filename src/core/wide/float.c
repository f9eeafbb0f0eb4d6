// The float engine, WT_LANES samples at a time. The definitions are in core/float.c.
#include "core/wide/glide.h"
#include "core/wide/lfo.h"
#include "core/wide/line.h"
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

// Pairs in one pass. Levels of one length share their places.
enum { MIX_STEP = 128 };

typedef struct {
    wt_phases phases;
    uint32_t at[MIX_STEP];
    float x[MIX_STEP];
} mix_places;

WT_INLINED void take_places(mix_places *p, const wt_level *level, unsigned row_bits, size_t n) {
    const uint32_t length = level->length;
    const uint8_t log2_length = level->log2_length;
    wt_phases phases = p->phases;
    for (size_t j = 0; j < n; j += WT_LANES) {
        const wt_places taken = wt_places_of(wt_phases_take(&phases, j), length, log2_length);
        wt_store(p->at + j, (wt_vi)(taken.index << row_bits));
        wt_store_f(p->x + j, wt_units(taken.fraction));
    }
    p->phases = phases;
}

// How rows become samples: both cycles of a pair at the places of eight or four frames.
typedef enum { LINEAR, WOVEN, CUBIC, TAPS } rows_kind;

WT_INLINED wt_vf linear_at(const float *t, const uint32_t *at, wt_vf x) {
    wt_vf a, b;
    wt_gather_pairs(t, at, &a, &b);
    return a + (b - a) * x;
}

WT_INLINED wt_vf cubic_at(const float *rows, const uint32_t *at, wt_vf x, bool taps) {
    wt_vf c[4];
    wt_gather_rows(rows, at, c);
    if (taps) {
        fit(c);
    }
    const wt_vf z = x - 0.5f;
    return ((c[3] * z + c[2]) * z + c[1]) * z + c[0];
}

// A pair with its pointers taken out of memory, which no store can change.
typedef struct {
    const float *a, *b; // woven: the same
    const mix_places *at_a, *at_b;
    const float *weights, *cross;
} strand;

WT_INLINED strand strand_of(const wt_pair *pair, rows_kind kind, const mix_places *a,
                            const mix_places *b) {
    return (strand){.a = kind == WOVEN ? pair->woven->rows : pair->a->rows,
                    .b = pair->b->rows,
                    .at_a = a,
                    .at_b = b,
                    .weights = pair->weights,
                    .cross = pair->cross};
}

WT_INLINED void read_strand(rows_kind kind, strand s, size_t j, wt_vf *a, wt_vf *b) {
    const wt_vf x_a = wt_load_f(s.at_a->x + j);
    const wt_vf x_b = wt_load_f(s.at_b->x + j);
    if (kind == LINEAR) {
        *a = linear_at(s.a, s.at_a->at + j, x_a);
        *b = linear_at(s.b, s.at_b->at + j, x_b);
    } else if (kind == WOVEN) {
        wt_vf c[4];
        wt_gather_rows(s.a, s.at_a->at + j, c);
        *a = c[0] + (c[2] - c[0]) * x_a;
        *b = c[1] + (c[3] - c[1]) * x_a;
    } else {
        *a = cubic_at(s.a, s.at_a->at + j, x_a, kind == TAPS);
        *b = cubic_at(s.b, s.at_b->at + j, x_b, kind == TAPS);
    }
}

WT_INLINED wt_vf strand_at(rows_kind kind, strand s, size_t i, size_t j) {
    wt_vf a, b;
    read_strand(kind, s, j, &a, &b);
    return a + (b - a) * wt_load_f(s.weights + i);
}

WT_INLINED wt_vf join_at(const float *cross, wt_vf before, wt_vf y, size_t i) {
    return before + (y - before) * wt_load_f(cross + i);
}

// Of the levels, the first one that shares level k's places.
static int owner_of(const wt_level *levels, int k) {
    int owner = 0;
    while (levels[owner].length != levels[k].length) {
        ++owner;
    }
    return owner;
}

// Return how many samples are done: whole vectors. `alike`: all levels are of one length.
WT_INLINED size_t mix_pairs(rows_kind kind, const wt_pair *pairs, int n_pairs, bool alike,
                            wt_phases phases, wt_sample *out, size_t n) {
    const unsigned row_bits = kind == CUBIC ? 2 : kind == WOVEN ? 1 : 0;
    const wt_pair *last = &pairs[n_pairs - 1];
    const wt_level levels[] = {*pairs->a, *pairs->b, *last->a, *last->b};
    const int n_levels = alike ? 1 : 2 * n_pairs;
    mix_places places[4];
    const mix_places *at[4] = {places, places, places, places};
    for (int k = 0; k < n_levels; ++k) {
        places[k].phases = phases;
        at[k] = &places[owner_of(levels, k)];
    }
    const strand first = strand_of(pairs, kind, at[0], at[1]);
    const strand second = strand_of(last, kind, at[2], at[3]);
    size_t i = 0;
    for (size_t step; (step = wt_step_of(n - i, MIX_STEP)) > 0; i += step) {
        for (int k = 0; k < n_levels; ++k) {
            if (at[k] == &places[k]) {
                take_places(&places[k], &levels[k], row_bits, step);
            }
        }
        for (size_t j = 0; j < step; j += WT_LANES) {
            wt_vf y = strand_at(kind, first, i + j, j);
            if (first.cross) {
                y = join_at(first.cross, wt_load_f(out + i + j), y, i + j);
            }
            if (n_pairs == 2) {
                y = join_at(second.cross, y, strand_at(kind, second, i + j, j), i + j);
            }
            wt_store_f(out + i + j, y);
        }
    }
    return i;
}

WT_INLINED size_t mix_rows(rows_kind kind, const wt_pair *pairs, int n_pairs, bool alike,
                           wt_phases phases, wt_sample *out, size_t n) {
    if (n_pairs == 2) {
        return alike ? mix_pairs(kind, pairs, 2, true, phases, out, n)
                     : mix_pairs(kind, pairs, 2, false, phases, out, n);
    }
    return alike ? mix_pairs(kind, pairs, 1, true, phases, out, n)
                 : mix_pairs(kind, pairs, 1, false, phases, out, n);
}

// What all pairs have in common.
typedef struct {
    bool lengths, taps, woven;
} likeness;

static likeness likeness_of(const wt_pair *pairs, int n_pairs) {
    const wt_level *l = pairs[0].a;
    likeness all = {true, true, true};
    for (int p = 0; p < n_pairs; ++p) {
        const wt_level *a = pairs[p].a;
        const wt_level *b = pairs[p].b;
        all.lengths = all.lengths && a->length == l->length && b->length == l->length;
        all.taps = all.taps && a->taps == l->taps && b->taps == l->taps;
        all.woven = all.woven && pairs[p].woven;
    }
    return all;
}

static void mix(wt_interp interp, const wt_pair *pairs, int n_pairs, uint32_t start,
                uint32_t increment, wt_sample *out, size_t n) {
    const wt_phases phases = wt_phases_ramp(start, increment);
    const likeness all = likeness_of(pairs, n_pairs);
    size_t done = 0;
    if (interp == WT_INTERP_LINEAR && all.woven && all.lengths) {
        done = mix_rows(WOVEN, pairs, n_pairs, true, phases, out, n);
    } else if (interp == WT_INTERP_LINEAR) {
        done = mix_rows(LINEAR, pairs, n_pairs, all.lengths, phases, out, n);
    } else if (interp == WT_INTERP_CUBIC && all.taps && pairs[0].a->taps) {
        done = mix_rows(TAPS, pairs, n_pairs, all.lengths, phases, out, n);
    } else if (interp == WT_INTERP_CUBIC && all.taps) {
        done = mix_rows(CUBIC, pairs, n_pairs, all.lengths, phases, out, n);
    }
    wt_pair rest[2];
    for (int p = 0; p < n_pairs; ++p) {
        rest[p] = pairs[p];
        rest[p].weights += done;
        rest[p].cross += rest[p].cross ? done : 0;
    }
    wt_mix(&WT_WIDE(wt_kernels_float), interp, rest, n_pairs, start + (uint32_t)done * increment,
           increment, out + done, n - done);
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
    .curves = {wt_wide_line, wt_wide_lfo},
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
