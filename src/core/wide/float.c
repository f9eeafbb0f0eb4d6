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

// A control: in each run of the lines' grid its values are base + from[j].
typedef struct {
    wt_control given;
    wt_line_rise rise;
} mix_control;

typedef struct {
    float base;
    const float *from;
} mix_run;

static void begin_control(mix_control *c, const wt_control *given) {
    c->given = *given;
    if (!given->values && given->line) {
        wt_line_rises(given->line, &c->rise);
    }
}

// (What is added to -0 stays as it is.)
static mix_run run_of(const mix_control *c, uint64_t frame, size_t i) {
    if (c->given.values) {
        return (mix_run){-0.0f, c->given.values + i};
    }
    return c->given.line ? (mix_run){wt_line_base(c->given.line, frame + i), c->rise.values}
                         : (mix_run){0.0f, NULL};
}

WT_INLINED wt_vf control_at(mix_run run, size_t j) {
    return run.base + wt_load_f(run.from + j);
}

// A pair with its pointers taken out of memory, which no store can change.
typedef struct {
    const float *a, *b; // woven: the same
    const mix_places *at_a, *at_b;
} strand;

WT_INLINED strand strand_of(const wt_pair *pair, rows_kind kind, const mix_places *a,
                            const mix_places *b) {
    return (strand){.a = kind == WOVEN ? pair->woven->rows : pair->a->rows,
                    .b = pair->b->rows,
                    .at_a = a,
                    .at_b = b};
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

WT_INLINED wt_vf strand_at(rows_kind kind, strand s, mix_run weights, size_t run, size_t j) {
    wt_vf a, b;
    read_strand(kind, s, run + j, &a, &b);
    return a + (b - a) * control_at(weights, j);
}

WT_INLINED wt_vf join_at(mix_run cross, wt_vf before, wt_vf y, size_t j) {
    return before + (y - before) * control_at(cross, j);
}

// Of the levels, the first one that shares level k's places.
static int owner_of(const wt_level *levels, int k) {
    int owner = 0;
    while (levels[owner].length != levels[k].length) {
        ++owner;
    }
    return owner;
}

// A call of mix, and what its loops share.
typedef struct {
    const wt_pair *pairs;
    int n_pairs;
    uint64_t frame;
    wt_phases phases;
    wt_sample *out;
    size_t n;
} mixture;

// The samples of one run, at most WT_LINE_GRID, from sample `i` of the mixture on, sample `run` of
// the step.
WT_INLINED void mix_run_of(rows_kind kind, bool two, const strand *strands,
                           const mix_control *controls, const mixture *m, size_t i, size_t run,
                           size_t n) {
    const strand first = strands[0];
    const strand second = strands[1];
    const mix_run w0 = run_of(&controls[0], m->frame, i);
    const mix_run x0 = run_of(&controls[1], m->frame, i);
    const mix_run w1 = run_of(&controls[2], m->frame, i);
    const mix_run x1 = run_of(&controls[3], m->frame, i);
    wt_sample *out = m->out + i;
    for (size_t j = 0; j < n; j += WT_LANES) {
        wt_vf y = strand_at(kind, first, w0, run, j);
        if (x0.from) {
            y = join_at(x0, wt_load_f(out + j), y, j);
        }
        if (two) {
            y = join_at(x1, y, strand_at(kind, second, w1, run, j), j);
        }
        wt_store_f(out + j, y);
    }
}

// Return how many samples are done: whole vectors. `alike`: all levels are of one length.
WT_INLINED size_t mix_pairs(rows_kind kind, bool two, bool alike, const mixture *m) {
    const unsigned row_bits = kind == CUBIC ? 2 : kind == WOVEN ? 1 : 0;
    const wt_pair *pairs = m->pairs;
    const wt_pair *last = &pairs[two ? 1 : 0];
    const wt_level levels[] = {*pairs->a, *pairs->b, *last->a, *last->b};
    const int n_levels = alike ? 1 : two ? 4 : 2;
    mix_places places[4];
    const mix_places *at[4] = {places, places, places, places};
    for (int k = 0; k < n_levels; ++k) {
        places[k].phases = m->phases;
        at[k] = &places[owner_of(levels, k)];
    }
    const strand strands[] = {strand_of(pairs, kind, at[0], at[1]),
                              strand_of(last, kind, at[2], at[3])};
    mix_control controls[4];
    for (int p = 0; p < 2; ++p) {
        begin_control(&controls[2 * p], &pairs[two ? p : 0].weights);
        begin_control(&controls[2 * p + 1], &pairs[two ? p : 0].cross);
    }
    size_t i = 0;
    for (size_t step; (step = wt_step_of(m->n - i, MIX_STEP)) > 0; i += step) {
        for (int k = 0; k < n_levels; ++k) {
            if (at[k] == &places[k]) {
                take_places(&places[k], &levels[k], row_bits, step);
            }
        }
        for (size_t run = 0; run < step; run += WT_LINE_GRID) {
            mix_run_of(kind, two, strands, controls, m, i + run, run,
                       step - run < WT_LINE_GRID ? step - run : WT_LINE_GRID);
        }
    }
    return i;
}

WT_INLINED size_t mix_rows(rows_kind kind, bool alike, const mixture *m) {
    if (m->n_pairs == 2) {
        return alike ? mix_pairs(kind, true, true, m) : mix_pairs(kind, true, false, m);
    }
    return alike ? mix_pairs(kind, false, true, m) : mix_pairs(kind, false, false, m);
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

static void mix(wt_interp interp, const wt_pair *pairs, int n_pairs, uint64_t frame, uint32_t start,
                uint32_t increment, wt_sample *out, size_t n) {
    const likeness all = likeness_of(pairs, n_pairs);
    const mixture m = {pairs, n_pairs, frame, wt_phases_ramp(start, increment), out, n};
    size_t done = 0;
    if (interp == WT_INTERP_LINEAR && all.woven && all.lengths) {
        done = n_pairs == 2 ? mix_pairs(WOVEN, true, true, &m) : mix_pairs(WOVEN, false, true, &m);
    } else if (interp == WT_INTERP_LINEAR) {
        done = mix_rows(LINEAR, all.lengths, &m);
    } else if (interp == WT_INTERP_CUBIC && all.taps && pairs[0].a->taps) {
        done = mix_rows(TAPS, all.lengths, &m);
    } else if (interp == WT_INTERP_CUBIC && all.taps) {
        done = mix_rows(CUBIC, all.lengths, &m);
    }
    wt_pair rest[2];
    for (int p = 0; p < n_pairs; ++p) {
        rest[p] = pairs[p];
        rest[p].weights.values += rest[p].weights.values ? done : 0;
        rest[p].cross.values += rest[p].cross.values ? done : 0;
    }
    wt_mix(&WT_WIDE(wt_kernels_float), interp, rest, n_pairs, frame + done,
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
