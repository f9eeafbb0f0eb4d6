// One thread's share of a stream: a renderer, a quantiser, and room for one chunk of samples.
#ifndef WT_CLI_LANE_H
#define WT_CLI_LANE_H

#include "cli/stream.h"
#include "wavetable/quantiser.h"
#include "wavetable/renderer.h"

enum {
    WT_CHUNK = WT_DITHER_SPAN
}; // frames: whole spans of dither, so that chunks can be made apart

typedef struct {
    wt_renderer renderer;
    wt_quantiser quantiser;
    wt_bank_reader *reader;
    wt_scratch *scratch;
    wt_voice *voices;
    void *left, *right; // buses
    void *both;         // interleaved
    void *samples;
    bool stereo;
} wt_lane;

// False: fault is set, nothing is left to free.
bool wt_lane_make(wt_lane *lane, const wt_piece *piece, const wt_sound *sound, wt_library *library,
                  const wt_target *target, wt_fault *fault);

void wt_lane_free(wt_lane *lane);

// Return room for one more chunk of samples, to be freed. Null: no memory.
void *wt_lane_room(const wt_lane *lane);

// Go on to `frame`, a multiple of WT_CHUNK that is not behind. False: no memory.
bool wt_lane_seek(wt_lane *lane, uint64_t frame);

// Render the next n <= WT_CHUNK frames into lane->samples. False: no memory.
bool wt_lane_fill(wt_lane *lane, const wt_piece *piece, size_t n);

// Return the frames of the chunk that begins at `frame`.
static inline size_t wt_chunk_frames(const wt_piece *piece, uint64_t frame) {
    const uint64_t left = piece->frames - frame;
    return left < WT_CHUNK ? (size_t)left : WT_CHUNK;
}

#endif
