// One pass over a plan: rendered, quantised and written in chunks, by one thread or several.
#ifndef WT_APP_RENDER_STREAM_H
#define WT_APP_RENDER_STREAM_H

#include "app/render/plan.h"

// What became of a sound.
typedef struct {
    uint64_t frames;
    uint64_t clipped; // samples
    double peak;      // where measured: largest |x| after gain, full scale 1
    double rms;       // where measured
    bool silent;      // nothing comes up to a step of 16 bits
} wt_result;

typedef struct {
    const wt_plan *plan;
    wt_sample_format samples; // the plan's, or others
    wt_sound_out *out;        // null: nothing is written
    const wt_listener *listener;
    wt_work *work;
} wt_pass;

// Render the plan into pass->out. False: fault is set, but for an output that failed: the caller
// tells that, from the output.
bool wt_stream(const wt_pass *pass, wt_result *result, wt_fault *fault);

// Find the largest |x| at gain 1, by rendering the plan without writing: of --only, of all parts,
// so that stems add up to the whole.
bool wt_stream_peak(const wt_pass *pass, double *peak, wt_fault *fault);

#endif
