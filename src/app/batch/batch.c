// Many renders, one a line, checked before any is begun.
//
// The file is read twice, line by line, so that a million jobs take no more memory than a set of
// their outputs' hashes. Bad lines are faults of the input file.
#include "app/batch/batch.h"

#include "app/batch/batch_file.h"
#include "app/batch/batch_job.h"
#include "app/batch/output_set.h"
#include "app/batch/sound_log.h"
#include "app/render/render.h"
#include "app/request/inputs.h"
#include "base/thread_pool.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_TOLD = 20 }; // of bad lines

typedef struct {
    const wt_request *request;
    const wt_listener *listener;
    wt_batch_file file;
    wt_wave_store *store;
    wt_output_set outputs;
    wt_hash_set bad; // lines that the first pass refused, by number
    long n_bad;
    wt_hash_set done; // words of finished jobs
    wt_sound_log log;
    wt_disks disks; // --sync end: of the outputs
    wt_work work;
    pthread_mutex_t lock; // of all that follows, and of `file`
    long jobs;            // among the lines read
    long failed;
    bool stop;
    wt_fault_kind kind; // of what went wrong and has been told
} batch;

static void tell(const batch *b, const wt_fault *fault) {
    b->listener->fault(b->listener->context, fault);
}

static void tell_no_memory(batch *b) {
    wt_fault fault = {0};
    wt_fault_memory(&fault);
    tell(b, &fault);
    b->kind = fault.kind;
    b->stop = true;
}

static bool is_dash(const char *path) {
    return path && strcmp(path, "-") == 0;
}

// As part of a batch: one thread, and what the batch says of syncing and messages.
static bool plan_job(batch *b, const wt_batch_job *j, wt_plan *plan, wt_fault *fault) {
    const wt_listener listener = wt_listener_of_part(b->listener, j->request.output.loudness);
    wt_job job = wt_job_of(&j->request);
    job.threads = 1;
    job.parents = job.parents || b->request->output.parents;
    if (wt_request_sync(b->request, true) != WT_SYNC_FILE) { // the batch syncs all, or none
        job.sync = WT_SYNC_NONE;
    }
    return wt_plan_make(plan, &j->request, &job, b->store, &listener, fault);
}

// All that can be known before rendering: words, output, notes, waves, format.
static bool check_job(batch *b, wt_batch_job *j, wt_fault *fault) {
    const wt_request *s = &j->request;
    if (is_dash(s->notes.score_path) || is_dash(s->notes.scale_path) ||
        is_dash(s->notes.keymap_path)) {
        wt_fault_set(fault, WT_FAULT_INPUT, is_dash(s->notes.score_path) ? "--score" : "--scale",
                     "jobs cannot share standard input (name a file)");
        return false;
    }
    if (b->request->output.log_path && wt_request_reads(s, b->request->output.log_path)) {
        wt_fault_set(fault, WT_FAULT_INPUT, "--log",
                     "'%.200s' is an input of this line (name another file)",
                     b->request->output.log_path);
        return false;
    }
    if (!wt_output_set_add(&b->outputs, s->output.path, b->file.line, fault) ||
        !wt_request_spares_words(s, &j->words, fault)) {
        return false;
    }
    if (wt_request_sync(b->request, true) == WT_SYNC_END &&
        !wt_disks_add(&b->disks, s->output.path)) {
        wt_fault_memory(fault);
        return false;
    }
    wt_plan plan;
    const bool ok = plan_job(b, j, &plan, fault);
    if (ok) {
        wt_plan_free(&plan);
    }
    return ok;
}

static bool in_shard(const batch *b, long job_number) {
    return b->request->batch.shards == 0 ||
           job_number % b->request->batch.shards == b->request->batch.shard - 1;
}

static bool check_line(batch *b, size_t n, wt_fault *fault) {
    const wt_batch_file *f = &b->file;
    wt_batch_job j;
    bool empty;
    bool ok = wt_batch_job_read(&j, f->path, f->line, f->text, n, &empty, fault);
    if (ok && !empty) {
        ok = check_job(b, &j, fault);
        b->jobs += ok;
    }
    wt_batch_job_free(&j);
    if (!ok) {
        wt_batch_job_blame(f->path, f->line, fault);
    }
    return ok;
}

// A refused line must not be rendered by the second pass either.
static bool remember_bad(batch *b) {
    uint32_t number = 0;
    bool was_there;
    if (wt_hash_set_add(&b->bad, (uint64_t)b->file.line, &number, &was_there)) {
        return true;
    }
    tell_no_memory(b);
    return false;
}

