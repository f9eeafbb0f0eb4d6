// Pairs of cycles of the float engine, read, mixed and joined to the chain in one pass.
#ifndef WT_CORE_ENGINE_SIMD_LINEAR_MIX_H
#define WT_CORE_ENGINE_SIMD_LINEAR_MIX_H

#include "core/engine/simd/line.h"
#include "core/engine/simd/polynomial.h"
#include "core/engine/simd/ramp.h"
#include "core/engine/simd/taps.h"

// Levels of one length share their places.
enum { WT_MIX_STEP = 128 };

typedef struct {
    wt_phases phases, fractions; // the latter where the length is 2^k
    uint32_t at[WT_MIX_STEP];
    float x[WT_MIX_STEP];
} wt_mix_places;

WT_INLINED void wt_begin_places(wt_mix_places *p, const wt_level *level, wt_phases phases) {
    p->phases = phases;
    if (level->log2_length < 32) {
        p->fractions = wt_phases_fractions(phases, level->log2_length, 0);
    }
}

static void wt_take_odd_places(wt_mix_places *p, uint32_t length, unsigned row_bits, size_t n) {
    for (size_t j = 0; j < n; j += WT_LANES) {
        const wt_table_indices taken =
            wt_table_indices_of(wt_phases_take(&p->phases, j), length, 255);
        wt_store(p->at + j, (wt_vi)(taken.index << row_bits));
        wt_store_f(p->x + j, wt_units(taken.fraction));
    }
}

// What shifts by numbers, converts and multiplies shares two ports: so fractions are counted, and
// rows shifted once.
WT_INLINED void wt_take_places(wt_mix_places *p, const wt_level *level, unsigned row_bits,
                               size_t n) {
    if (level->log2_length >= 32) {
        wt_take_odd_places(p, level->length, row_bits, n);
        return;
    }
    const uint32_t shift = 32u - level->log2_length - row_bits;
    const uint32_t mask = 0u - (1u << row_bits);
    wt_phases phases = p->phases;
    wt_phases fractions = p->fractions;
    phases.phase = fractions.phase = NULL; // as they are: no arrays, as compilers then see
    for (size_t j = 0; j < n; j += WT_LANES) {
        wt_store_f(p->x + j, wt_units(wt_phases_take(&fractions, j)));
    }
    for (size_t j = 0; j < n; j += WT_LANES) {
        const wt_vu at = wt_shift_right(wt_phases_take(&phases, j), shift) & mask;
        wt_store(p->at + j, (wt_vi)at);
    }
    p->phases = phases;
    p->fractions = fractions;
}

// How rows become samples.
typedef enum { WT_ROWS_LINEAR, WT_ROWS_CUBIC, WT_ROWS_TAPS } wt_rows_kind;

WT_INLINED wt_vf wt_linear_at(const float *t, const uint32_t *at, wt_vf x) {
    wt_vf a, b;
    wt_gather_pairs(t, at, &a, &b);
    return a + (b - a) * x;
}

WT_INLINED wt_vf wt_polynomial_at(const float *rows, const uint32_t *at, wt_vf x) {
    wt_vf c[4];
    wt_gather_rows(rows, at, c);
    return wt_polynomial(c, x - 0.5f);
}

