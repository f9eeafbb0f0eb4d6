// Glides, WT_LANES at a time, in two vectors of doubles. The definitions are in
// core/engine/glide.h.
#ifndef WT_CORE_ENGINE_SIMD_GLIDE_H
#define WT_CORE_ENGINE_SIMD_GLIDE_H

#include "core/engine/glide.h"
#include "core/engine/simd/lanes.h"

typedef float wt_half_f __attribute__((vector_size(2 * WT_LANES)));

static inline wt_vd wt_ratios_of(wt_vd octaves) {
    const wt_vd sum = octaves + WT_TO_WHOLE;
    const wt_vd y = (octaves - (sum - WT_TO_WHOLE)) * 0.693147180559945309417;
    const wt_vd y2 = y * y;
    const wt_vd low = (1.0 + y) + y2 * (1.0 / 2 + y * (1.0 / 6));
    const wt_vd high = (1.0 / 24 + y * (1.0 / 120)) + y2 * (1.0 / 720 + y * (1.0 / 5040));
    const wt_vd mantissa = low + y2 * y2 * (high + y2 * y2 * (1.0 / 40320));
    return (wt_vd)((wt_vl)mantissa + ((wt_vl)sum << 52));
}

// Half a vector of samples.
static inline void wt_glide_half(const wt_pitch_scale *scale, float *pitch, float *mip,
                                 uint32_t *increment) {
    wt_half_f x;
    memcpy(&x, pitch, sizeof x);
    const wt_vd semitones = __builtin_convertvector(x, wt_vd);
    const wt_vd exact = scale->increment * wt_ratios_of(semitones * (1.0 / 12.0));
    const wt_vl heard = exact < 4294967295.0;
    const wt_vl bits = (wt_vl)((wt_vd)((wt_vl)exact & heard) + WT_TO_WHOLE);
    const wt_vd places = scale->mip + semitones * scale->levels_a_semitone;
    const wt_half_f place_f = __builtin_convertvector(places, wt_half_f);
    const wt_half_f exact_f = __builtin_convertvector(exact, wt_half_f);
    memcpy(mip, &place_f, sizeof place_f);
    memcpy(pitch, &exact_f, sizeof exact_f);
    for (int l = 0; l < WT_LANES / 2; ++l) {
        increment[l] = (uint32_t)bits[l];
    }
}

static inline void wt_wide_glide(const wt_pitch_scale *scale, float *pitch, float *mip,
                                 uint32_t *increment, size_t n) {
    const wt_pitch_scale local = *scale; // which no store can change
    size_t i = 0;
    for (; i + WT_LANES / 2 <= n; i += WT_LANES / 2) {
        wt_glide_half(&local, pitch + i, mip + i, increment + i);
    }
    wt_glide(scale, pitch + i, mip + i, increment + i, n - i);
}

#endif
