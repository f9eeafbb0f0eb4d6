/// @file
/// Half-band filters: what a signal is made slower by a half with.
///
/// Linear in phase and centred, so that time stays exact. Half of the taps are 0, one is 1/2; the
/// others stand at odd distances from it, the same before and after.
#ifndef WT_CORE_OUTPUT_HALF_BAND_H
#define WT_CORE_OUTPUT_HALF_BAND_H

#include <stddef.h>

enum { WT_HALF_BAND_MOST = 38 }; ///< Taps of any filter

typedef struct {
    const float *taps; ///< At distances 1, 3, 5 ...
    size_t n;
} wt_half_band;

/// Return the filter from 2^(stage + 1) times `rate` to 2^stage times. What is heard at `rate`, up
/// to 20 kHz, passes within 0.00002 dB; what would fold onto it is 114 dB lower.
wt_half_band wt_half_band_of(double rate, unsigned stage);

/// Return how many samples before and after its own place a sample is made of.
size_t wt_half_band_reach(const wt_half_band *filter);

#endif
