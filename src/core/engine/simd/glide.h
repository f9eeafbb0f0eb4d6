// Glides and sums of increments, WT_LANES at a time. The definitions are in core/engine/glide.h.
#ifndef WT_CORE_ENGINE_SIMD_GLIDE_H
#define WT_CORE_ENGINE_SIMD_GLIDE_H

#include "core/engine/glide.h"
#include "core/engine/simd/lanes.h"

WT_INLINED wt_vi wt_glide_increments(const wt_glide_base *base, wt_vf semitones) {
    const float *c = wt_bend_terms;
    const wt_vf to_whole = (wt_vf){0} + WT_TO_WHOLE_F;
    const wt_vf sum = semitones * (1.0f / 12.0f) + to_whole;
    const wt_vi octaves = (wt_vi)sum - (wt_vi)to_whole;
    const wt_vf y = semitones - 12.0f * (sum - to_whole);
    const wt_vf y2 = y * y;
    const wt_vf bend = y * ((c[0] + y * c[1]) + y2 * ((c[2] + y * c[3]) + y2 * (c[4] + y * c[5])));
    const wt_vf octave = (wt_vf)((wt_vi)((wt_vf){0} + base->increment) + octaves * (1 << 23));
    const wt_vf beside = octave * bend;
    const wt_vf half = (wt_vf)(((wt_vi)beside & INT32_MIN) | (wt_vi)((wt_vf){0} + 0.5f));
    const wt_vi steps = __builtin_convertvector(beside + half, wt_vi);
    const wt_vi down = base->shift - octaves;
    const wt_vu whole = wt_shifted_right(base->raised, down);
    const wt_vu twice = wt_shifted_right(base->raised, down - 1);
    return (wt_vi)(whole + (twice & 1u) + (wt_vu)steps);
}

static inline void wt_wide_glide(const wt_pitch_scale *scale, const float *pitch, float *mip,
                                 uint32_t *increment, size_t n) {
    const wt_glide_base base = wt_glide_base_of(scale);
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_vf semitones = wt_load_f(pitch + i);
        const wt_vf held = wt_held_lanes(semitones, WT_LOWEST_BEND, base.highest);
        wt_store_f(mip + i, base.mip + semitones * base.levels_a_semitone);
        wt_store(increment + i, wt_glide_increments(&base, held));
    }
    wt_glide(scale, pitch + i, mip + i, increment + i, n - i);
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

#endif
