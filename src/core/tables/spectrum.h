// The harmonics of a sampled cycle of any length.
#ifndef WT_CORE_TABLES_SPECTRUM_H
#define WT_CORE_TABLES_SPECTRUM_H

#include <stddef.h>
#include <stdint.h>

// Return how many doubles of work space wt_spectrum needs for a cycle of `length` samples.
size_t wt_spectrum_work(uint32_t length);

// Write harmonics 0 .. length / 2 of the cycle to `pairs` as (a, b), where
// x[j] = sum a cos(2 pi h j / length) + b sin(2 pi h j / length), exactly through every sample.
void wt_spectrum(const float *samples, uint32_t length, double *pairs, double *work);

#endif
