// From semitones to increments and places, where the pitch moves: the same for all engines.
#ifndef WT_CORE_ENGINE_GLIDE_H
#define WT_CORE_ENGINE_GLIDE_H

#include "base/memory.h"
#include "core/engine/kernels.h"

// Added and taken away again, it leaves the nearest whole number (ties to even), which then also
// stands in the low bits of the sum. |x| < 2^51.
#define WT_TO_WHOLE 6755399441055744.0

// As wt_round, where the compiler can see it.
static inline double wt_whole(double x) {
    return (x + WT_TO_WHOLE) - WT_TO_WHOLE;
}

// 2^x to 1e-9, a two-millionth of a cent: enough for an increment, and a third of the work of
// wt_exp2. The exponent goes straight into the bits of the double; |x| <= 40.
static inline double wt_ratio_of(double octaves) {
    const double sum = octaves + WT_TO_WHOLE;
    const double y = (octaves - (sum - WT_TO_WHOLE)) * 0.693147180559945309417;
    const double y2 = y * y;
    const double low = (1.0 + y) + y2 * (1.0 / 2 + y * (1.0 / 6));
    const double high = (1.0 / 24 + y * (1.0 / 120)) + y2 * (1.0 / 720 + y * (1.0 / 5040));
    const double mantissa = low + y2 * y2 * (high + y2 * y2 * (1.0 / 40320));
    uint64_t bits, exponent;
    memcpy(&bits, &mantissa, sizeof bits);
    memcpy(&exponent, &sum, sizeof exponent);
    bits += exponent << 52;
    double ratio;
    memcpy(&ratio, &bits, sizeof ratio);
    return ratio;
}

static inline void wt_glide(const wt_pitch_scale *scale, float *pitch, float *mip,
                            uint32_t *increment, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        const double semitones = (double)pitch[i];
        const double exact = scale->increment * wt_ratio_of(semitones * (1.0 / 12.0));
        const double sum = (exact < 4294967295.0 ? exact : 0.0) + WT_TO_WHOLE;
        uint64_t bits;
        memcpy(&bits, &sum, sizeof bits);
        mip[i] = (float)(scale->mip + semitones * scale->levels_a_semitone);
        pitch[i] = (float)exact;
        increment[i] = (uint32_t)bits;
    }
}

#endif
