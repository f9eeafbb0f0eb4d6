// How the samples of a sound are made: container, gain and dither by what was asked for.
#ifndef WT_APP_RENDER_SAMPLE_FORMAT_H
#define WT_APP_RENDER_SAMPLE_FORMAT_H

#include "app/score/time_line.h"
#include "core/output/quantiser.h"

typedef struct {
    wt_container container;
    int bits;
    bool dither;
    const wt_noise_shape *shape; // of it; null: none
    double gain;
    bool measure; // the peak, even where nothing clips
    int channels;
    uint32_t seed;
} wt_sample_format;

// Return how samples are made for a file of this format, which is complete. The gain is that of -g;
// where it is yet to be found, 1; else one at which no built-in wave clips, played by the patch of
// the time line's only part: less by 3 dB where --fm moves what is no sine.
wt_sample_format wt_sample_format_of(const wt_request *s, const wt_patch *patch,
                                     const wt_time_line *time_line, const wt_sound_format *file,
                                     bool measure, bool normalize);

// Return the gain that puts a peak that was measured at gain 1 at `dbfs`.
double wt_sample_format_normalized(const wt_sample_format *samples, double peak, double dbfs);

#endif
