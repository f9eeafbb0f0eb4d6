// From semitones to increments, places and phases, where the pitch moves: the same for all engines.
//
// A pitch is the nearest octave, which is exact, and up to 6 semitones y beside it, whose ratio
// less 1 is a polynomial in floats: so near the octave, where vibrato and bends are, an increment
// is off by its rounding alone, and nowhere by more than 1 and 1e-7 of itself (8.8e-8 in 18 million
// pitches at random), less than two ten-thousandths of a cent.
#ifndef WT_CORE_ENGINE_GLIDE_H
#define WT_CORE_ENGINE_GLIDE_H

#include "base/math.h"
#include "core/engine/swing.h"

// Added and taken away again, it leaves the nearest whole number (ties to even), which then also
// stands in the low bits of the sum. |x| < 2^22.
#define WT_TO_WHOLE_F 12582912.0f

#define WT_LOWEST_BEND (-480.0f) // semitones: what is lower is held there

// 2^(y / 12) - 1 = y (c0 + c1 y + ... + c5 y^5) to 4e-9, |y| <= 6: interpolated where the
// polynomial of Chebyshev is 0.
static const float wt_bend_terms[6] = {0x1.d93040p-5f,  0x1.b551aap-10f, 0x1.0d716ep-15f,
                                       0x1.f209fcp-22f, 0x1.71d2d8p-28f, 0x1.c73a64p-35f};

static inline wt_glide_base wt_glide_base_of(const wt_pitch_scale *scale) {
    const double most = 4294967295.0;
    double raised = scale->increment < most ? scale->increment : most;
    wt_glide_base base = {.increment = (float)raised,
                          .mip = (float)scale->mip,
                          .levels_a_semitone = (float)scale->levels_a_semitone};
    base.highest = (float)(12.0 * (31.0 - wt_log2(raised > 1e-9 ? raised : 1e-9)));
    while (raised * 2.0 < most && base.shift < 64) {
        raised *= 2.0;
        ++base.shift;
    }
    base.raised = (uint32_t)(raised + 0.5);
    return base;
}

// `raised` shifted down, rounded; it has no bits above, nor half a unit for a shift of 0.
static inline uint32_t wt_glide_shifted(uint32_t raised, int32_t down) {
    const uint32_t whole = (uint32_t)down < 32 ? raised >> (down & 31) : 0;
    const uint32_t twice = (uint32_t)down - 1 < 32 ? raised >> ((down - 1) & 31) : 0;
    return whole + (twice & 1);
}

static inline float wt_nearest_octave(float semitones) {
    return 12.0f * (semitones * (1.0f / 12.0f) + WT_TO_WHOLE_F - WT_TO_WHOLE_F);
}

static inline wt_glide_octave wt_glide_nearest(const wt_glide_base *base, float semitones) {
    union {
        float f;
        int32_t bits;
    } sum = {semitones * (1.0f / 12.0f) + WT_TO_WHOLE_F}, to_whole = {WT_TO_WHOLE_F}, increment;
    const int32_t octaves = sum.bits - to_whole.bits;
    increment.f = base->increment;
    increment.bits += octaves * (1 << 23);
    return (wt_glide_octave){wt_glide_shifted(base->raised, base->shift - octaves), increment.f,
                             wt_nearest_octave(semitones)};
}

// 2^(y / 12) - 1
static inline float wt_ratio_less_1(float y) {
    const float *c = wt_bend_terms;
    const float y2 = y * y;
    return y * ((c[0] + y * c[1]) + y2 * ((c[2] + y * c[3]) + y2 * (c[4] + y * c[5])));
}

static inline uint32_t wt_glide_beside(const wt_glide_octave *octave, float ratio_less_1) {
    const float beside = octave->increment * ratio_less_1;
    return octave->whole + (uint32_t)(int32_t)(beside + (beside < 0.0f ? -0.5f : 0.5f));
}

static inline uint32_t wt_glide_increment(const wt_glide_base *base, float semitones) {
    const wt_glide_octave octave = wt_glide_nearest(base, semitones);
    return wt_glide_beside(&octave, wt_ratio_less_1(semitones - octave.semitones));
}

static inline float wt_glide_held(const wt_glide_base *base, float semitones) {
    return wt_clamp(semitones, WT_LOWEST_BEND, base->highest);
}

static inline float wt_glide_mip(const wt_glide_base *base, float semitones) {
    return base->mip + semitones * base->levels_a_semitone;
}

static inline void wt_mips(const wt_glide_base *base, const float *pitch, float *mip, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        mip[i] = wt_glide_mip(base, pitch[i]);
    }
}

static inline void wt_glide(const wt_glide_base *base, wt_range range, const float *pitch,
                            uint32_t *increment, size_t n) {
    (void)range;
    for (size_t i = 0; i < n; ++i) {
        increment[i] = wt_glide_increment(base, wt_glide_held(base, pitch[i]));
    }
}

static inline wt_range wt_range_of(const float *x, size_t n) {
    wt_range range = {x[0], x[0]};
    for (size_t i = 1; i < n; ++i) {
        range.low = x[i] < range.low ? x[i] : range.low;
        range.high = x[i] > range.high ? x[i] : range.high;
    }
    return range;
}

static inline uint32_t wt_sum(uint32_t start, uint32_t *x, size_t n) {
    uint32_t phase = start;
    for (size_t i = 0; i < n; ++i) {
        const uint32_t increment = x[i];
        x[i] = phase;
        phase += increment;
    }
    return phase;
}

static inline uint64_t wt_follow(uint64_t start, const uint32_t *increment, double ratio,
                                 unsigned raised, uint32_t *phase, size_t n) {
    uint64_t next = start;
    for (size_t i = 0; i < n; ++i) {
        const double whole = wt_whole(increment[i] * ratio);
        if (phase) {
            phase[i] = (uint32_t)(next >> raised);
        }
        next += (uint64_t)(int64_t)whole;
    }
    return next;
}

static inline void wt_ratios(float semitones, const float *pitch, float *ratio, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        ratio[i] = wt_ratio_less_1(pitch[i] - semitones);
    }
}

static inline uint32_t wt_slide(const wt_glide_octave *octave, const float *ratio, uint32_t start,
                                uint32_t *phase, size_t n) {
    uint32_t next = start;
    for (size_t i = 0; i < n; ++i) {
        if (phase) {
            phase[i] = next;
        }
        next += wt_glide_beside(octave, ratio[i]);
    }
    return next;
}

#endif
