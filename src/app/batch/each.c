// Notes to files.
#include "app/batch/each.h"

#include "app/batch/each_items.h"
#include "app/batch/sampler_map.h"
#include "app/batch/sound_log.h"
#include "app/render/render.h"
#include "app/render/sound_file.h"
#include "app/request/inputs.h"
#include "base/hash_set.h"
#include "base/thread_pool.h"
#include "io/file/destination.h"
#include "io/file/disks.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const wt_request *request;
    wt_wave_store *store;
    wt_each_items items;
    pthread_mutex_t lock;
    size_t next;
    const wt_listener *listener;
    wt_work work;
    wt_fault *fault;
    wt_sound_log log;
    wt_disks disks;
    size_t n_silent;
    const char *silent; // the first of them
    char noted[64];     // what the last notes were about
    size_t n_noted;     // how many of them there were
} each;

// One thread each, and all synced together. They are numbered as if they were notes of one sound,
// so that what is random differs.
static wt_job job_of(const each *e, const wt_each_item *it) {
    const wt_sync sync = (wt_sync)e->request->output.sync;
    return (wt_job){.notes = &it->note,
                    .n_notes = 1,
                    .path = it->path,
                    .log_path = e->request->output.log_path,
                    .sync = sync == WT_SYNC_END ? WT_SYNC_NONE : sync,
                    .parents = e->request->output.parents,
                    .strict = e->request->output.strict,
                    .threads = 1,
                    .measure = e->request->output.measure,
                    .first_number =
                        (uint32_t)(it - e->items.of) * (uint32_t)e->request->sound.unison,
                    .has_root = true,
                    .root_key = wt_each_items_key(&e->items, it)};
}

// Of what an item came to. Null, or what failed, with errno.
static const char *log_item(each *e, const wt_each_item *it, const wt_result *result,
                            const wt_fault *fault) {
    wt_log_entry entry = wt_log_entry_of(&it->plan, result, fault);
    entry.id = wt_hash_text(entry.id, it->path);
    return wt_sound_log_add(&e->log, &entry);
}

static void run_item(each *e, const wt_each_item *it) {
    const wt_listener listener = wt_listener_of_part(e->listener, e->listener->loudness);
    wt_fault fault = {0};
    wt_result result;
    const bool ok = wt_render(&it->plan, &result, &listener, &fault);
    const char *const failed = wt_output_ending() ? NULL : log_item(e, it, &result, &fault);
    const int error = errno;
    pthread_mutex_lock(&e->lock);
    if (ok && result.silent) {
        e->silent = e->n_silent++ > 0 ? e->silent : it->path;
    }
    if (failed) {
        wt_fault_system(e->fault, WT_FAULT_OUTPUT, e->request->output.log_path, failed, error);
    }
    wt_advance(e->listener, &e->work, 1, it->path);
    if (!ok && !e->fault->kind) {
        *e->fault = fault;
    }
    pthread_mutex_unlock(&e->lock);
}

static bool work(void *context) {
    each *e = context;
    pthread_mutex_lock(&e->lock);
    const bool more = e->next < e->items.n && !e->fault->kind;
    const wt_each_item *it = more ? &e->items.of[e->next++] : NULL;
    pthread_mutex_unlock(&e->lock);
    if (more) {
        run_item(e, it);
    }
    return more;
}

enum { MOST_NOTED = 3 };

// What is odd about one sound is about all: the first are told, and how many more there are.
static void note_first(void *context, const char *where, const char *text) {
    each *const e = context;
    if (strncmp(where, e->noted, sizeof e->noted - 1) != 0) {
        snprintf(e->noted, sizeof e->noted, "%s", where);
        e->n_noted = 0;
    }
    if (++e->n_noted <= MOST_NOTED) {
        e->listener->note(e->listener->context, where, text);
    }
}

// All are planned before any file is begun.
static bool plan_all(each *e) {
    wt_listener first = *e->listener;
    first.note = note_first;
    first.detail = wt_nobody.detail;
    first.context = e;
    for (size_t i = 0; i < e->items.n; ++i) {
        wt_each_item *it = &e->items.of[i];
        const wt_job job = job_of(e, it);
        it->planned = wt_plan_make(&it->plan, e->request, &job, e->store, &first, e->fault);
        if (!it->planned) {
            return false;
        }
    }
    if (e->n_noted > MOST_NOTED) {
        wt_note_to(e->listener, e->noted, "so it is, more or less, with %zu more of %zu sounds",
                   e->n_noted - MOST_NOTED, e->items.n);
    }
    return true;
}

