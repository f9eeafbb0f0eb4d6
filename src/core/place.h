// Where a phase falls in a cycle of any length: 32.32 bits of position.
#ifndef WT_CORE_PLACE_H
#define WT_CORE_PLACE_H

#include <stdint.h>

typedef struct {
    uint32_t index;
    uint32_t fraction; // of a sample, 2^32 being one
} wt_place;

// For 2^k samples this is index = phase >> (32 - k) and the low 32 - k bits, left-justified.
static inline wt_place wt_place_of(uint32_t phase, uint32_t length) {
    const uint64_t position = (uint64_t)phase * length;
    return (wt_place){(uint32_t)(position >> 32), (uint32_t)position};
}

// `length` where the phase is nearest to the end of the turn: the row that repeats row 0.
static inline uint32_t wt_place_nearest(uint32_t phase, uint32_t length) {
    return (uint32_t)(((uint64_t)phase * length + 0x80000000u) >> 32);
}

#endif
