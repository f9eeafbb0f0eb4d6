// One pass over a plan: rendered, quantised and written in chunks, by one thread or several.
#ifndef WT_APP_RENDER_STREAM_H
#define WT_APP_RENDER_STREAM_H

#include "app/render/plan.h"
#include "app/render/sink.h"

// Render a plan into a sink, as samples of this form. False: fault is set, but for an output that
// failed: the caller tells that, from the output.
bool wt_stream(const wt_plan *plan, const wt_sample_format *samples, const wt_sink *sink,
               wt_result *result, wt_fault *fault);

// Return whether what wt_stream_peak renders is all that is heard of a plan, in floats: it can be
// kept in a spool, then.
bool wt_stream_can_replay(const wt_plan *plan);

// As wt_stream, from what the sink's spool holds, with the same bytes.
bool wt_stream_replay(const wt_plan *plan, const wt_sample_format *samples, const wt_sink *sink,
                      wt_result *result, wt_fault *fault);

// Find the largest |x| at gain 1, by rendering the plan into a sink without output: of --only, of
// all parts, so that stems add up to the whole.
bool wt_stream_peak(const wt_plan *plan, const wt_sink *sink, double *peak, wt_fault *fault);

#endif
