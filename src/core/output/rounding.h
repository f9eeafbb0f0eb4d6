// The inner loops of the quantiser.
#ifndef WT_CORE_OUTPUT_ROUNDING_H
#define WT_CORE_OUTPUT_ROUNDING_H

#include "core/engine/kernels.h"

#include <stdbool.h>

// The largest |x|, and the sum of the squares.
typedef struct {
    float peak;
    double squares;
} wt_loudness;

// Each converts n samples and returns true, or returns false where one of them may have to be
// saturated (or n or the processor do not suit it): then `out` means nothing and the definition in
// quantiser.c does the work.
typedef struct {
    // out = round(x scale) as int16.
    bool (*float_to_i16)(const float *x, float scale, int16_t *out, size_t n);

    // out = (round(x scale) + noise + 128) >> 8, `scale` being 256 times that of float_to_i16;
    // `random` as of dither.h, at the beginning of a stride. It moves on only where true is
    // returned.
    bool (*float_to_i16_dithered)(const float *x, float scale, uint32_t *random, int16_t *out,
                                  size_t n);

    // out = round(x scale) << shift as int32; |round(x scale)| < 2^(31 - shift).
    bool (*float_to_i32)(const float *x, float scale, int shift, int32_t *out, size_t n);

    // out = (x gain + 2^23) >> 24 as int16, 0 <= gain < 2^31.
    bool (*q15_to_i16)(const int32_t *x, int32_t gain, int16_t *out, size_t n);

    // out = ((x gain + 2^(48 - bits)) >> (49 - bits)) << left as int32, bits + left <= 32, 0 <=
    // gain < 2^31.
    bool (*q31_to_i32)(const int64_t *x, int32_t gain, int bits, int left, int32_t *out, size_t n);

    // out = x scale + 0, so that no zero is negative.
    void (*float_to_f32)(const float *x, float scale, float *out, size_t n);

    // Of n < 2^13 samples; the squares as 32 sums of floats, every 32nd sample in one, added up in
    // their order.
    wt_loudness (*loudness)(const float *x, size_t n);
} wt_rounding;

// `lanes` at a time: 4, 8 (AVX2), 16 (AVX-512); null where the processor lacks them.
const wt_rounding *wt_rounding_of_width(int lanes);

// The widest that this processor has.
const wt_rounding *wt_rounding_best(void);

#endif
