// Each thread takes an item, renders it into its file or its place in the stream, and logs it.
#include "app/batch/batch_passes.h"

#include "base/thread_pool.h"
#include "io/stream/ustar.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// What was done may be lost, or its line in the log. Said once.
static void tell_lost(wt_batch *b, const char *step, int error) {
    wt_fault lost = {0};
    wt_fault_system(&lost, WT_FAULT_OUTPUT,
                    b->request->output.log_path ? b->request->output.log_path : b->lines.file.path,
                    step, error);
    if (b->kind != lost.kind) {
        b->listener->fault(b->listener->context, &lost);
    }
    b->kind = lost.kind;
    b->stop = true;
}

static bool run_job(wt_batch *b, const wt_batch_item *item, const wt_batch_job *j,
                    wt_result *result, wt_fault *fault) {
    const wt_listener listener = wt_listener_of_part(b->listener, j->request.output.loudness);
    const wt_output_claim claim = {&b->outputs, item->line, item->item <= WT_CHECKED_ITEMS};
    const wt_guard guard = wt_output_claim_guard(&claim);
    wt_plan plan;
    if (!wt_batch_plan(b, j, &guard, &wt_nobody, &plan, fault)) {
        return false;
    }
    const bool ok = wt_render(&plan, result, &listener, fault);
    wt_plan_free(&plan);
    return ok;
}

static void count_job(wt_batch *b, const char *output, const wt_result *result,
                      const wt_fault *fault, const char *failed, int error) {
    pthread_mutex_lock(&b->lock);
    wt_advance(b->listener, &b->work, 1, output);
    b->silent += !fault->kind && result->silent;
    if (fault->kind) {
        ++b->failed;
        b->stop = b->stop || !b->request->batch.keep_going;
    }
    if (failed) {
        tell_lost(b, failed, error);
    }
    pthread_mutex_unlock(&b->lock);
}

// Render into memory what is to stand in the stream; null: fault is set. Of a sound that --strict
// fails the fault is set, and it is kept.
static uint8_t *render_bytes(wt_batch *b, const wt_batch_job *j, wt_result *result, size_t *n,
                             wt_fault *fault) {
    const wt_listener listener = wt_listener_of_part(b->listener, j->request.output.loudness);
    const bool is_tar = !b->lines.rows;
    wt_output *output;
    wt_plan plan;
    if (!wt_batch_plan(b, j, NULL, &wt_nobody, &plan, fault)) {
        return NULL;
    }
    uint8_t *bytes = NULL;
    if (!is_tar && !wt_data_set_takes_row(&b->row, &plan.file, fault)) {
        wt_plan_free(&plan);
        return NULL;
    }
    if (wt_output_open_memory(&output, is_tar ? WT_USTAR_BLOCK : 0) != WT_OK) {
        wt_fault_memory(fault);
    } else if (wt_render_to(&plan, output, result, &listener, fault) ||
               fault->kind == WT_FAULT_FAILED) {
        bytes = wt_output_take_memory(output, WT_USTAR_BLOCK, n);
        if (!bytes) {
            wt_fault_memory(fault);
        }
    } else {
        wt_output_abandon(output);
    }
    wt_plan_free(&plan);
    return bytes;
}

// Make an item's member of the stream: of one that failed a row of zeros, or none.
static void make_member(wt_batch *b, const wt_batch_job *j, wt_log_entry *entry, bool ok,
                        wt_result *result, wt_set_member *m, wt_fault *fault) {
    size_t n = 0;
    uint8_t *const bytes = ok ? render_bytes(b, j, result, &n, fault) : NULL;
    *m = (wt_set_member){0};
    if (bytes && !b->lines.rows) {
        wt_data_set_tar_member(m, bytes, n, entry->output, entry, fault);
    } else if (bytes) {
        *m = (wt_set_member){.sound = bytes, .n_sound = n};
    }
    if (!m->sound) {
        const bool row = b->lines.rows && b->request->batch.keep_going;
        n = row ? (size_t)b->row.frames * (size_t)b->row.channels * (size_t)(b->row.bits / 8) : 0;
        m->sound = row ? calloc(n, 1) : NULL;
        m->n_sound = n;
        m->left_out = !m->sound;
    }
    if (!m->line) {
        m->line = wt_log_line(entry, &m->n_line);
    }
}

