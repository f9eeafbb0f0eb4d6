// wavetable batch: many renders, one a line, checked before any is begun.
//
// The file is read twice, line by line, so that a million jobs take no more memory than a set of
// their outputs' hashes. Bad lines are faults of the input file: status 3.
#include "cli/commands.h"

#include "app/batch/batch_file.h"
#include "app/batch/batch_job.h"
#include "app/batch/batch_log.h"
#include "app/batch/output_set.h"
#include "app/render/job.h"
#include "app/render/sound_file.h"
#include "app/request/options.h"
#include "base/thread_pool.h"
#include "cli/help/help.h"
#include "cli/terminal/progress.h"
#include "io/file/output.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    wt_request request;
    wt_batch_file file;
    wt_wave_store *store;
    wt_output_set outputs;
    wt_hash_set bad;  // lines that the first pass refused, by number
    wt_hash_set done; // words of finished jobs
    wt_batch_log log;
    wt_disks disks; // --sync end: of the outputs
    wt_progress progress;
    pthread_mutex_t lock; // of all that follows, and of `file`
    long jobs;            // among the lines read
    long failed;
    bool stop;
    int status;
} batch;

static bool is_dash(const char *path) {
    return path && strcmp(path, "-") == 0;
}

// All that can be known before rendering: words, output, notes, waves, format.
static bool check_job(batch *b, wt_batch_job *j, wt_fault *fault) {
    const wt_request *s = &j->request;
    if (is_dash(s->score_path) || is_dash(s->scale_path) || is_dash(s->keymap_path)) {
        wt_fault_set(fault, WT_FAULT_INPUT, is_dash(s->score_path) ? "--score" : "--scale",
                     "jobs cannot share standard input (name a file)");
        return false;
    }
    if (b->request.log_path && wt_sound_file_reads(s, b->request.log_path)) {
        wt_fault_set(fault, WT_FAULT_INPUT, "--log",
                     "'%.200s' is an input of this line (name another file)", b->request.log_path);
        return false;
    }
    if (!wt_output_set_add(&b->outputs, s->output, b->file.line, fault) ||
        !wt_sound_file_spares_words(s, &j->words, fault)) {
        return false;
    }
    if (b->request.sync == WT_SYNC_END && !wt_disks_add(&b->disks, s->output)) {
        wt_fault_memory(fault);
        return false;
    }
    return wt_job_check(&j->request, b->store, fault);
}

static bool in_shard(const batch *b, long job_number) {
    return b->request.shards == 0 || job_number % b->request.shards == b->request.shard - 1;
}

static bool check_line(batch *b, size_t n, wt_fault *fault) {
    const wt_batch_file *f = &b->file;
    wt_batch_job j;
    bool empty;
    bool ok = wt_batch_job_read(&j, &b->request, f->path, f->line, f->text, n, &empty, fault);
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
    b->status = WT_FAULT_RESOURCE;
    return false;
}

static bool refuse_line(batch *b, const wt_fault *fault) {
    wt_report_fault(fault);
    b->status = b->request.keep_going ? WT_FAULT_FAILED : fault->kind;
    return b->request.keep_going && remember_bad(b);
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
        wt_report_fault(&unreadable);
        b->status = unreadable.kind;
        return false;
    }
    wt_batch_file_rewind(&b->file);
    return true;
}

static bool already_done(const batch *b, const wt_batch_job *j) {
    return b->request.resume && wt_hash_set_has(&b->done, j->hash) &&
           access(j->request.output, F_OK) == 0;
}

// What was done may be lost, or its line in the log. Said once.
static void tell_lost(batch *b, const char *step, int error) {
    if (b->status != WT_FAULT_OUTPUT) {
        wt_fault lost = {0};
        wt_fault_set(&lost, WT_FAULT_OUTPUT,
                     b->request.log_path ? b->request.log_path : b->file.path, "%s: %s", step,
                     strerror(error));
        wt_report_fault(&lost);
    }
    b->status = WT_FAULT_OUTPUT;
    b->stop = true;
}

static void finish_job(batch *b, const wt_batch_job *j, long line, const wt_fault *fault,
                       const wt_result *result) {
    const char *output = j->request.output ? j->request.output : "";
    const wt_batch_entry entry = {line, output, j->hash, j->request.rate, fault, result};
    const char *failed = wt_batch_log_write(&b->log, &entry);
    const int error = errno;
    pthread_mutex_lock(&b->lock);
    wt_progress_advance(&b->progress, 1, output);
    if (fault->kind) {
        ++b->failed;
        b->stop = b->stop || !b->request.keep_going;
    }
    if (failed) {
        tell_lost(b, failed, error);
    }
    pthread_mutex_unlock(&b->lock);
}

