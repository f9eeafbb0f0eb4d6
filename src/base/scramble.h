// Numbers that look random, and are the same every run.
#ifndef WT_BASE_SCRAMBLE_H
#define WT_BASE_SCRAMBLE_H

#include <stdint.h>

// Return `h` with all its bits mixed: neighbours come out far apart (the finaliser of MurmurHash3,
// A. Appleby).
static inline uint32_t wt_scramble(uint32_t h) {
    h = (h ^ h >> 16) * 0x85ebca6bu;
    h = (h ^ h >> 13) * 0xc2b2ae35u;
    return h ^ h >> 16;
}

// Return a number of what is drawn (`purpose`, so that equal numbers of other things differ), for
// item `number` of a sound with this seed.
static inline uint32_t wt_draw(uint32_t seed, uint32_t purpose, uint32_t number) {
    return wt_scramble(seed * 0x9e3779b1u ^ purpose * 0x85ebca77u ^ number * 0xc2b2ae3du);
}

#endif
