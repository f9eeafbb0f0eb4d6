// The two passes of a batch over its lines, and what they share.
#ifndef WT_APP_BATCH_BATCH_PASSES_H
#define WT_APP_BATCH_BATCH_PASSES_H

#include "app/batch/batch_lines.h"
#include "app/batch/data_set.h"
#include "app/batch/own_files.h"
#include "app/render/render.h"

typedef struct {
    const wt_request *request;
    const wt_listener *listener;
    wt_wave_store *store;
    wt_batch_lines lines;
    wt_output_set outputs;
    wt_disks disks; // --sync end: of the outputs
    wt_own_files own;
    wt_data_set set; // --to
    bool to_set;
    wt_sound_format row;          // of an array: the first that was checked
    long n_bad, n_noted;          // what the first pass found,
    uint64_t total;               // items that are asked for,
    uint64_t left, frames, bytes; // and, for --dry-run, of those that are not done
    double seconds;
    wt_hash_set done; // words of finished jobs
    wt_sound_log log;
    pthread_mutex_t lock; // of `lines` in the second pass, and of all that follows
    wt_work work;
    uint64_t n_skipped, n_started; // of items in a resumed stream; of others
    long silent, failed;
    bool stop;
    wt_fault_kind kind; // of what went wrong and has been told
} wt_batch;

// Tell what went wrong, and take nothing more up.
void wt_batch_end(wt_batch *batch, const wt_fault *fault);

// Plan a job as part of a batch: on one thread, and as the batch says of syncing. False: fault is
// set.
bool wt_batch_plan(wt_batch *batch, const wt_batch_job *job, const wt_guard *guard,
                   const wt_listener *listener, wt_plan *plan, wt_fault *fault);

// Return whether the log says that a job was done, and its output is still there.
bool wt_batch_is_done(const wt_batch *batch, const wt_batch_job *job);

// The first pass: check all that can be known of the lines before rendering. False: nothing is to
// be rendered.
bool wt_batch_check(wt_batch *batch);

// The second pass: make all that is to be made, on as many threads as the request says,
// and close the log.
void wt_batch_make(wt_batch *batch);

#endif