WT_INLINED wt_vf wt_taps_at(const float *rows, const uint32_t *at, wt_vf x) {
    wt_vf t[4];
    wt_gather_rows(rows, at, t);
    return wt_weighed(t, wt_tap_weights_at(x - 0.5f));
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

static wt_mix_run wt_run_of(const wt_mix_control *c, uint64_t frame, size_t i) {
    if (c->given.values) {
        return (wt_mix_run){c->given.base, c->given.values + i};
    }
    return c->given.line ? (wt_mix_run){wt_line_base(c->given.line, frame + i), c->rise.values}
                         : (wt_mix_run){0.0f, NULL};
}

WT_INLINED wt_vf wt_control_at(wt_mix_run run, size_t j) {
    return run.base + wt_load_f(run.from + j);
}

// Where the cycles of all pairs are read.
typedef struct {
    const float *rows[4];
    const uint32_t *at[4];
    const float *x[4];
} wt_mix_reads;

// Compilers are not to see that cycles share their places: they would keep more of them than there
// are registers, and fetch them back from vector registers, which takes longer than from memory.
WT_INLINED const uint32_t *wt_again(const uint32_t *at) {
    __asm__ volatile("" : "+r"(at));
    return at;
}

WT_INLINED wt_vf wt_read_cycle(wt_rows_kind kind, const wt_mix_reads *r, int k, size_t j) {
    const wt_vf x = wt_load_f(r->x[k] + j);
    const uint32_t *at = wt_again(r->at[k] + j);
    return kind == WT_ROWS_LINEAR ? wt_linear_at(r->rows[k], at, x)
           : kind == WT_ROWS_TAPS ? wt_taps_at(r->rows[k], at, x)
                                  : wt_polynomial_at(r->rows[k], at, x);
}

// All cycles at the places of a vector of frames. (Written out: a loop would keep them in memory.)
WT_INLINED void wt_read_cycles(wt_rows_kind kind, bool two, const wt_mix_reads *r, size_t j,
                               wt_vf y[4]) {
    y[0] = wt_read_cycle(kind, r, 0, j);
    y[1] = wt_read_cycle(kind, r, 1, j);
    if (two) {
        y[2] = wt_read_cycle(kind, r, 2, j);
        y[3] = wt_read_cycle(kind, r, 3, j);
    }
}

WT_INLINED wt_vf wt_pair_at(const wt_vf *cycles, wt_mix_run weights, size_t j) {
    return cycles[0] + (cycles[1] - cycles[0]) * wt_control_at(weights, j);
}

WT_INLINED wt_vf wt_join_at(wt_mix_run cross, wt_vf before, wt_vf y, size_t j) {
    return before + (y - before) * wt_control_at(cross, j);
}

// The samples of one run, at most WT_LINE_GRID, from sample `i` of the mixture on, sample `run` of
// the step. (`reads` comes as a copy, which no store can change.)
WT_INLINED void wt_mix_run_of(wt_rows_kind kind, bool two, wt_mix_reads reads,
                              const wt_mix_control *controls, uint64_t frame, size_t i, size_t run,
                              wt_sample *out, size_t n) {
    const wt_mix_run w0 = wt_run_of(&controls[0], frame, i);
    const wt_mix_run x0 = wt_run_of(&controls[1], frame, i);
    const wt_mix_run none = {0.0f, NULL};
    const wt_mix_run w1 = two ? wt_run_of(&controls[2], frame, i) : none;
    const wt_mix_run x1 = two ? wt_run_of(&controls[3], frame, i) : none;
    for (size_t j = 0; j < n; j += WT_LANES) {
        wt_vf cycles[4];
        wt_read_cycles(kind, two, &reads, run + j, cycles);
        wt_vf y = wt_pair_at(cycles, w0, j);
        if (x0.from) {
            y = wt_join_at(x0, wt_load_f(out + i + j), y, j);
        }
        if (two) {
            y = wt_join_at(x1, y, wt_pair_at(cycles + 2, w1, j), j);
        }
        wt_store_f(out + i + j, y);
    }
}

// The places of the levels of a mixture, those of one length shared.
typedef struct {
    wt_level levels[4];
    int owner[4]; // of the places of each
    wt_mix_places places[4];
} wt_mix_table;

// Levels that are alike need the places of the first one only.
WT_INLINED void wt_begin_table(wt_mix_table *t, const wt_mixture *m, bool two, bool alike) {
    for (int k = 0; k < (two ? 4 : 2); ++k) {
        const wt_pair *pair = &m->pairs[k / 2];
        t->levels[k] = *(k % 2 ? pair->b : pair->a);
        t->owner[k] = 0;
        while (!alike && t->owner[k] < k && t->levels[t->owner[k]].length != t->levels[k].length) {
            ++t->owner[k];
        }
        if (t->owner[k] == k) {
            wt_begin_places(&t->places[k], &t->levels[k], wt_phases_ramp(m->start, m->increment));
        }
    }
}

WT_INLINED wt_mix_reads wt_reads_of(const wt_mix_table *t, bool two, bool alike) {
    wt_mix_reads r = {{0}, {0}, {0}};
    for (int k = 0; k < (two ? 4 : 2); ++k) {
        const wt_mix_places *places = &t->places[alike ? 0 : t->owner[k]];
        r.rows[k] = t->levels[k].rows;
        r.at[k] = places->at;
        r.x[k] = places->x;
    }
    return r;
}

// Return how many samples are done: whole vectors. `alike`: all levels are of one length.
WT_INLINED size_t wt_mix_pairs(wt_rows_kind kind, bool two, bool alike, const wt_mixture *m,
                               wt_sample *out, size_t n) {
    const unsigned row_bits = kind == WT_ROWS_CUBIC ? 2 : 0;
    const int n_levels = alike ? 1 : two ? 4 : 2;
    wt_mix_table table;
    wt_mix_control controls[4];
    wt_begin_table(&table, m, two, alike);
    for (int p = 0; p < (two ? 2 : 1); ++p) {
        wt_begin_control(&controls[2 * p], &m->pairs[p].weights);
        wt_begin_control(&controls[2 * p + 1], &m->pairs[p].cross);
    }
    size_t i = 0;
    for (size_t step; (step = wt_step_of(n - i, WT_MIX_STEP)) > 0; i += step) {
        for (int k = 0; k < n_levels; ++k) {
            if (table.owner[k] == k) {
                wt_take_places(&table.places[k], &table.levels[k], row_bits, step);
            }
        }
        for (size_t run = 0; run < step; run += WT_LINE_GRID) {
            wt_mix_run_of(kind, two, wt_reads_of(&table, two, alike), controls, m->frame, i + run,
                          run, out, step - run < WT_LINE_GRID ? step - run : WT_LINE_GRID);
        }
    }
    return i;
}

WT_INLINED size_t wt_mix_rows_of(wt_rows_kind kind, bool alike, const wt_mixture *m, wt_sample *out,
                                 size_t n) {
    if (m->n_pairs == 2) {
        return alike ? wt_mix_pairs(kind, true, true, m, out, n)
                     : wt_mix_pairs(kind, true, false, m, out, n);
    }
    return alike ? wt_mix_pairs(kind, false, true, m, out, n)
                 : wt_mix_pairs(kind, false, false, m, out, n);
}

static size_t wt_mix_rows(wt_rows_kind kind, bool alike, const wt_mixture *m, wt_sample *out,
                          size_t n) {
    switch (kind) {
    case WT_ROWS_CUBIC:
        return wt_mix_rows_of(WT_ROWS_CUBIC, alike, m, out, n);
    case WT_ROWS_TAPS:
        return wt_mix_rows_of(WT_ROWS_TAPS, alike, m, out, n);
    default:
        return wt_mix_rows_of(WT_ROWS_LINEAR, alike, m, out, n);
    }
}

// What all pairs have in common.
typedef struct {
    bool lengths, taps;
} wt_likeness;

static wt_likeness wt_likeness_of(const wt_mixture *m) {
    const wt_level *l = m->pairs[0].a;
    wt_likeness all = {true, true};
    for (int p = 0; p < m->n_pairs; ++p) {
        const wt_level *a = m->pairs[p].a;
        const wt_level *b = m->pairs[p].b;
        all.lengths = all.lengths && a->length == l->length && b->length == l->length;
        all.taps = all.taps && a->taps == l->taps && b->taps == l->taps;
    }
    return all;
}

// The mixture from sample `done` on, its pairs in `pairs`.
static wt_mixture wt_mixture_from(const wt_mixture *m, size_t done, wt_pair *pairs) {
    wt_mixture rest = *m;
    for (int p = 0; p < m->n_pairs; ++p) {
        pairs[p] = m->pairs[p];
        pairs[p].weights = wt_control_from(&m->pairs[p].weights, done);
        pairs[p].cross = wt_control_from(&m->pairs[p].cross, done);
    }
    rest.pairs = pairs;
    rest.frame += done;
    rest.start += (uint32_t)done * m->increment;
    return rest;
}

#endif
