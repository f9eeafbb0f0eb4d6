// Where a phase falls in a cycle of any length: 32.32 bits of position.
#ifndef WT_CORE_TABLES_TABLE_INDEX_H
#define WT_CORE_TABLES_TABLE_INDEX_H

#include <stdint.h>

typedef struct {
    uint32_t index;
    uint32_t fraction; // of a sample, 2^32 being one
} wt_table_index;

// For 2^k samples this is index = phase >> (32 - k) and the low 32 - k bits, left-justified.
static inline wt_table_index wt_table_index_of(uint32_t phase, uint32_t length) {
    const uint64_t position = (uint64_t)phase * length;
    return (wt_table_index){(uint32_t)(position >> 32), (uint32_t)position};
}

// The top 24 bits of a fraction: what a float holds exactly.
static inline float wt_table_index_unit(uint32_t fraction) {
    return (float)(int32_t)(fraction >> 8) * 0x1p-24f;
}

// 255 where `length` is no power of two from 2 on.
static inline uint8_t wt_log2_of(uint32_t length) {
    uint8_t k = 1;
    while (k < 32 && length != 1u << k) {
        ++k;
    }
    return k < 32 ? k : 255;
}

// `length` where the phase is nearest to the end of the turn: the row that repeats row 0.
static inline uint32_t wt_table_index_nearest(uint32_t phase, uint32_t length) {
    return (uint32_t)(((uint64_t)phase * length + 0x80000000u) >> 32);
}

#endif
