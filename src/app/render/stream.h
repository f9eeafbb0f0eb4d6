// One pass over a plan: rendered, quantised and written in chunks, by one thread or several.
#ifndef WT_APP_RENDER_STREAM_H
#define WT_APP_RENDER_STREAM_H

#include "app/render/plan.h"
#include "core/output/quantiser.h"

// What became of a sound.
typedef struct {
    uint64_t frames;
    uint64_t clipped; // samples
    double peak;      // where measured: largest |x| after gain, full scale 1
    double rms;       // where measured
    bool silent;      // nothing comes up to a step of 16 bits
} wt_result;

typedef struct wt_spool wt_spool;

typedef struct {
    const wt_plan *plan;
    wt_sample_format samples; // the plan's, or others
    wt_sound_out *out;        // null: nothing is written
    wt_spool *spool;          // null: nothing is kept; else WT_F32
    const wt_listener *listener;
    wt_work *work;
} wt_pass;

// Render the plan into pass->out. False: fault is set, but for an output that failed: the caller
// tells that, from the output.
bool wt_stream(const wt_pass *pass, wt_result *result, wt_fault *fault);

// Write the next n frames of a pass where it wants them. False: the output failed, and tells why.
bool wt_pass_take(const wt_pass *pass, const void *samples, size_t n);

// What became of `frames` that one quantiser saw.
wt_result wt_result_of(const wt_quantiser *quantiser, uint64_t frames);

// Find the largest |x| at gain 1, by rendering the plan without writing but to the pass's spool: of
// --only, of all parts, so that stems add up to the whole.
bool wt_stream_peak(const wt_pass *pass, double *peak, wt_fault *fault);

#endif