static void run_line(batch *b, long line, const char *text, size_t n) {
    wt_batch_job j;
    bool empty;
    wt_fault fault = {0};
    wt_result result = {0};
    const char *path = b->file.path;
    const bool ok = wt_batch_job_read(&j, &b->request, path, line, text, n, &empty, &fault);
    if (ok && already_done(b, &j)) {
        pthread_mutex_lock(&b->lock);
        wt_progress_skip(&b->progress, j.request.output);
        pthread_mutex_unlock(&b->lock);
    } else {
        const bool done = ok && wt_job_run(&j.request, b->store, &result, &fault);
        if (!done && !wt_output_ending()) {
            wt_batch_job_blame(path, line, &fault);
            wt_report_fault(&fault);
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
        wt_report_fault(&fault);
        b->status = fault.kind;
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
            b->status = WT_FAULT_RESOURCE;
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
    const char *path = b->request.batch_path;
    return !path || is_dash(path) || wt_output_set_reserve(&b->outputs, path, fault);
}

static bool prepare(batch *b, wt_fault *fault) {
    const wt_request *s = &b->request;
    if (s->resume && !s->log_path) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--resume",
                     "it needs the log of the run before (add --log FILE)");
        return false;
    }
    if ((s->root && !wt_output_set_set_root(&b->outputs, s->root, fault)) ||
        !wt_batch_file_open(&b->file, s->batch_path, fault) || !reserve_file(b, fault) ||
        (s->log_path && !wt_output_set_reserve(&b->outputs, s->log_path, fault)) ||
        (s->resume && !wt_batch_log_read(s->log_path, &b->done, fault))) {
        return false;
    }
    if (wt_wave_store_new(&b->store) != WT_OK) {
        wt_fault_memory(fault);
        return false;
    }
    return true;
}

static long in_this_shard(const wt_request *s, long jobs) {
    return s->shards ? (jobs + s->shards - s->shard) / s->shards : jobs;
}

static void run_jobs(batch *b, wt_fault *fault) {
    const wt_disks *disks = b->request.sync == WT_SYNC_END ? &b->disks : NULL;
    if (!wt_batch_log_open(&b->log, b->request.log_path, disks, fault)) {
        return;
    }
    wt_progress_start(&b->progress, &b->request, (uint64_t)in_this_shard(&b->request, b->jobs));
    b->jobs = 0;
    wt_thread_pool_run(b->request.jobs, work, b);
    wt_progress_end(&b->progress);
    const char *failed = wt_batch_log_close(&b->log);
    if (failed) {
        tell_lost(b, failed, errno);
    }
    if (b->failed > 0 && b->status == 0) {
        b->status = WT_FAULT_FAILED;
    }
}

static void run(batch *b, wt_fault *fault) {
    if (!prepare(b, fault) || !check_all(b)) {
        return;
    }
    if (b->request.dry_run) {
        wt_report_detail(b->request.loudness, "%s: %ld jobs", b->file.path, b->jobs);
        return;
    }
    run_jobs(b, fault);
}

static void read_operand(wt_option_use *use) {
    if (use->request->batch_path) {
        wt_fault_text(use->fault, use->place, "FILE", use->value, 0,
                      "a batch is one file (cat them together, or use -)");
    }
    use->request->batch_path = use->value;
}

int wt_command_batch(const wt_words *words) {
    batch b = {.lock = PTHREAD_MUTEX_INITIALIZER, .log = {.fd = -1}};
    wt_fault fault = {0};
    wt_request_init(&b.request);
    if (wt_options_read(words, WT_FOR_BATCH, &b.request, read_operand, &fault)) {
        if (b.request.help || b.request.version) {
            b.status = wt_help_or_version(&b.request, WT_FOR_BATCH);
        } else {
            run(&b, &fault);
        }
    }
    if (fault.kind) {
        wt_report_fault(&fault);
    }
    wt_batch_file_free(&b.file);
    wt_output_set_free(&b.outputs);
    wt_disks_free(&b.disks);
    wt_hash_set_free(&b.bad);
    wt_hash_set_free(&b.done);
    wt_wave_store_free(b.store);
    wt_request_free(&b.request);
    return fault.kind ? (int)fault.kind : b.status;
}