// Tell it, and say whether the next one is worth looking at.
static bool refuse_line(batch *b, const wt_fault *fault) {
    const bool goes_on = b->request->batch.keep_going;
    if (++b->n_bad <= MOST_TOLD) {
        tell(b, fault);
    }
    if (b->n_bad == 1) {
        b->kind = goes_on ? WT_FAULT_FAILED : fault->kind;
    }
    if (fault->kind == WT_FAULT_RESOURCE) {
        b->kind = goes_on ? b->kind : fault->kind;
        return goes_on && remember_bad(b);
    }
    return goes_on ? remember_bad(b) : b->n_bad < MOST_TOLD;
}

// The first pass. False: nothing is to be rendered.
static bool check_all(batch *b) {
    wt_fault unreadable = {0};
    ssize_t n;
    while ((n = wt_batch_file_check(&b->file, &unreadable)) >= 0) {
        wt_fault fault = {0};
        if (!check_line(b, (size_t)n, &fault) && !refuse_line(b, &fault)) {
            return false;
        }
    }
    if (unreadable.kind) {
        tell(b, &unreadable);
        b->kind = unreadable.kind;
        return false;
    }
    wt_batch_file_rewind(&b->file);
    return b->n_bad == 0 || b->request->batch.keep_going;
}

static bool already_done(const batch *b, const wt_batch_job *j) {
    return b->request->batch.resume && wt_hash_set_has(&b->done, j->hash) &&
           access(j->request.output.path, F_OK) == 0;
}

// What was done may be lost, or its line in the log. Said once.
static void tell_lost(batch *b, const char *step, int error) {
    wt_fault lost = {0};
    wt_fault_system(&lost, WT_FAULT_OUTPUT,
                    b->request->output.log_path ? b->request->output.log_path : b->file.path, step,
                    error);
    if (b->kind != lost.kind) {
        tell(b, &lost);
    }
    b->kind = lost.kind;
    b->stop = true;
}

static void finish_job(batch *b, const wt_batch_job *j, long line, const wt_fault *fault,
                       const wt_result *result) {
    const char *output = j->request.output.path ? j->request.output.path : "";
    const wt_log_entry entry = {.line = line,
                                .output = output,
                                .words = &j->words,
                                .id = j->hash,
                                .notes = j->request.notes.words,
                                .n_notes = j->request.notes.n_words,
                                .rate = j->request.output.rate,
                                .fault = fault,
                                .result = result};
    const char *failed = wt_sound_log_add(&b->log, &entry);
    const int error = errno;
    pthread_mutex_lock(&b->lock);
    wt_advance(b->listener, &b->work, 1, output);
    if (fault->kind) {
        ++b->failed;
        b->stop = b->stop || !b->request->batch.keep_going;
    }
    if (failed) {
        tell_lost(b, failed, error);
    }
    pthread_mutex_unlock(&b->lock);
}

static bool run_job(batch *b, const wt_batch_job *j, wt_result *result, wt_fault *fault) {
    const wt_listener listener = wt_listener_of_part(b->listener, j->request.output.loudness);
    wt_plan plan;
    if (!plan_job(b, j, &plan, fault)) {
        return false;
    }
    const bool ok = wt_render(&plan, result, &listener, fault);
    wt_plan_free(&plan);
    return ok;
}

static void run_line(batch *b, long line, const char *text, size_t n) {
    wt_batch_job j;
    bool empty;
    wt_fault fault = {0};
    wt_result result = {0};
    const char *path = b->file.path;
    const bool ok = wt_batch_job_read(&j, path, line, text, n, &empty, &fault);
    if (ok && already_done(b, &j)) {
        pthread_mutex_lock(&b->lock);
        --b->work.total;
        wt_advance(b->listener, &b->work, 0, j.request.output.path);
        pthread_mutex_unlock(&b->lock);
    } else {
        const bool done = ok && run_job(b, &j, &result, &fault);
        if (!done && !wt_output_ending()) {
            wt_batch_job_blame(path, line, &fault);
            tell(b, &fault);
        }
        if (done || !wt_output_ending()) { // a signal ends the program, not a job
            finish_job(b, &j, line, &fault, &result);
        }
    }
    wt_batch_job_free(&j);
}

