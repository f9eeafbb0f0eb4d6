/// @file
/// Cycles: one period of a waveform, as a shape, a list of harmonics or samples.
#ifndef WAVETABLE_CYCLE_H
#define WAVETABLE_CYCLE_H

#include <stddef.h>
#include <stdint.h>

enum {
    WT_SHAPE_LENGTH = 4096,   ///< Samples of a built-in cycle that is played as it is
    WT_MAX_HARMONICS = 32767, ///< The highest harmonic of any level
    WT_PART_HARMONICS = 2048, ///< What a joined cycle has for each of its parts
};

typedef enum {
    WT_CYCLE_SINE,      ///< Rises from 0
    WT_CYCLE_TRIANGLE,  ///< Rises from -1
    WT_CYCLE_SQUARE,    ///< -1, then +1
    WT_CYCLE_SAW,       ///< Rises from -1 to +1
    WT_CYCLE_PULSE,     ///< -1 for the first `width` of the period, then +1; its series has no DC,
                        ///< and its peak is 1
    WT_CYCLE_HARMONICS, ///< Sines by amplitude, all of phase 0
    WT_N_SHAPES,        ///< So many are built in
    WT_CYCLE_SAMPLES = WT_N_SHAPES, ///< `samples`
    WT_CYCLE_JOINED, ///< `parts`, one after another. Made by the program alone: no store takes it
} wt_cycle_kind;

/// One cycle. The arrays are borrowed.
typedef struct wt_cycle wt_cycle;
struct wt_cycle {
    wt_cycle_kind kind;
    double width;             ///< PULSE: 0 < width < 1
    const double *amplitudes; ///< HARMONICS: of harmonics 1..n_amplitudes, up to 1e6 either way
    size_t n_amplitudes;
    const float *samples;  ///< SAMPLES: `length` of them, 2..65536; full scale is 1, the most 1e6
    const int16_t *narrow; ///< SAMPLES, where `samples` is null: the same, full scale 32768
    uint32_t length;
    const wt_cycle *parts; ///< JOINED: none of them JOINED
    uint32_t n_parts;
};

#endif
