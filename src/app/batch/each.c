// Notes to files.
#include "app/batch/each.h"

#include "app/batch/sampler_map.h"
#include "app/batch/sound_log.h"
#include "app/render/render.h"
#include "app/render/sound_file.h"
#include "app/request/inputs.h"
#include "base/hash_set.h"
#include "base/thread_pool.h"
#include "core/pitch/pitch.h"
#include "io/file/destination.h"
#include "io/file/disks.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// One file to be made.
typedef struct {
    wt_note_setting note; // its pitches are borrowed
    wt_pitch_text pitch;  // of a key of a range
    bool of_range;
    char name[48];
    char *path; // owned
    wt_plan plan;
    bool planned;
} item;

typedef struct {
    const wt_request *request;
    wt_wave_store *store;
    item *items;
    size_t n_items, room;
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

static item *push(each *e) {
    if (e->n_items == e->room) {
        const size_t room = e->room ? 2 * e->room : 128;
        item *grown = realloc(e->items, room * sizeof *grown);
        if (!grown) {
            wt_fault_memory(e->fault);
            return NULL;
        }
        e->items = grown;
        e->room = room;
    }
    item *it = &e->items[e->n_items++];
    memset(it, 0, sizeof *it);
    return it;
}

static bool push_key(each *e, const wt_note_setting *setting, double key, double velocity) {
    item *it = push(e);
    if (!it) {
        return false;
    }
    it->of_range = true;
    it->pitch = (wt_pitch_text){WT_PITCH_NOTE, key};
    it->note = *setting;
    it->note.is_range = false;
    it->note.note = (wt_note_text){.n_pitches = 1,
                                   .has_duration = setting->range.has_duration,
                                   .duration = setting->range.duration,
                                   .velocity = velocity};
    return true;
}

static bool push_range(each *e, const wt_note_setting *setting) {
    const wt_note_range *r = &setting->range;
    const double step = r->low <= r->high ? r->step : -r->step;
    const double span = r->low <= r->high ? r->high - r->low : r->low - r->high;
    for (int i = 0; i * (double)r->step <= span + 1e-9; ++i) {
        for (int layer = 0; layer < r->n_velocities; ++layer) {
            if (!push_key(e, setting, r->low + i * step, r->velocities[layer])) {
                return false;
            }
        }
    }
    return true;
}

// A key of a range is told as what it would be by itself.
static void name_key(const each *e, item *it) {
    char name[24];
    wt_note_name(it->pitch.value, wt_request_middle_c(e->request), name);
    snprintf(it->name, sizeof it->name, "%s@%.6g", name, it->note.note.velocity);
    it->note.text = it->name;
    it->note.note.pitches = &it->pitch;
}

static bool push_all(each *e) {
    for (size_t i = 0; i < e->request->notes.n_words; ++i) {
        const wt_note_setting *setting = &e->request->notes.words[i];
        if (setting->is_range) {
            if (!push_range(e, setting)) {
                return false;
            }
            continue;
        }
        item *it = push(e);
        if (!it) {
            return false;
        }
        it->note = *setting;
    }
    for (size_t i = 0; i < e->n_items; ++i) { // the array has stopped moving
        if (e->items[i].of_range) {
            name_key(e, &e->items[i]);
        }
    }
    return true;
}

static double key_of(const each *e, const wt_pitch_text *pitch) {
    return pitch->kind == WT_PITCH_HZ ? wt_hz_note(pitch->value, e->request->notes.tuning_hz)
                                      : pitch->value;
}

static double hz_of(const each *e, const wt_pitch_text *pitch) {
    return pitch->kind == WT_PITCH_HZ ? pitch->value
                                      : wt_note_hz(pitch->value, e->request->notes.tuning_hz);
}

// The value of a field, or false where there is no such field.
static bool field_value(const each *e, const item *it, size_t number, const char *name, size_t n,
                        char value[64]) {
    const wt_pitch_text *pitch = &it->note.note.pitches[0];
    if (n == 4 && memcmp(name, "note", n) == 0) {
        wt_note_name(key_of(e, pitch), wt_request_middle_c(e->request), value);
    } else if (n == 4 && memcmp(name, "midi", n) == 0) {
        snprintf(value, 64, "%.6g", key_of(e, pitch));
    } else if (n == 2 && memcmp(name, "hz", n) == 0) {
        snprintf(value, 64, "%.2f", hz_of(e, pitch));
    } else if (n == 3 && memcmp(name, "vel", n) == 0) {
        snprintf(value, 64, "%.6g", it->note.note.velocity);
    } else if (n == 1 && *name == 'n') {
        snprintf(value, 64, "%zu", number);
    } else {
        return false;
    }
    return true;
}

static bool bad_field(const each *e, const char *at) {
    wt_fault_text(e->fault, NULL, "--output", e->request->output.path,
                  (size_t)(at - e->request->output.path),
                  "expected one of {note} {midi} {hz} {vel} {n}");
    return false;
}

static bool make_path(const each *e, item *it, size_t number) {
    const char *t = e->request->output.path;
    const size_t room = strlen(t) + 64 * 16 + 1;
    size_t used = 0;
    it->path = malloc(room);
    if (!it->path) {
        wt_fault_memory(e->fault);
        return false;
    }
    while (*t) {
        if (*t != '{') {
            it->path[used++] = *t++;
            continue;
        }
        const char *end = strchr(t, '}');
        char value[64];
        if (!end || !field_value(e, it, number, t + 1, (size_t)(end - t - 1), value)) {
            return bad_field(e, t);
        }
        const size_t n = strlen(value);
        if (used + n + strlen(end) + 1 > room) {
            return bad_field(e, t);
        }
        memcpy(it->path + used, value, n);
        used += n;
        t = end + 1;
    }
    it->path[used] = '\0';
    return true;
}

static bool make_paths(each *e) {
    wt_hash_set names = {0};
    bool ok = true;
    for (size_t i = 0; ok && i < e->n_items; ++i) {
        uint32_t number = (uint32_t)i + 1;
        bool was_there = false;
        if (e->items[i].note.note.pitches[0].kind == WT_PITCH_REST) {
            wt_fault_text(e->fault, NULL, "NOTE", e->items[i].note.text, 0,
                          "a rest makes no file (leave it out with --each)");
            ok = false;
            break;
        }
        ok = make_path(e, &e->items[i], i + 1);
        if (ok &&
            !wt_hash_set_add(&names, wt_hash_text(0, e->items[i].path), &number, &was_there)) {
            wt_fault_memory(e->fault);
            ok = false;
        }
        if (ok && was_there) {
            char what[400];
            snprintf(
                what, sizeof what,
                "notes %u and %zu would both be '%.200s' (tell them apart by {note}, {vel} or {n})",
                number, i + 1, e->items[i].path);
            wt_fault_text(e->fault, NULL, "--output", e->request->output.path, 0, what);
            ok = false;
        }
    }
    wt_hash_set_free(&names);
    return ok;
}

// One thread each, and all synced together. They are numbered as if they were notes of one sound,
// so that what is random differs.
static wt_job job_of(const each *e, const item *it) {
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
                    .first_number = (uint32_t)(it - e->items) * (uint32_t)e->request->sound.unison,
                    .has_root = true,
                    .root_key = key_of(e, &it->note.note.pitches[0])};
}

