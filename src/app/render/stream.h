// From a time line to an output: rendered, quantised and written in blocks.
#ifndef WT_APP_RENDER_STREAM_H
#define WT_APP_RENDER_STREAM_H

#include "app/score/time_line.h"
#include "app/waves/sound.h"
#include "cli/terminal/progress.h"
#include "io/sound/sound_out.h"

// What became of a sound.
typedef struct {
    uint64_t frames;
    uint64_t clipped; // samples
    double peak;      // where measured: largest |x| after gain, full scale 1
} wt_result;

// How samples are to be made.
typedef struct {
    wt_container container;
    int bits;
    bool dither;
    double gain;
    bool measure; // the peak, even where nothing clips
    int channels;
    uint32_t seed;
    int threads;           // 0: as many as pay
    wt_progress *progress; // null: none
} wt_sample_format;

// Render `time line` through `sound` into `out`.
// False: fault is set; a failed output is told by the caller, from `out`.
bool wt_stream(const wt_time_line *time_line, const wt_sound *sound, wt_wave_store *store,
               const wt_sample_format *target, wt_sound_out *out, wt_result *result,
               wt_fault *fault);

// The largest |x| of the time line at gain 1, by rendering it without writing.
bool wt_stream_peak(const wt_time_line *time_line, const wt_sound *sound, wt_wave_store *store,
                    int channels, int threads, wt_progress *progress, double *peak,
                    wt_fault *fault);

#endif
