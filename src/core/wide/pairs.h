// Pairs of cycles of the float engine, read, mixed and joined to the chain in one pass.
#ifndef WT_CORE_WIDE_PAIRS_H
#define WT_CORE_WIDE_PAIRS_H

#include "core/wide/fit.h"
#include "core/wide/line.h"
#include "core/wide/polynomial.h"
#include "core/wide/ramp.h"

// Levels of one length share their places.
enum { WT_MIX_STEP = 128 };

typedef struct {
    wt_phases phases;
    uint32_t at[WT_MIX_STEP];
    float x[WT_MIX_STEP];
} wt_mix_places;

WT_INLINED void wt_take_places(wt_mix_places *p, const wt_level *level, unsigned row_bits,
                               size_t n) {
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
typedef enum { WT_ROWS_LINEAR, WT_ROWS_WOVEN, WT_ROWS_CUBIC, WT_ROWS_TAPS } wt_rows_kind;

WT_INLINED wt_vf wt_linear_at(const float *t, const uint32_t *at, wt_vf x) {
    wt_vf a, b;
    wt_gather_pairs(t, at, &a, &b);
    return a + (b - a) * x;
}

WT_INLINED wt_vf wt_polynomial_at(const float *rows, const uint32_t *at, wt_vf x, bool taps) {
    wt_vf c[4];
    wt_gather_rows(rows, at, c);
    if (taps) {
        wt_fit(c);
    }
    return wt_polynomial(c, x - 0.5f);
}

// A control: in each run of the lines' grid its values are base + from[j].
typedef struct {
    wt_control given;
    wt_line_rise rise;
} wt_mix_control;

typedef struct {
    float base;
    const float *from;
} wt_mix_run;

static void wt_begin_control(wt_mix_control *c, const wt_control *given) {
    c->given = *given;
    if (!given->values && given->line) {
        wt_line_rises(given->line, &c->rise);
    }
}

// (What is added to -0 stays as it is.)
static wt_mix_run wt_run_of(const wt_mix_control *c, uint64_t frame, size_t i) {
    if (c->given.values) {
        return (wt_mix_run){-0.0f, c->given.values + i};
    }
    return c->given.line ? (wt_mix_run){wt_line_base(c->given.line, frame + i), c->rise.values}
                         : (wt_mix_run){0.0f, NULL};
}

WT_INLINED wt_vf wt_control_at(wt_mix_run run, size_t j) {
    return run.base + wt_load_f(run.from + j);
}

// A pair with its pointers taken out of memory, which no store can change.
typedef struct {
    const float *a, *b; // woven: the same
    const wt_mix_places *at_a, *at_b;
} wt_strand;

WT_INLINED wt_strand wt_strand_of(const wt_pair *pair, wt_rows_kind kind, const wt_mix_places *a,
                                  const wt_mix_places *b) {
    return (wt_strand){.a = kind == WT_ROWS_WOVEN ? pair->woven->rows : pair->a->rows,
                       .b = pair->b->rows,
                       .at_a = a,
                       .at_b = b};
}

WT_INLINED void wt_read_strand(wt_rows_kind kind, wt_strand s, size_t j, wt_vf *a, wt_vf *b) {
    const wt_vf x_a = wt_load_f(s.at_a->x + j);
    const wt_vf x_b = wt_load_f(s.at_b->x + j);
    if (kind == WT_ROWS_LINEAR) {
        *a = wt_linear_at(s.a, s.at_a->at + j, x_a);
        *b = wt_linear_at(s.b, s.at_b->at + j, x_b);
    } else if (kind == WT_ROWS_WOVEN) {
        wt_vf c[4];
        wt_gather_rows(s.a, s.at_a->at + j, c);
        *a = c[0] + (c[2] - c[0]) * x_a;
        *b = c[1] + (c[3] - c[1]) * x_a;
    } else {
        *a = wt_polynomial_at(s.a, s.at_a->at + j, x_a, kind == WT_ROWS_TAPS);
        *b = wt_polynomial_at(s.b, s.at_b->at + j, x_b, kind == WT_ROWS_TAPS);
    }
}

WT_INLINED wt_vf wt_strand_at(wt_rows_kind kind, wt_strand s, wt_mix_run weights, size_t run,
                              size_t j) {
    wt_vf a, b;
    wt_read_strand(kind, s, run + j, &a, &b);
    return a + (b - a) * wt_control_at(weights, j);
}

WT_INLINED wt_vf wt_join_at(wt_mix_run cross, wt_vf before, wt_vf y, size_t j) {
    return before + (y - before) * wt_control_at(cross, j);
}

// Of the levels, the first one that shares level k's places.
static int wt_owner_of(const wt_level *levels, int k) {
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
} wt_mixture;

// The samples of one run, at most WT_LINE_GRID, from sample `i` of the mixture on, sample `run` of
// the step.
WT_INLINED void wt_mix_run_of(wt_rows_kind kind, bool two, const wt_strand *strands,
                              const wt_mix_control *controls, const wt_mixture *m, size_t i,
                              size_t run, size_t n) {
    const wt_strand first = strands[0];
    const wt_strand second = strands[1];
    const wt_mix_run w0 = wt_run_of(&controls[0], m->frame, i);
    const wt_mix_run x0 = wt_run_of(&controls[1], m->frame, i);
    const wt_mix_run w1 = wt_run_of(&controls[2], m->frame, i);
    const wt_mix_run x1 = wt_run_of(&controls[3], m->frame, i);
    wt_sample *out = m->out + i;
    for (size_t j = 0; j < n; j += WT_LANES) {
        wt_vf y = wt_strand_at(kind, first, w0, run, j);
        if (x0.from) {
            y = wt_join_at(x0, wt_load_f(out + j), y, j);
        }
        if (two) {
            y = wt_join_at(x1, y, wt_strand_at(kind, second, w1, run, j), j);
        }
        wt_store_f(out + j, y);
    }
}

// Return how many samples are done: whole vectors. `alike`: all levels are of one length.
WT_INLINED size_t wt_mix_pairs(wt_rows_kind kind, bool two, bool alike, const wt_mixture *m) {
    const unsigned row_bits = kind == WT_ROWS_CUBIC ? 2 : kind == WT_ROWS_WOVEN ? 1 : 0;
    const wt_pair *pairs = m->pairs;
    const wt_pair *last = &pairs[two ? 1 : 0];
    const wt_level levels[] = {*pairs->a, *pairs->b, *last->a, *last->b};
    const int n_levels = alike ? 1 : two ? 4 : 2;
    wt_mix_places places[4];
    const wt_mix_places *at[4] = {places, places, places, places};
    for (int k = 0; k < n_levels; ++k) {
        places[k].phases = m->phases;
        at[k] = &places[wt_owner_of(levels, k)];
    }
    const wt_strand strands[] = {wt_strand_of(pairs, kind, at[0], at[1]),
                                 wt_strand_of(last, kind, at[2], at[3])};
    wt_mix_control controls[4];
    for (int p = 0; p < 2; ++p) {
        wt_begin_control(&controls[2 * p], &pairs[two ? p : 0].weights);
        wt_begin_control(&controls[2 * p + 1], &pairs[two ? p : 0].cross);
    }
    size_t i = 0;
    for (size_t step; (step = wt_step_of(m->n - i, WT_MIX_STEP)) > 0; i += step) {
        for (int k = 0; k < n_levels; ++k) {
            if (at[k] == &places[k]) {
                wt_take_places(&places[k], &levels[k], row_bits, step);
            }
        }
        for (size_t run = 0; run < step; run += WT_LINE_GRID) {
            wt_mix_run_of(kind, two, strands, controls, m, i + run, run,
                          step - run < WT_LINE_GRID ? step - run : WT_LINE_GRID);
        }
    }
    return i;
}

WT_INLINED size_t wt_mix_rows(wt_rows_kind kind, bool alike, const wt_mixture *m) {
    if (m->n_pairs == 2) {
        return alike ? wt_mix_pairs(kind, true, true, m) : wt_mix_pairs(kind, true, false, m);
    }
    return alike ? wt_mix_pairs(kind, false, true, m) : wt_mix_pairs(kind, false, false, m);
}

// What all pairs have in common.
typedef struct {
    bool lengths, taps, woven;
} wt_likeness;

static wt_likeness wt_likeness_of(const wt_pair *pairs, int n_pairs) {
    const wt_level *l = pairs[0].a;
    wt_likeness all = {true, true, true};
    for (int p = 0; p < n_pairs; ++p) {
        const wt_level *a = pairs[p].a;
        const wt_level *b = pairs[p].b;
        all.lengths = all.lengths && a->length == l->length && b->length == l->length;
        all.taps = all.taps && a->taps == l->taps && b->taps == l->taps;
        all.woven = all.woven && pairs[p].woven;
    }
    return all;
}

#endif