// Of what an item came to. Null, or what failed, with errno.
static const char *log_item(each *e, const item *it, const wt_result *result,
                            const wt_fault *fault) {
    wt_log_entry entry = wt_log_entry_of(&it->plan, result, fault);
    entry.id = wt_hash_text(entry.id, it->path);
    return wt_sound_log_add(&e->log, &entry);
}

static void run_item(each *e, const item *it) {
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
    const bool more = e->next < e->n_items && !e->fault->kind;
    const item *it = more ? &e->items[e->next++] : NULL;
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
    for (size_t i = 0; i < e->n_items; ++i) {
        item *it = &e->items[i];
        const wt_job job = job_of(e, it);
        it->planned = wt_plan_make(&it->plan, e->request, &job, e->store, &first, e->fault);
        if (!it->planned) {
            return false;
        }
    }
    if (e->n_noted > MOST_NOTED) {
        wt_note_to(e->listener, e->noted, "so it is, more or less, with %zu more of %zu sounds",
                   e->n_noted - MOST_NOTED, e->n_items);
    }
    return true;
}

// The folders that they and what stands beside them lie in, and, for --sync end, their disks.
static bool find_folders(each *e) {
    for (size_t i = 0; i < e->n_items; ++i) {
        if (e->request->output.parents &&
            !wt_sound_file_folder(e->items[i].path, (wt_sync)e->request->output.sync, e->fault)) {
            return false;
        }
        if (!wt_disks_add(&e->disks, e->items[i].path)) {
            wt_fault_memory(e->fault);
            return false;
        }
    }
    const wt_output_request *const out = &e->request->output;
    const wt_sync sync = (wt_sync)out->sync;
    return wt_sound_file_beside(out->map_path, out->parents, sync, e->fault) &&
           wt_sound_file_beside(out->log_path, out->parents, sync, e->fault);
}

static bool write_map(each *e) {
    const char *const path = e->request->output.map_path;
    wt_map_sound *sounds = path ? calloc(e->n_items, sizeof *sounds) : NULL;
    if (path && !sounds) {
        wt_fault_memory(e->fault);
    }
    for (size_t i = 0; sounds && i < e->n_items; ++i) {
        const item *const it = &e->items[i];
        sounds[i] = (wt_map_sound){.number = i,
                                   .path = it->path,
                                   .key = key_of(e, &it->note.note.pitches[0]),
                                   .velocity = it->note.note.velocity,
                                   .has_loop = it->plan.file.has_loop,
                                   .loop = it->plan.file.loop};
    }
    const bool ok = sounds && wt_sampler_map_write(
                                  path, sounds, e->n_items,
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
    e->work.total = e->n_items;
    wt_thread_pool_run(e->request->output.jobs, work, e);
    if (e->n_silent > 0) {
        wt_note_to(e->listener, e->silent,
                   e->n_silent == 1 ? "%zu of %zu sounds is silent, this one"
                                    : "%zu of %zu sounds are silent, this one first",
                   e->n_silent, e->n_items);
    }
    if (!e->fault->kind) {
        write_map(e);
    }
    close_log(e);
    wt_work_ends(e->listener);
}

static void free_items(each *e) {
    for (size_t i = 0; i < e->n_items; ++i) {
        if (e->items[i].planned) {
            wt_plan_free(&e->items[i].plan);
        }
        free(e->items[i].path);
    }
    free(e->items);
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
              .log = {.fd = -1},
              .store = store,
              .lock = PTHREAD_MUTEX_INITIALIZER,
              .listener = listener,
              .fault = fault};
    if (!request->output.path || strcmp(request->output.path, "-") == 0) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--each",
                     "each note needs a file (give a template: -o '{midi}-{note}.wav')");
    } else if (push_all(&e) && make_paths(&e) && plan_all(&e) && check_map(&e)) {
        run_all(&e);
    }
    wt_disks_free(&e.disks);
    free_items(&e);
    return fault->kind == 0;
}
