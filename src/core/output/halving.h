/// @file
/// The filters by which a signal is made slower by a half.
///
/// Linear in phase and centred, so that time stays exact: taps are the same before and after the
/// middle. Most are half-bands: all taps at even distances are 0, and the middle is 1/2.
#ifndef WT_CORE_OUTPUT_HALVING_H
#define WT_CORE_OUTPUT_HALVING_H

#include <stddef.h>

enum { WT_HALVING_MOST = 56 }; ///< Taps of any filter, and fewer between

typedef struct {
    const float *taps; ///< At distances 1, 3, 5 ...
    size_t n;
    const float *between; ///< At distances 2, 4, 6 ...
    size_t n_between;     ///< < n; 0: a half-band
    float middle;
} wt_halving;

/// Return the filter from 2^(stage + 1) times `rate` to 2^stage times. What is heard at `rate`
/// passes within 0.00002 dB up to 20 kHz, below 44.1 kHz within 0.01 dB up to 20 / 44.1 of the
/// rate; what would fold onto what is heard, below 44.1 kHz up to half the rate, is 114 dB lower.
wt_halving wt_halving_of(double rate, unsigned stage);

/// Return how many samples before and after its own place a sample is made of.
size_t wt_halving_reach(const wt_halving *filter);

#endif