// The folders that they and what stands beside them lie in, and, for --sync end, their disks.
static bool find_folders(each *e) {
    for (size_t i = 0; i < e->items.n; ++i) {
        if (e->request->output.parents &&
            !wt_sound_file_folder(e->items.of[i].path, (wt_sync)e->request->output.sync,
                                  e->fault)) {
            return false;
        }
        if (!wt_disks_add(&e->disks, e->items.of[i].path)) {
            return wt_fault_memory(e->fault);
        }
    }
    const wt_output_request *const out = &e->request->output;
    const wt_sync sync = (wt_sync)out->sync;
    return wt_sound_file_beside(out->map_path, out->parents, sync, e->fault) &&
           wt_sound_file_beside(out->log_path, out->parents, sync, e->fault);
}

static bool write_map(each *e) {
    const char *const path = e->request->output.map_path;
    wt_map_sound *sounds = path ? calloc(e->items.n, sizeof *sounds) : NULL;
    if (path && !sounds) {
        wt_fault_memory(e->fault);
    }
    for (size_t i = 0; sounds && i < e->items.n; ++i) {
        const wt_each_item *const it = &e->items.of[i];
        sounds[i] = (wt_map_sound){.number = i,
                                   .path = it->path,
                                   .key = wt_each_items_key(&e->items, it),
                                   .velocity = it->note.note.velocity,
                                   .has_loop = it->plan.file.has_loop,
                                   .loop = it->plan.file.loop};
    }
    const bool ok = sounds && wt_sampler_map_write(
                                  path, sounds, e->items.n,
                                  wt_request_seconds(e->request, e->request->sound.adsr.release),
                                  (wt_sync)e->request->output.sync, e->fault);
    free(sounds);
    return ok || !path;
}

// What is in e->fault survives.
static void close_log(each *e) {
    const char *const failed = wt_sound_log_close(&e->log);
    if (failed) {
        wt_fault_system(e->fault, WT_FAULT_OUTPUT, "--each", failed, errno);
    }
}

static void run_all(each *e) {
    const bool at_end = e->request->output.sync == WT_SYNC_END;
    if (!find_folders(e) || !wt_sound_log_open(&e->log, e->request->output.log_path, NULL,
                                               at_end ? &e->disks : NULL, e->fault)) {
        return;
    }
    e->work.total = e->items.n;
    wt_thread_pool_run(e->request->output.jobs, work, e);
    if (e->n_silent > 0) {
        wt_note_to(e->listener, e->silent,
                   e->n_silent == 1 ? "%zu of %zu sounds is silent, this one"
                                    : "%zu of %zu sounds are silent, this one first",
                   e->n_silent, e->items.n);
    }
    if (!e->fault->kind) {
        write_map(e);
    }
    close_log(e);
    wt_work_ends(e->listener);
}

// Before any work: a map can be made, and overwrites nothing.
static bool check_map(each *e) {
    const char *const path = e->request->output.map_path;
    const char *const log = e->request->output.log_path;
    if (path && log && wt_destination_same(path, log)) {
        wt_fault_text(e->fault, NULL, "--log", log, 0, "it is also --map (choose another name)");
    }
    const wt_target map = wt_target_look("--map", path);
    return !path ||
           (!e->fault->kind && wt_sampler_map_check(path, e->fault) &&
            wt_target_can_be_file(&map, e->fault) && wt_request_spares(e->request, &map, e->fault));
}

bool wt_each_run(const wt_request *request, wt_wave_store *store, const wt_listener *listener,
                 wt_fault *fault) {
    each e = {.request = request,
              .items = {.request = request, .fault = fault},
              .log = {.fd = -1},
              .store = store,
              .lock = PTHREAD_MUTEX_INITIALIZER,
              .listener = listener,
              .fault = fault};
    if (!request->output.path || strcmp(request->output.path, "-") == 0) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--each",
                     "each note needs a file (give a template: -o '{midi}-{note}.wav')");
    } else if (wt_each_items_list(&e.items) && plan_all(&e) && check_map(&e)) {
        run_all(&e);
    }
    wt_disks_free(&e.disks);
    wt_each_items_free(&e.items);
    return fault->kind == 0;
}
