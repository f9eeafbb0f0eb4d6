// Phase modulation by definition: phases are swung by index / (2 pi) turns at a full swing of x.
#ifndef WT_CORE_ENGINE_SWING_H
#define WT_CORE_ENGINE_SWING_H

#include "base/memory.h"
#include "core/engine/kernels.h"

// Added and taken away again, it leaves the nearest whole number (ties to even), which then also
// stands in the low bits of the sum. |x| < 2^51.
#define WT_TO_WHOLE 6755399441055744.0

#define WT_TURNS_A_RADIAN 0.15915494309189533577
#define WT_MOST_INDEX 1e4f

// As wt_round, where the compiler can see it.
static inline double wt_whole(double x) {
    return (x + WT_TO_WHOLE) - WT_TO_WHOLE;
}

static inline double wt_swing_turns(float index) {
    const float low = index < -WT_MOST_INDEX ? -WT_MOST_INDEX : index;
    return (double)(low > WT_MOST_INDEX ? WT_MOST_INDEX : low) * WT_TURNS_A_RADIAN;
}

// Units of 2^-32 turns, fewer than 2^51, as a phase.
static inline uint32_t wt_swing_phase(double units) {
    const double sum = units + WT_TO_WHOLE;
    uint64_t bits;
    memcpy(&bits, &sum, sizeof bits);
    return (uint32_t)bits;
}

static inline void wt_swing_floats(const wt_sample *x, const float *index, bool constant,
                                   int headroom, uint32_t *phase, size_t n) {
    (void)headroom;
    for (size_t i = 0; i < n; ++i) {
        const double turns = wt_swing_turns(index[constant ? 0 : i]);
        phase[i] += wt_swing_phase((double)x[i].f * (turns * 4294967296.0));
    }
}

// x in Q15, or Q14 with headroom.
static inline void wt_swing_q15(const wt_sample *x, const float *index, bool constant, int headroom,
                                uint32_t *phase, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        const double turns = wt_swing_turns(index[constant ? 0 : i]);
        const int64_t units = (int64_t)wt_whole(turns * 16777216.0) * (1 << headroom);
        phase[i] += (uint32_t)(x[i].q * units >> 7);
    }
}

// x in Q3.28.
static inline void wt_swing_q31(const wt_sample *x, const float *index, bool constant, int headroom,
                                uint32_t *phase, size_t n) {
    (void)headroom;
    for (size_t i = 0; i < n; ++i) {
        const double turns = wt_swing_turns(index[constant ? 0 : i]);
        phase[i] += (uint32_t)(x[i].q * (int64_t)wt_whole(turns * 2097152.0) >> 17);
    }
}

#endif
