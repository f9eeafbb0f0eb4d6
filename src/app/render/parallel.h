// Several threads on one stream: each renders the next chunk, one writes them in order.
#ifndef WT_APP_RENDER_PARALLEL_H
#define WT_APP_RENDER_PARALLEL_H

#include "app/render/stream.h"

// As wt_stream, on `threads` >= 2 threads besides the caller's, which writes. The bytes are those
// of one thread.
bool wt_render_parallel(int threads, const wt_plan *plan, const wt_sample_format *samples,
                        const wt_sink *sink, wt_result *result, wt_fault *fault);

#endif