static wt_log_entry entry_of(const wt_batch *b, const wt_batch_item *item, const wt_batch_job *j) {
    return (wt_log_entry){.line = item->line,
                          .item = b->request->batch.items > 1 ? (long)item->item : 0,
                          .output = j->request.output.path ? j->request.output.path : "",
                          .words = &j->words,
                          .id = j->hash,
                          .notes = j->request.notes.words,
                          .n_notes = j->request.notes.n_words,
                          .rate = j->request.output.rate};
}

static void pass_over(wt_batch *b, const char *output) {
    pthread_mutex_lock(&b->lock);
    --b->work.total;
    wt_advance(b->listener, &b->work, 0, output);
    pthread_mutex_unlock(&b->lock);
}

static void run_item(wt_batch *b, const wt_batch_item *item, uint64_t number) {
    wt_batch_job j;
    bool empty;
    wt_fault fault = {0};
    wt_result result = {0};
    wt_set_member member = {0};
    const bool ok = wt_batch_job_read(&j, item, &empty, &fault) &&
                    wt_batch_lines_is_as_checked(&b->lines, item->line, j.source, &fault);
    wt_log_entry entry = entry_of(b, item, &j);
    entry.fault = &fault;
    entry.result = &result;
    entry.draw = &j.fields;
    if (ok && !b->to_set && wt_batch_is_done(b, &j)) {
        pass_over(b, j.request.output.path);
    } else {
        if (b->to_set) {
            make_member(b, &j, &entry, ok, &result, &member, &fault);
        } else if (ok) {
            run_job(b, item, &j, &result, &fault);
        }
        if (fault.kind && !wt_output_ending()) {
            wt_batch_job_blame(item->path, item->line, &fault);
            b->listener->fault(b->listener->context, &fault);
        }
        if (!fault.kind || !wt_output_ending()) { // a signal ends the program, not a job
            const char *const failed = b->to_set ? NULL : wt_sound_log_add(&b->log, &entry);
            const int error = errno;
            count_job(b, entry.output, &result, &fault, failed, error);
        }
        if (b->to_set) {
            wt_data_set_put(&b->set, number, &member);
        }
    }
    wt_batch_job_free(&j);
}

// Return whether an item is in the resumed stream already, or was left out of it.
static bool in_stream(wt_batch *b, const wt_batch_item *item) {
    if (!b->to_set || b->n_skipped == b->set.n_done) {
        return b->to_set && b->set.complete;
    }
    if (b->lines.rows) {
        ++b->n_skipped;
        return true;
    }
    wt_batch_job j;
    bool empty;
    wt_fault fault = {0};
    wt_batch_job_read(&j, item, &empty, &fault);
    b->n_skipped += j.hash == b->set.ids[b->n_skipped];
    wt_batch_job_free(&j);
    return true;
}

// Take the next item, with a copy of its line; with the lock held. False: no more.
static bool next_item(wt_batch *b, wt_batch_item *item, uint64_t *number) {
    wt_fault fault = {0};
    bool more;
    while ((more = !b->stop && wt_batch_lines_next(&b->lines, item, &fault)) &&
           in_stream(b, item)) {
        --b->work.total;
    }
    char *const copy = more ? malloc(item->n + 1) : NULL;
    if (more && !copy) {
        wt_fault_memory(&fault);
    }
    if (fault.kind) {
        wt_batch_end(b, &fault);
    }
    if (copy) {
        item->text = memcpy(copy, item->text, item->n + 1);
        *number = b->n_started++;
    }
    return copy;
}

static bool work(void *context) {
    wt_batch *b = context;
    wt_batch_item item;
    uint64_t number = 0;
    pthread_mutex_lock(&b->lock);
    const bool more = next_item(b, &item, &number);
    pthread_mutex_unlock(&b->lock);
    if (!more) {
        return false;
    }
    const bool go_on = !b->to_set || wt_data_set_wait(&b->set, number);
    if (go_on) {
        run_item(b, &item, number);
    }
    free((char *)item.text);
    return go_on;
}

void wt_batch_make(wt_batch *b) {
    b->work.total = b->total;
    wt_batch_lines_rewind(&b->lines);
    wt_thread_pool_run(b->request->output.jobs, work, b);
    wt_work_ends(b->listener);
    const char *failed = wt_sound_log_close(&b->log);
    if (failed) {
        tell_lost(b, failed, errno);
    }
}
