/// @file
/// The quantiser: from a bus to the samples of a file, with gain, dither and saturation.
#ifndef WT_CORE_OUTPUT_QUANTISER_H
#define WT_CORE_OUTPUT_QUANTISER_H

#include "core/engine/kernels.h"
#include "core/output/noise_shape.h"

#include <stdbool.h>

/// What samples look like on their way to a file. Integers are left-justified: 8 bits
/// stand in the top of an int16_t, 24 in the top of an int32_t.
typedef enum {
    WT_I16, ///< int16_t: 8 and 16 bits
    WT_I32, ///< int32_t: 24 and 32 bits
    WT_F32, ///< float
    WT_F64, ///< double
} wt_container;

/// Return the bytes of a sample in its container.
static inline size_t wt_container_size(wt_container container) {
    static const size_t sizes[] = {[WT_I16] = sizeof(int16_t),
                                   [WT_I32] = sizeof(int32_t),
                                   [WT_F32] = sizeof(float),
                                   [WT_F64] = sizeof(double)};
    return sizes[container];
}

enum { WT_DITHER_SPAN = 65536, WT_DITHER_LANES = 16 };

/// A sum of squares in fixed point, which is the same in whatever order it was added up.
typedef struct {
    uint64_t whole, fraction; ///< fraction: of 2^60
} wt_energy;

/// Add up two.
void wt_energy_join(wt_energy *energy, const wt_energy *other);

/// Return the root of the mean of `n` squares; 0 where n is.
double wt_energy_rms(const wt_energy *energy, uint64_t n);

/// A step of 16 bits: what stays below all the time is as good as silent.
#define WT_AUDIBLE 0x1p-15f

/// A stream of samples (interleaved frames count as one stream). Integers: x 2^(bits - 1), rounded
/// to the nearest, ties to even in the float engine, saturated and counted. With dither the value
/// is first rounded to 1/256 of a step, the difference of two random bytes is added (triangular
/// density of two steps' width, Lipshitz, Wannamaker, Vanderkooy, "Quantization and dither", JAES
/// 1992), and the sum rounded.
typedef struct {
    wt_engine engine;
    wt_container container;
    int bits; ///< 8, 16, 24, 32; of WT_F32 and WT_F64 unused
    bool dither;
    uint32_t seed;
    float gain;        ///< Linear
    int64_t gain_q;    ///< Q24 (q15) or Q20 (q31)
    bool measure;      ///< Keep `peak` also where nothing clips, and `energy`
    bool audible;      ///< Something came up to WT_AUDIBLE; sought until then
    uint64_t position; ///< Samples so far
    uint32_t random[WT_DITHER_LANES];
    const wt_noise_shape *shape;      ///< Null: none; with dither, and 8 to 24 bits
    int channels;                     ///< With a shape: whose samples take turns, 1 or 2
    int32_t errors[2][WT_SHAPE_TAPS]; ///< The last ones of each, from a span's beginning on
    float peak;       ///< Largest |x| after gain, full scale 1, of what was measured
    uint64_t clipped; ///< Samples that were saturated
    wt_energy energy; ///< Of what was measured, after gain, full scale 1
} wt_quantiser;

/// Prepare `quantiser`; gain 0 < gain < 4096.
void wt_quantiser_init(wt_quantiser *quantiser, wt_engine engine, wt_container container, int bits,
                       bool dither, uint32_t seed, double gain);

/// Let the dithered rounding errors of each of 1 or 2 channels be shaped; null: no longer.
void wt_quantiser_shape(wt_quantiser *quantiser, const wt_noise_shape *shape, int channels);

/// Go to sample `position`, a multiple of WT_DITHER_SPAN: spans can be quantised apart.
void wt_quantiser_seek(wt_quantiser *quantiser, uint64_t position);

/// Quantise `n` samples of `bus` to `out`, an array of the container. Real-time safe.
void wt_quantise(wt_quantiser *quantiser, wt_bus bus, void *out, size_t n);

#endif
