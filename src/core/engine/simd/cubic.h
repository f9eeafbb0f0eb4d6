// Polynomials in Q3.28, WT_LANES at a time: the rows that both integer engines read.
#ifndef WT_CORE_ENGINE_SIMD_CUBIC_H
#define WT_CORE_ENGINE_SIMD_CUBIC_H

#include "core/engine/simd/polynomial.h"
#include "core/engine/simd/ramp.h"

enum { WT_CUBIC_STEP = 128 };

// Places of the samples of a step: 4 times the index, and z = fraction - 1/2 in Q31.
typedef struct {
    uint32_t at[WT_CUBIC_STEP];
    int32_t z[WT_CUBIC_STEP];
} wt_cubic_places;

WT_INLINED void wt_cubic_take(wt_cubic_places *places, const wt_level *level, wt_phases *phases,
                              size_t i, size_t n) {
    for (size_t j = 0; j < n; j += WT_LANES) {
        const wt_table_indices p =
            wt_table_indices_of(wt_phases_take(phases, i + j), level->length, level->log2_length);
        wt_store(places->at + j, (wt_vi)(p.index << 2));
        wt_store(places->z + j, (wt_vi)(p.fraction >> 1) - 0x40000000);
    }
}

// Rows of int32 are fetched as rows of float are: bits are bits.
WT_INLINED wt_vi wt_cubic_at(const void *rows, const wt_cubic_places *places, size_t j) {
    wt_vf row[4];
    wt_gather_rows(rows, places->at + j, row);
    const wt_vi c[4] = {(wt_vi)row[0], (wt_vi)row[1], (wt_vi)row[2], (wt_vi)row[3]};
    return wt_polynomial_q28(c, wt_load_i(places->z + j));
}

#endif
