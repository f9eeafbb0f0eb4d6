/// @file
/// Noise: a voice's own, white, pink or brown, without pitch or period.
#ifndef WT_CORE_VOICE_NOISE_H
#define WT_CORE_VOICE_NOISE_H

#include "core/engine/kernels.h"
#include "core/plain.h"

/// True where some colour is.
static inline bool wt_noise_is_used(const wt_noise *noise) {
    return !WT_IS_PLAIN && (noise->used[WT_WHITE] || noise->used[WT_PINK] || noise->used[WT_BROWN]);
}

/// True where frames must come in order.
static inline bool wt_noise_is_coloured(const wt_noise *noise) {
    return noise->used[WT_PINK] || noise->used[WT_BROWN];
}

/// What the filters of one voice remember, as zeros when it starts: the states of pink before the
/// run that its next frame lies in, and two of brown.
enum { WT_NOISE_MEMORY = WT_NOISE_POLES + 2 };

/// Work out the filters for `rate` frames a second. Nothing is used yet.
void wt_noise_init(wt_noise *noise, double rate);

/// Return the seconds after which noise with a period has come round to within 1e-5 of full scale:
/// its filters then forget that they began at rest.
static inline double wt_noise_settles_s(const wt_noise *noise) {
    return noise->used[WT_PINK] ? 0.9 : noise->used[WT_BROWN] ? 0.5 : 0.0;
}

/// Write n samples of each colour that is used to out[colour], -1..1, from the voice's frame
/// `frame` on. White is a function of seed, note and frame; the others go on from `memory`, so that
/// frames must come in order; where they are not `heard` that is all, and samples mean nothing.
/// Real-time safe.
void wt_noise_render(const wt_noise *noise, const wt_kernels *kernels, float *memory, uint32_t seed,
                     uint32_t note, uint64_t frame, float *const out[WT_NOISES], bool heard,
                     size_t n);

#endif
