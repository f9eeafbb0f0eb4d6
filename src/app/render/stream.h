// One pass over a plan: rendered, quantised and written in chunks, by one thread or several.
#ifndef WT_APP_RENDER_STREAM_H
#define WT_APP_RENDER_STREAM_H

#include "app/render/pass.h"

// Render the plan into pass->out. False: fault is set, but for an output that failed: the caller
// tells that, from the output.
bool wt_stream(const wt_pass *pass, wt_result *result, wt_fault *fault);

// Find the largest |x| at gain 1, by rendering the plan without writing but to the pass's spool: of
// --only, of all parts, so that stems add up to the whole.
bool wt_stream_peak(const wt_pass *pass, double *peak, wt_fault *fault);

#endif
