// Reading combs, WT_LANES samples at a time: see core/tables/comb.h. What is done with the rows is
// what the engines do in float.c, q15.c and q31.c.
#include "core/tables/comb.h"
#include "core/engine/simd/polynomial.h"
#include "core/engine/simd/variants.h"

// A walk along a comb.
typedef struct {
    const uint32_t *rows;
    uint32_t phase, step; // of the first lane
    uint32_t shift;
    wt_vu fraction, fraction_step; // raised by a half, 2^31, so that signs order them
    wt_vu least; // that a lane's fraction has unless it has passed a whole row; raised too
} walk;

WT_INLINED walk walk_of(const wt_comb *comb, uint32_t start) {
    uint32_t turns[WT_LANES];
    for (int l = 0; l < WT_LANES; ++l) {
        turns[l] = (uint32_t)l * comb->increment;
    }
    const wt_vu least = (wt_load_u(turns) << comb->log2_length) + 0x80000000u;
    const uint32_t step = WT_LANES * comb->increment;
    return (walk){.rows = comb->rows,
                  .phase = start,
                  .step = step,
                  .shift = 32u - comb->log2_length,
                  .fraction = least + (start << comb->log2_length),
                  .fraction_step = (wt_vu){0} + (step << comb->log2_length),
                  .least = least};
}

// Where the next samples are: in `row`, or, in the lanes of `passed`, in the row after it.
typedef struct {
    const uint32_t *row;
    wt_mask passed;
    wt_vu fraction; // raised
} spot;

WT_INLINED spot next_spot(walk *w, size_t columns) {
    const spot s = {w->rows + (size_t)(w->phase >> w->shift) * columns * WT_LANES,
                    wt_below(w->fraction, w->least), w->fraction};
    w->phase += w->step;
    w->fraction += w->fraction_step;
    return s;
}

WT_INLINED wt_vi column(const spot *s, size_t columns, size_t k) {
    const uint32_t *at = s->row + k * WT_LANES;
    return wt_choose(s->passed, wt_load_i(at), wt_load_i(at + columns * WT_LANES));
}

WT_INLINED wt_vu fraction_of(const spot *s) {
    return s->fraction ^ 0x80000000u;
}

WT_INLINED wt_vi float_linear(walk *w) {
    const spot s = next_spot(w, 1);
    const wt_vf a = (wt_vf)column(&s, 1, 0);
    const wt_vf b = (wt_vf)column(&s, 1, 1);
    return (wt_vi)(a + (b - a) * wt_units(fraction_of(&s)));
}

WT_INLINED wt_vi float_cubic(walk *w) {
    const spot s = next_spot(w, 4);
    const wt_vf c[4] = {(wt_vf)column(&s, 4, 0), (wt_vf)column(&s, 4, 1), (wt_vf)column(&s, 4, 2),
                        (wt_vf)column(&s, 4, 3)};
    return (wt_vi)wt_polynomial(c, wt_from_middle(s.fraction));
}

WT_INLINED wt_vi q15_linear(walk *w) {
    const spot s = next_spot(w, 1);
    return wt_between(column(&s, 1, 0), fraction_of(&s));
}

WT_INLINED wt_vi q31_linear(walk *w) {
    const spot s = next_spot(w, 1);
    const wt_vi a = column(&s, 1, 0);
    const wt_vi b = column(&s, 1, 1);
    return a + wt_multiply_shift(b - a, (wt_vi)(fraction_of(&s) >> 1), 0, 31);
}

WT_INLINED wt_vi q31_cubic(walk *w) {
    const spot s = next_spot(w, 4);
    const wt_vi c[4] = {column(&s, 4, 0), column(&s, 4, 1), column(&s, 4, 2), column(&s, 4, 3)};
    return wt_polynomial_q28(c, (wt_vi)s.fraction >> 1);
}

WT_INLINED wt_vi q15_cubic(walk *w) {
    return wt_narrowed(q31_cubic(w));
}

// The last samples are the first of one more vector.
#define WT_COMBED(name)                                                                            \
    static void run_##name(const wt_comb *comb, uint32_t start, wt_sample *out, size_t n) {        \
        walk w = walk_of(comb, start);                                                             \
        size_t i = 0;                                                                              \
        for (; i + WT_LANES <= n; i += WT_LANES) {                                                 \
            wt_store(out + i, name(&w));                                                           \
        }                                                                                          \
        if (i < n) {                                                                               \
            const wt_vi rest = name(&w);                                                           \
            memcpy(out + i, &rest, (n - i) * sizeof *out);                                         \
        }                                                                                          \
    }

WT_COMBED(float_linear)
WT_COMBED(float_cubic)
WT_COMBED(q15_linear)
WT_COMBED(q15_cubic)
WT_COMBED(q31_linear)
WT_COMBED(q31_cubic)

const wt_comb_set WT_WIDE(wt_combs) = {{0, 0, run_float_linear, run_float_cubic},
                                       {0, 0, run_q15_linear, run_q15_cubic},
                                       {0, 0, run_q31_linear, run_q31_cubic}};