// A line of the second pass. -1: no more.
static ssize_t read_checked(batch *b) {
    wt_fault fault = {0};
    const ssize_t n = b->stop ? -1 : wt_batch_file_next(&b->file, &fault);
    if (fault.kind) {
        tell(b, &fault);
        b->kind = fault.kind;
        b->stop = true;
    }
    return n;
}

// Copy the next line of this shard; with the lock held. Null: no more.
static char *next_line(batch *b, long *line, size_t *n) {
    const wt_batch_file *f = &b->file;
    ssize_t got;
    while ((got = read_checked(b)) >= 0) {
        if (wt_words_none((int)f->line, f->text, (size_t)got)) {
            continue;
        }
        if (!in_shard(b, b->jobs++) || wt_hash_set_has(&b->bad, (uint64_t)f->line)) {
            continue;
        }
        *line = f->line;
        *n = (size_t)got;
        char *copy = malloc(*n + 1);
        if (copy) {
            memcpy(copy, f->text, *n + 1);
        } else {
            tell_no_memory(b);
        }
        return copy;
    }
    return NULL;
}

static bool work(void *context) {
    batch *b = context;
    long line = 0;
    size_t n = 0;
    pthread_mutex_lock(&b->lock);
    char *text = next_line(b, &line, &n);
    pthread_mutex_unlock(&b->lock);
    if (!text) {
        return false;
    }
    run_line(b, line, text, n);
    free(text);
    return true;
}

// No job may write over the list of jobs.
static bool reserve_file(batch *b, wt_fault *fault) {
    const char *path = b->request->batch.path;
    return !path || is_dash(path) || wt_output_set_reserve(&b->outputs, path, fault);
}

static bool prepare(batch *b, wt_fault *fault) {
    const wt_request *s = b->request;
    if (s->batch.resume && !s->output.log_path) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--resume",
                     "it needs the log of the run before (add --log FILE)");
        return false;
    }
    if ((s->batch.root && !wt_output_set_set_root(&b->outputs, s->batch.root, fault)) ||
        !wt_batch_file_open(&b->file, s->batch.path, fault) || !reserve_file(b, fault) ||
        (s->output.log_path && !wt_output_set_reserve(&b->outputs, s->output.log_path, fault)) ||
        (s->batch.resume && !wt_sound_log_read(s->output.log_path, &b->done, fault))) {
        return false;
    }
    if (wt_wave_store_new(&b->store) != WT_OK) {
        wt_fault_memory(fault);
        return false;
    }
    return true;
}

static long in_this_shard(const wt_request *s, long jobs) {
    return s->batch.shards ? (jobs + s->batch.shards - s->batch.shard) / s->batch.shards : jobs;
}

static void run_jobs(batch *b, wt_fault *fault) {
    const wt_disks *disks = wt_request_sync(b->request, true) == WT_SYNC_END ? &b->disks : NULL;
    if (!wt_sound_log_open(&b->log, b->request->output.log_path, disks, fault)) {
        return;
    }
    b->work.total = (uint64_t)in_this_shard(b->request, b->jobs);
    b->jobs = 0;
    wt_thread_pool_run(b->request->output.jobs, work, b);
    wt_work_ends(b->listener);
    const char *failed = wt_sound_log_close(&b->log);
    if (failed) {
        tell_lost(b, failed, errno);
    }
    if (b->failed > 0 && b->kind == 0) {
        b->kind = WT_FAULT_FAILED;
    }
}

static void run(batch *b, wt_fault *fault) {
    if (!prepare(b, fault) || !check_all(b)) {
        return;
    }
    if (b->request->batch.dry_run) {
        wt_detail_to(b->listener, "%s: %ld jobs", b->file.path, b->jobs);
        return;
    }
    run_jobs(b, fault);
}

bool wt_batch_run(const wt_request *request, const wt_listener *listener, wt_fault *fault) {
    batch b = {.request = request,
               .listener = listener,
               .lock = PTHREAD_MUTEX_INITIALIZER,
               .log = {.fd = -1}};
    run(&b, fault);
    wt_batch_file_free(&b.file);
    wt_output_set_free(&b.outputs);
    wt_disks_free(&b.disks);
    wt_hash_set_free(&b.bad);
    wt_hash_set_free(&b.done);
    wt_wave_store_free(b.store);
    if (!fault->kind && b.kind) {
        fault->kind = b.kind;
        fault->told = true;
    }
    return fault->kind == 0;
}
