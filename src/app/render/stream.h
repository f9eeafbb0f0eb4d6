// One pass over a plan: rendered, quantised and written in chunks, by one thread or several.
#ifndef WT_APP_RENDER_STREAM_H
#define WT_APP_RENDER_STREAM_H

#include "app/render/plan.h"
#include "app/render/sink.h"

// Render a plan into a sink, as samples of this form. False: fault is set, but for an output that
// failed: the caller tells that, from the output.
bool wt_stream(const wt_plan *plan, const wt_sample_format *samples, const wt_sink *sink,
               wt_result *result, wt_fault *fault);

// Find the largest |x| at gain 1, by rendering the plan into a sink without output: of --only, of
// all parts, so that stems add up to the whole.
bool wt_stream_peak(const wt_plan *plan, const wt_sink *sink, double *peak, wt_fault *fault);

#endif
