// Any cycle as any number of samples, exactly through its harmonics.
#ifndef WT_APP_WAVES_RESAMPLE_H
#define WT_APP_WAVES_RESAMPLE_H

#include "base/status.h"
#include "core/tables/cycle.h"

// Write `cycle` to `out`, `length` samples, with its harmonics below length / 2; sampled cycles of
// that length are copied. WT_NO_MEMORY.
wt_status wt_resample(const wt_cycle *cycle, float *out, uint32_t length);

// Write the sum of harmonics 0..n, given as pairs a cos + b sin, to `out`, `length` samples;
// n < length / 2. WT_NO_MEMORY.
wt_status wt_synthesise(const double *pairs, uint32_t n, float *out, uint32_t length);

// Set *highest to the highest harmonic of `length` samples that is above -100 dB of the strongest,
// 0 where there is none. WT_NO_MEMORY.
wt_status wt_highest_harmonic(const float *samples, uint32_t length, uint32_t *highest);

#endif
