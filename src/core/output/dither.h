// Triangular noise, the same every run: sixteen xorshift generators, seeded anew for every span.
//
// G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8, 2003: x ^= x << 13, x ^= x >>
// 17, x ^= x << 5. One step of all lanes is 512 random bits: two bytes each for 32 samples in a
// row, whose difference is the noise, in 1/256 of a quantising step.
#ifndef WT_CORE_OUTPUT_DITHER_H
#define WT_CORE_OUTPUT_DITHER_H

#include "core/output/quantiser.h"

enum { WT_DITHER_STRIDE = 2 * WT_DITHER_LANES }; // samples per step

// Seed the lanes for span number `span` of a stream.
void wt_dither_seed(uint32_t *random, uint32_t seed, uint64_t span);

// Write the noise of samples position .. position + n - 1, -255..255. `random` is the state as of
// `position`, and moves on.
void wt_dither(uint32_t *random, uint32_t seed, uint64_t position, int32_t *noise, size_t n);

static inline uint32_t wt_xorshift(uint32_t x) {
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return x;
}

#endif
