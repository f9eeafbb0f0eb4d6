// A pass over a plan, and what becomes of it.
#ifndef WT_APP_RENDER_PASS_H
#define WT_APP_RENDER_PASS_H

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

// Return what became of `frames` that one quantiser saw.
static inline wt_result wt_result_of(const wt_quantiser *quantiser, uint64_t frames) {
    return (wt_result){.frames = frames,
                       .clipped = quantiser->clipped,
                       .peak = (double)quantiser->peak,
                       .rms = wt_energy_rms(&quantiser->energy, quantiser->position),
                       .silent = !quantiser->audible};
}

// Write the next n frames of a pass where it wants them. False: the output failed, and tells why.
bool wt_pass_take(const wt_pass *pass, const void *samples, size_t n);

#endif
