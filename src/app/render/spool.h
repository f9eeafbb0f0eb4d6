// A spool: samples at gain 1 on their way to the gain that their own peak asks for, so that a sound
// that is normalised is rendered once.
#ifndef WT_APP_RENDER_SPOOL_H
#define WT_APP_RENDER_SPOOL_H

#include "app/render/plan.h"
#include "app/render/sink.h"

// Open an empty one, in a temporary file that has no name. Null: there is no room for one, or the
// plan can not do with it: its parts are not all that is measured, or its engine is no float.
wt_spool *wt_spool_open(const wt_plan *plan);

// Append `n` frames. What did not fit is told by wt_spool_is_whole.
void wt_spool_write(wt_spool *spool, const float *samples, size_t n);

// Return whether it holds all that was written, and go to its beginning.
bool wt_spool_is_whole(wt_spool *spool);

// As wt_stream, from what the sink's spool holds, with the same bytes. False where it can not be
// read back: fault is set; or where the output failed, which tells why.
bool wt_spool_stream(const wt_plan *plan, const wt_sample_format *samples, const wt_sink *sink,
                     wt_result *result, wt_fault *fault);

// Null is allowed.
void wt_spool_free(wt_spool *spool);

#endif
