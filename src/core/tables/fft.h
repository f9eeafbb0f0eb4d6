// The discrete Fourier transform in double: one algorithm, the same bits on every machine.
//
// Complex arrays are pairs of doubles (re, im). Nothing here allocates.
#ifndef WT_CORE_TABLES_FFT_H
#define WT_CORE_TABLES_FFT_H

#include <stddef.h>

// Fill `turn`, n / 2 complex numbers, one at least, with e^(2 pi i k / n): half a circle of n
// points. n is a power of two.
void wt_fft_turn(double *turn, size_t n);

// Transform `x`, n complex numbers, in place: X[k] = sum x[j] e^(2 pi i j k / n), unscaled: the
// inverse transform. n is a power of two; `turn` holds half a circle of n * stride points.
void wt_fft(double *x, size_t n, const double *turn, size_t stride);

// Synthesise n real samples from their harmonics, in place: `x` holds n / 2 complex numbers, entry
// h the amplitude (a, b) of a cos + b sin, entry 0 (DC, amplitude of cosine n/2). n is a power of
// two >= 4; `turn` half a circle of n points.
void wt_fft_synthesise(double *x, size_t n, const double *turn);

#endif
