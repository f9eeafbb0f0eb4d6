// One thread's share of a stream: a renderer, a quantiser, and room for one chunk of samples.
#ifndef WT_APP_RENDER_WORKER_H
#define WT_APP_RENDER_WORKER_H

#include "app/render/plan.h"
#include "core/output/quantiser.h"
#include "core/voice/renderer.h"

enum {
    WT_CHUNK = WT_DITHER_SPAN
}; // frames: whole spans of dither, so that chunks can be made apart

typedef struct {
    const wt_time_line *time_line;
    wt_renderer renderer;
    wt_quantiser quantiser;
    wt_cache_reader *reader;
    wt_scratch *scratch;
    wt_voice *voices;
    wt_drawn *kept;     // of one chunk; null: nothing is
    void *left, *right; // buses
    void *both;         // interleaved
    void *samples;
    bool stereo;
} wt_worker;

// Make a quantiser of the plan's buses to samples of this form, at its first frame.
void wt_worker_quantiser(wt_quantiser *quantiser, const wt_plan *plan,
                         const wt_sample_format *samples);

// Get ready to render `plan`, which is borrowed, in this form. False: fault is set, nothing is left
// to free.
bool wt_worker_make(wt_worker *worker, const wt_plan *plan, const wt_sample_format *samples,
                    wt_fault *fault);

void wt_worker_free(wt_worker *worker);

// Have a worker that follows a lead keep what is drawn of a pitch that voices share. False: no
// memory.
bool wt_worker_keep(wt_worker *worker);

// Make a renderer as the worker's, for workers to follow. Its voices are to be freed. False: no
// memory.
bool wt_worker_lead(wt_worker *worker, wt_renderer *lead);

// Return room for one more chunk of samples, to be freed: no longer than the whole. Null: no
// memory.
void *wt_worker_room(const wt_worker *worker);

// Go on to `frame`, a multiple of WT_CHUNK that is not behind. False: no memory.
bool wt_worker_seek(wt_worker *worker, uint64_t frame);

// Go to where `lead` is, which then passes over the chunk of n frames that begins there. False: no
// memory.
bool wt_worker_follow(wt_worker *worker, wt_renderer *lead, size_t n);

// Render the next n <= WT_CHUNK frames into worker->samples. False: no memory.
bool wt_worker_fill(wt_worker *worker, size_t n);

// Return the frames of the chunk that begins at `frame`.
size_t wt_chunk_frames(const wt_time_line *time_line, uint64_t frame);

#endif
