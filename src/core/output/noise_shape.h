// Noise shaping: rounding errors fed back, so that they lie where hearing is least acute.
//
// With v = x - sum c_k e[n - k], y = round(v + dither) and e = y - v, the error of y is white noise
// filtered by 1 - sum c_k z^-k (S. P. Lipshitz, J. Vanderkooy, R. A. Wannamaker, "Minimally audible
// noise shaping", JAES 39, 1991). The coefficients are those of linear prediction for a signal with
// the spectrum of the threshold of hearing turned upside down (E. Terhardt, "Calculating virtual
// pitch", 1979), held within 40 dB: of all filters of their length they leave the least noise as
// weighted by it. That is 15.4 dB below white noise at 44.1 kHz, 16.6 at 48 kHz, though there are
// 13.3 and 12.4 dB more in all.
#ifndef WT_CORE_OUTPUT_NOISE_SHAPE_H
#define WT_CORE_OUTPUT_NOISE_SHAPE_H

#include <stdint.h>

enum { WT_SHAPE_TAPS = 5, WT_SHAPE_BITS = 12 };

typedef struct {
    int rate;
    int32_t taps[WT_SHAPE_TAPS]; // c_1 .. c_5, 2^WT_SHAPE_BITS being 1
} wt_noise_shape;

// Return the shape for a rate; null where none is known.
const wt_noise_shape *wt_noise_shape_of(double rate);

#endif
