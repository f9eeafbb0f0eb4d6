// Glides and sums of increments, WT_LANES at a time. The definitions are in core/engine/glide.h.
#ifndef WT_CORE_ENGINE_SIMD_GLIDE_H
#define WT_CORE_ENGINE_SIMD_GLIDE_H

#include "core/engine/glide.h"
#include "core/engine/simd/swing.h"

// The nearest octave of each pitch.
typedef struct {
    wt_vu whole;
    wt_vf increment, semitones;
} wt_glide_octaves;

WT_INLINED wt_glide_octaves wt_glide_nearest_of(const wt_glide_base *base, wt_vf semitones) {
    const wt_vf to_whole = (wt_vf){0} + WT_TO_WHOLE_F;
    const wt_vf sum = semitones * (1.0f / 12.0f) + to_whole;
    const wt_vi octaves = (wt_vi)sum - (wt_vi)to_whole;
    const wt_vi down = base->shift - octaves;
    const wt_vu whole = wt_shifted_right(base->raised, down);
    const wt_vu twice = wt_shifted_right(base->raised, down - 1);
    return (wt_glide_octaves){
        whole + (twice & 1u),
        (wt_vf)((wt_vi)((wt_vf){0} + base->increment) + octaves * (1 << 23)),
        12.0f * (sum - to_whole),
    };
}

WT_INLINED wt_vf wt_ratios_less_1(wt_vf y) {
    const float *c = wt_bend_terms;
    const wt_vf y2 = y * y;
    return y * ((c[0] + y * c[1]) + y2 * ((c[2] + y * c[3]) + y2 * (c[4] + y * c[5])));
}

WT_INLINED wt_vu wt_glides_beside(wt_vu whole, wt_vf increment, wt_vf ratio_less_1) {
    const wt_vf beside = increment * ratio_less_1;
    const wt_vf half = (wt_vf)(((wt_vi)beside & INT32_MIN) | (wt_vi)((wt_vf){0} + 0.5f));
    return whole + (wt_vu) __builtin_convertvector(beside + half, wt_vi);
}

WT_INLINED wt_vi wt_glide_increments(wt_glide_octaves octaves, wt_vf semitones) {
    const wt_vf ratio = wt_ratios_less_1(semitones - octaves.semitones);
    return (wt_vi)wt_glides_beside(octaves.whole, octaves.increment, ratio);
}

// Where all pitches are nearest to one octave, it is found once.
WT_INLINED size_t wt_glide_vectors(const wt_glide_base *base, const float *pitch, bool one_octave,
                                   uint32_t *increment, size_t n) {
    const wt_glide_base local = *base; // which no store can change
    const wt_vf first = wt_held_lanes(wt_load_f(pitch), WT_LOWEST_BEND, local.highest);
    const wt_glide_octaves all = wt_glide_nearest_of(&local, first);
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_vf semitones = wt_held_lanes(wt_load_f(pitch + i), WT_LOWEST_BEND, local.highest);
        const wt_glide_octaves octaves = one_octave ? all : wt_glide_nearest_of(&local, semitones);
        wt_store(increment + i, wt_glide_increments(octaves, semitones));
    }
    return i;
}

static inline bool wt_glide_in_octave(const wt_glide_base *base, wt_range range) {
    return wt_nearest_octave(wt_glide_held(base, range.low)) >=
           wt_nearest_octave(wt_glide_held(base, range.high));
}

static inline void wt_wide_mips(const wt_glide_base *base, const float *pitch, float *mip,
                                size_t n) {
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        wt_store_f(mip + i, base->mip + wt_load_f(pitch + i) * base->levels_a_semitone);
    }
    wt_mips(base, pitch + i, mip + i, n - i);
}

static inline void wt_wide_glide(const wt_glide_base *base, wt_range range, const float *pitch,
                                 uint32_t *increment, size_t n) {
    size_t i = 0;
    if (n >= WT_LANES) {
        i = wt_glide_in_octave(base, range) ? wt_glide_vectors(base, pitch, true, increment, n)
                                            : wt_glide_vectors(base, pitch, false, increment, n);
    }
    wt_glide(base, range, pitch + i, increment + i, n - i);
}

static inline wt_range wt_wide_range(const float *x, size_t n) {
    float lows[WT_LANES], highs[WT_LANES];
    if (n < WT_LANES) {
        return wt_range_of(x, n);
    }
    wt_vf low = wt_load_f(x + n - WT_LANES); // whose values may be met twice
    wt_vf high = low;
#pragma GCC unroll 4
    for (size_t i = 0; i + WT_LANES <= n; i += WT_LANES) {
        low = wt_lower_lanes(wt_load_f(x + i), low);
        high = wt_higher_lanes(wt_load_f(x + i), high);
    }
    wt_store_f(lows, low);
    wt_store_f(highs, high);
    return (wt_range){wt_range_of(lows, WT_LANES).low, wt_range_of(highs, WT_LANES).high};
}

