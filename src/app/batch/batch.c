// Many renders, one a line, checked before any is begun.
//
// The file is read twice, line by line, so that a million jobs take no more memory than a set of
// their outputs' hashes. Bad lines are faults of the input file.
#include "app/batch/batch.h"

#include "app/batch/batch_passes.h"

#include <unistd.h>

static bool prepare(wt_batch *b, wt_fault *fault) {
    const wt_request *s = b->request;
    b->outputs.disks = s->output.sync == WT_SYNC_END ? &b->disks : NULL;
    if (s->batch.only_item > s->batch.items) {
        return wt_fault_set(fault, WT_FAULT_USAGE, "--only-item",
                            "there is no item %lld (each line has %d: --items N)",
                            (long long)s->batch.only_item, s->batch.items);
    }
    if (s->batch.resume && !s->output.log_path && !b->to_set) {
        return wt_fault_set(fault, WT_FAULT_USAGE, "--resume",
                            "it needs the log of the run before (add --log FILE)");
    }
    if (s->batch.root && b->to_set) {
        wt_note_to(b->listener, "--root", "it does nothing: with --to no line writes a file");
    }
    if ((s->batch.root && !wt_output_set_set_root(&b->outputs, s->batch.root, fault)) ||
        !wt_batch_file_open(&b->lines.file, s->batch.path, fault) ||
        !wt_own_files_reserve(&b->own, &b->outputs, s, fault) ||
        (s->batch.resume && s->output.log_path &&
         !wt_sound_log_read(s->output.log_path, &b->done, fault))) {
        return false;
    }
    if (wt_wave_store_new(&b->store) != WT_OK) {
        return wt_fault_memory(fault);
    }
    return true;
}

static bool add_disk(wt_batch *b, const char *path, wt_fault *fault) {
    return wt_disks_add(&b->disks, path) || wt_fault_memory(fault);
}

static bool open_set(wt_batch *b, wt_fault *fault) {
    const wt_request *s = b->request;
    const bool resume = s->batch.resume;
    const long cores = sysconf(_SC_NPROCESSORS_ONLN);
    const int threads = s->output.jobs > 0 ? s->output.jobs : (int)cores;
    if (!b->to_set) {
        return true;
    }
    const wt_output_claim set = {&b->outputs, WT_LINE_SET, true};
    const wt_output_claim log = {&b->outputs, WT_LINE_LOG, true};
    const wt_guard set_guard = wt_output_claim_guard(&set);
    const wt_guard log_guard = wt_output_claim_guard(&log);
    if (!wt_data_set_open(&b->set, s->batch.to_path, resume, s->output.log_path ? &b->done : NULL,
                          threads, &set_guard, fault)) {
        return false;
    }
    b->set.log = &b->log;
    if (b->row.bits == 0) { // no line says what a row is, and there is none
        b->row = (wt_sound_format){.channels = 1, .bits = 16};
    }
    return (b->set.complete || !b->lines.rows ||
            wt_data_set_begin_rows(&b->set, &b->row, b->total, fault)) &&
           (!resume || !s->output.log_path ||
            wt_sound_log_trim(s->output.log_path, &log_guard, fault)) &&
           (s->output.sync != WT_SYNC_END || add_disk(b, s->batch.to_path, fault));
}

static void close_set(wt_batch *b, wt_fault *fault) {
    const wt_batch_request *s = &b->request->batch;
    const bool whole = !b->stop && (b->kind == 0 || b->kind == WT_FAULT_FAILED);
    if (b->to_set && whole && b->n_skipped < b->set.n_done) {
        wt_fault_set(fault, WT_FAULT_INPUT, s->to_path,
                     "its .part holds other sounds (take it away, or give the same lines)");
    }
    if (b->to_set) {
        wt_data_set_close(&b->set, whole && !fault->kind, s->shards == 0 || s->shard == s->shards,
                          (wt_sync)b->request->output.sync, fault);
    }
}

static void run_jobs(wt_batch *b, wt_fault *fault) {
    const wt_output_claim log = {&b->outputs, WT_LINE_LOG, true};
    const wt_guard guard = wt_output_claim_guard(&log);
    if (!open_set(b, fault) ||
        !wt_sound_log_open(&b->log, b->request->output.log_path, &guard, b->outputs.disks, fault)) {
        if (b->to_set) {
            wt_data_set_close(&b->set, false, false, WT_SYNC_NONE, fault);
        }
        return;
    }
    wt_batch_make(b);
    close_set(b, fault);
    if (b->silent > 0) {
        wt_note_to(b->listener, b->lines.file.path, "%ld sound%s silent (in a log: \"silent\")",
                   b->silent, b->silent == 1 ? " is" : "s are");
    }
    if (b->failed > 0 && b->kind == 0) {
        b->kind = WT_FAULT_FAILED;
    }
}

// The line of --only-item, which another shard may have.
static bool has_only_line(const wt_batch *b, wt_fault *fault) {
    const wt_batch_request *const s = &b->request->batch;
    if (s->only_line > 0 && s->shards == 0 && b->total == 0 && b->n_bad == 0) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--only-item", "there is no job on line %lld of %.200s",
                     (long long)s->only_line, b->lines.file.path);
    }
    return fault->kind == 0;
}

static bool name_set(wt_batch *b, wt_fault *fault) {
    b->to_set = b->request->batch.to_path != NULL;
    const bool ok = !b->to_set || wt_data_set_kind(b->request->batch.to_path, &b->set.kind, fault);
    b->lines.rows = b->to_set && b->set.kind == WT_SET_NPY;
    return ok;
}

static void run(wt_batch *b, wt_fault *fault) {
    wt_own_files_look(&b->own, b->request);
    if (!name_set(b, fault) || !wt_own_files_folders(b->request, fault) || !prepare(b, fault) ||
        !wt_batch_check(b) || !has_only_line(b, fault)) {
        return;
    }
    if (b->request->batch.dry_run) {
        wt_note_to(b->listener, b->lines.file.path,
                   "%llu job%s, %llu frames, %.6g s, %llu bytes of samples",
                   (unsigned long long)b->left, b->left == 1 ? "" : "s",
                   (unsigned long long)b->frames, b->seconds, (unsigned long long)b->bytes);
        return;
    }
    run_jobs(b, fault);
}

bool wt_batch_run(const wt_request *request, const wt_listener *listener, wt_fault *fault) {
    wt_batch b = {.request = request,
                  .listener = listener,
                  .lines = {.request = request},
                  .lock = PTHREAD_MUTEX_INITIALIZER,
                  .log = {.fd = -1}};
    run(&b, fault);
    wt_batch_lines_free(&b.lines);
    wt_output_set_free(&b.outputs);
    wt_disks_free(&b.disks);
    wt_hash_set_free(&b.done);
    wt_wave_store_free(b.store);
    if (!fault->kind && b.kind) {
        fault->kind = b.kind;
        fault->told = true;
    }
    return fault->kind == 0;
}
