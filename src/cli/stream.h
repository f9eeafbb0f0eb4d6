// From a piece to an output: rendered, quantised and written in blocks.
#ifndef WT_CLI_STREAM_H
#define WT_CLI_STREAM_H

#include "cli/meter.h"
#include "cli/piece.h"
#include "cli/sound.h"
#include "io/sound_out.h"

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
    int threads;     // 0: as many as pay
    wt_meter *meter; // null: none
} wt_target;

// Render `piece` through `sound` into `out`.
// False: fault is set; a failed output is told by the caller, from `out`.
bool wt_stream(const wt_piece *piece, const wt_sound *sound, wt_library *library,
               const wt_target *target, wt_sound_out *out, wt_result *result, wt_fault *fault);

// The largest |x| of the piece at gain 1, by rendering it without writing.
bool wt_stream_peak(const wt_piece *piece, const wt_sound *sound, wt_library *library, int channels,
                    int threads, wt_meter *meter, double *peak, wt_fault *fault);

#endif
