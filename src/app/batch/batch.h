// A batch: many renders from one file of lines.
#ifndef WT_APP_BATCH_BATCH_H
#define WT_APP_BATCH_BATCH_H

#include "app/request/request.h"

// Check all lines of the batch that `request` asks for, then render those of its shard in parallel.
// `listener` hears of lines and jobs that failed. False: fault is set; where it is told, the
// listener has heard all of it.
bool wt_batch_run(const wt_request *request, const wt_listener *listener, wt_fault *fault);

#endif
