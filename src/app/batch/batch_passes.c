// What both passes do.
#include "app/batch/batch_passes.h"

#include <unistd.h>

void wt_batch_end(wt_batch *b, const wt_fault *fault) {
    b->listener->fault(b->listener->context, fault);
    b->kind = fault->kind;
    b->stop = true;
}

bool wt_batch_plan(wt_batch *b, const wt_batch_job *j, const wt_guard *guard,
                   const wt_listener *listener, wt_plan *plan, wt_fault *fault) {
    wt_job job = wt_job_of(&j->request);
    job.threads = 1;
    job.measure = job.measure || b->to_set || b->request->output.measure;
    job.is_checked = guard || b->to_set || j->is_new;
    job.raw = b->lines.rows;
    job.guard = guard;
    job.parents = (job.parents || b->request->output.parents) && !b->request->batch.root;
    if (b->request->output.sync != WT_SYNC_FILE) { // the batch syncs all, or none
        job.sync = WT_SYNC_NONE;
    }
    return wt_plan_make(plan, &j->request, &job, b->store, listener, fault);
}

bool wt_batch_is_done(const wt_batch *b, const wt_batch_job *j) {
    return b->request->batch.resume && wt_hash_set_has(&b->done, j->hash) &&
           j->request.output.path && access(j->request.output.path, F_OK) == 0;
}
