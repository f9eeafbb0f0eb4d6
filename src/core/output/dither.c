// The noise that dithers.
#include "core/output/dither.h"

#include "base/scramble.h"

void wt_dither_seed(uint32_t *random, uint32_t seed, uint64_t span) {
    const uint32_t base =
        wt_scramble(seed ^ wt_scramble((uint32_t)span ^ wt_scramble((uint32_t)(span >> 32))));
    for (uint32_t lane = 0; lane < WT_DITHER_LANES; ++lane) {
        const uint32_t x = wt_scramble(base + 0x9e3779b9u * (lane + 1));
        random[lane] = x ? x : 1;
    }
}

void wt_dither(uint32_t *random, uint32_t seed, uint64_t position, int32_t *noise, size_t n) {
    for (size_t i = 0; i < n; ++i, ++position) {
        const unsigned place = (unsigned)(position % WT_DITHER_STRIDE);
        if (position % WT_DITHER_SPAN == 0) {
            wt_dither_seed(random, seed, position / WT_DITHER_SPAN);
        }
        if (place == 0) {
            for (int lane = 0; lane < WT_DITHER_LANES; ++lane) {
                random[lane] = wt_xorshift(random[lane]);
            }
        }
        const uint32_t bits = random[place / 2] >> (place % 2 * 16);
        noise[i] = (int32_t)(bits & 255) - (int32_t)(bits >> 8 & 255);
    }
}
