// Polynomials in Q3.28, WT_LANES at a time: the rows that both integer engines read.
#ifndef WT_CORE_WIDE_CUBIC_H
#define WT_CORE_WIDE_CUBIC_H

#include "core/wide/ramp.h"

enum { WT_CUBIC_STEP = 128 };

// Places of the samples of a step: 4 times the index, and z = fraction - 1/2 in Q31.
typedef struct {
    uint32_t at[WT_CUBIC_STEP];
    int32_t z[WT_CUBIC_STEP];
} wt_cubic_places;

WT_INLINED void wt_cubic_take(wt_cubic_places *places, const wt_level *level, wt_phases *phases,
                              size_t i, size_t n) {
    for (size_t j = 0; j < n; j += WT_LANES) {
        const wt_places p =
            wt_places_of(wt_phases_take(phases, i + j), level->length, level->log2_length);
        wt_store(places->at + j, (wt_vi)(p.index << 2));
        wt_store(places->z + j, (wt_vi)(p.fraction >> 1) - 0x40000000);
    }
}

// Rows of int32 are fetched as rows of float are: bits are bits. |c| < 2^30, so no sum overflows.
WT_INLINED wt_vi wt_cubic_at(const void *rows, const wt_cubic_places *places, size_t j) {
    wt_vf c[4];
    wt_gather_rows(rows, places->at + j, c);
    const wt_vi z = wt_load_i(places->z + j);
    wt_vi y = wt_multiply_shift((wt_vi)c[3], z, 0, 31) + (wt_vi)c[2];
    y = wt_multiply_shift(y, z, 0, 31) + (wt_vi)c[1];
    return wt_multiply_shift(y, z, 0, 31) + (wt_vi)c[0];
}

#endif
