// Phases as places in a cycle, WT_LANES at a time.
#ifndef WT_CORE_ENGINE_SIMD_TABLE_INDEX_H
#define WT_CORE_ENGINE_SIMD_TABLE_INDEX_H

#include "core/engine/simd/lanes.h"

// Where phases fall in a cycle: whole samples, and 2^32 times the rest.
typedef struct {
    wt_vu index;
    wt_vu fraction;
} wt_table_indices;

// Lengths that are no power of two are at most 65536: the product phase length is made of two that
// fit into 32 bits.
static inline wt_table_indices wt_table_indices_of(wt_vu phase, uint32_t length,
                                                   uint8_t log2_length) {
    if (log2_length < 32) {
        return (wt_table_indices){wt_shift_right(phase, 32u - log2_length),
                                  wt_shift_left(phase, log2_length)};
    }
    const wt_vu low = (phase & 0xffffu) * length;
    const wt_vu position = (phase >> 16) * length + (low >> 16);
    return (wt_table_indices){position >> 16, (position << 16) | (low & 0xffffu)};
}

#endif