static inline uint32_t wt_wide_sum(uint32_t start, uint32_t *x, size_t n) {
    wt_vu next = (wt_vu){0} + start;
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_vu increments = wt_load_u(x + i);
        const wt_vu sums = wt_running_sums(increments);
        wt_store(x + i, (wt_vi)(next + (sums - increments)));
        next += wt_last_of(sums);
    }
    return wt_sum(next[0], x + i, n - i);
}

typedef uint32_t wt_half_u __attribute__((vector_size(2 * WT_LANES)));

// Half a vector of increments times `ratio`, as whole numbers.
WT_INLINED wt_vul wt_steps_at(const uint32_t *increment, double ratio) {
    const wt_vd to_double = (wt_vd){0} + 0x1p52; // whose low bits an increment becomes
    const wt_vd to_whole = (wt_vd){0} + WT_TO_WHOLE;
    wt_half_u half;
    memcpy(&half, increment, sizeof half);
    const wt_vul bits = __builtin_convertvector(half, wt_vul) | (wt_vul)to_double;
    return (wt_vul)(((wt_vd)bits - to_double) * ratio + to_whole) - (wt_vul)to_whole;
}

// Steps are shifted before they are summed, so that sums need 32 bits, and what falls off is summed
// beside them.
WT_INLINED size_t wt_follow_lanes(uint64_t *start, const uint32_t *increment, double ratio,
                                  unsigned raised, uint32_t *phase, size_t n) {
    const uint64_t mask = (1u << raised) - 1;
    wt_vu next = (wt_vu){0} + (uint32_t)(*start >> raised);
    wt_vu next_rest = (wt_vu){0} + (uint32_t)(*start & mask);
    wt_vul sum = {0};
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_vul early = wt_steps_at(increment + i, ratio);
        const wt_vul late = wt_steps_at(increment + i + WT_LANES / 2, ratio);
        sum += early + late;
        if (phase) {
            const wt_vu steps = wt_lower_words((wt_vd)(early >> raised), (wt_vd)(late >> raised));
            const wt_vu sums = wt_running_sums(steps);
            wt_vu phases = next + (sums - steps);
            next += wt_last_of(sums);
            if (raised > 0) {
                const wt_vu rests = wt_lower_words((wt_vd)(early & mask), (wt_vd)(late & mask));
                const wt_vu sums_of_rests = wt_running_sums(rests);
                phases += (next_rest + (sums_of_rests - rests)) >> raised;
                next_rest += wt_last_of(sums_of_rests);
            }
            wt_store(phase + i, (wt_vi)phases);
        }
    }
    for (int l = 0; l < WT_LANES / 2; ++l) {
        *start += sum[l];
    }
    return i;
}

static inline uint64_t wt_wide_follow(uint64_t start, const uint32_t *increment, double ratio,
                                      unsigned raised, uint32_t *phase, size_t n) {
    uint64_t next = start;
    size_t i;
    if (!phase) {
        i = wt_follow_lanes(&next, increment, ratio, 0, NULL, n);
    } else if (raised > 0) {
        i = wt_follow_lanes(&next, increment, ratio, raised, phase, n);
    } else {
        i = wt_follow_lanes(&next, increment, ratio, 0, phase, n);
    }
    return wt_follow(next, increment + i, ratio, raised, phase ? phase + i : NULL, n - i);
}

static inline void wt_wide_ratios(float semitones, const float *pitch, float *ratio, size_t n) {
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        wt_store_f(ratio + i, wt_ratios_less_1(wt_load_f(pitch + i) - semitones));
    }
    wt_ratios(semitones, pitch + i, ratio + i, n - i);
}

// The phase after n frames.
static inline uint32_t wt_slide_over(const wt_glide_octave *octave, const float *ratio,
                                     uint32_t start, size_t n) {
    enum { STEP = 4 * WT_LANES };
    const wt_vf increment = (wt_vf){0} + octave->increment;
    const wt_vu none = {0};
    wt_vu sum = none;
    size_t i = 0;
    for (; i + STEP <= n; i += STEP) {
#pragma GCC unroll 4
        for (size_t j = 0; j < STEP; j += WT_LANES) {
            sum += wt_glides_beside(none, increment, wt_load_f(ratio + i + j));
        }
    }
    const uint32_t beside = wt_last_of(wt_running_sums(sum))[0];
    return wt_slide(octave, ratio + i, start + octave->whole * (uint32_t)i + beside, NULL, n - i);
}

static inline uint32_t wt_wide_slide(const wt_glide_octave *octave, const float *ratio,
                                     uint32_t start, uint32_t *phase, size_t n) {
    const wt_vu whole = (wt_vu){0} + octave->whole;
    const wt_vf increment = (wt_vf){0} + octave->increment;
    wt_vu next = (wt_vu){0} + start;
    size_t i = 0;
    if (!phase) {
        return wt_slide_over(octave, ratio, start, n);
    }
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_vu increments = wt_glides_beside(whole, increment, wt_load_f(ratio + i));
        const wt_vu sums = wt_running_sums(increments);
        wt_store(phase + i, (wt_vi)(next + (sums - increments)));
        next += wt_last_of(sums);
    }
    return wt_slide(octave, ratio + i, next[0], phase + i, n - i);
}

#endif
