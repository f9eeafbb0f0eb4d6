// A stretch of a sound as numbers in memory.
#ifndef WT_APP_RENDER_RENDER_RANGE_H
#define WT_APP_RENDER_RENDER_RANGE_H

#include "app/render/plan.h"

// Told of `n` interleaved frames, full scale 1, in their order.
typedef struct {
    void (*take)(void *context, const double *frames, size_t n);
    void *context;
} wt_taker;

// Render frames `from` .. `to` of a plan, as they would stand in a file with these samples.
// *clipped counts samples that were saturated. False: fault is set.
bool wt_render_range(const wt_plan *plan, const wt_sample_format *samples, uint64_t from,
                     uint64_t to, wt_taker taker, uint64_t *clipped, wt_fault *fault);

#endif
