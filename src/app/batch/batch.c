// Many renders, one a line, checked before any is begun.
//
// The file is read twice, line by line, so that a million jobs take no more memory than a set of
// their outputs' hashes. Bad lines are faults of the input file.
#include "app/batch/batch.h"

#include "app/batch/batch_file.h"
#include "app/batch/batch_job.h"
#include "app/batch/data_set.h"
#include "app/batch/output_set.h"
#include "app/batch/sound_log.h"
#include "app/json_string.h"
#include "app/render/render.h"
#include "app/render/sound_file.h"
#include "app/request/slips.h"
#include "base/grow.h"
#include "base/thread_pool.h"
#include "io/stream/ustar.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MOST_TOLD = 20,    // of bad lines, and of notes about lines
    CHECKED_ITEMS = 2, // of each line, at most
    OWN_FILES = 3,
};

typedef struct {
    const wt_request *request;
    const wt_listener *listener;
    wt_batch_file file;
    wt_wave_store *store;
    wt_output_set outputs;
    wt_hash_set bad; // lines that the first pass refused, by number
    long n_bad, n_noted;
    uint64_t *sources; // of each line's words when it was checked; 0: it was no job
    size_t room;
    wt_hash_set done; // words of finished jobs
    wt_sound_log log;
    wt_disks disks; // --sync end: of the outputs
    wt_work work;
    wt_data_set set; // --to
    bool to_set;
    bool has_part;
    char part[WT_PART_PATH];      // of it, until it is whole
    wt_target own[OWN_FILES];     // what is written beside the lines' outputs: log, set, part
    uint64_t total;               // items that are asked for
    uint64_t left, frames, bytes; // --dry-run: of those that are not done
    double seconds;
    wt_sound_format row;           // of the first of them
    pthread_mutex_t lock;          // of all that follows, and of `file`
    long jobs;                     // items among the lines read
    int item;                      // the last one taken of the current line
    size_t n_text;                 // bytes of that line
    uint64_t n_skipped, n_started; // of those in a resumed stream; of others
    long silent;
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

// A note about the line that is checked, with its place.
static void note_line(void *context, const char *where, const char *text) {
    batch *const b = context;
    char place[400];
    snprintf(place, sizeof place, "%.200s:%ld:1: %.160s", b->file.path, b->file.line, where);
    if (++b->n_noted <= MOST_TOLD) {
        b->listener->note(b->listener->context, place, text);
    }
}

// Who hears of a line while it is checked.
static wt_listener listener_of_line(batch *b, const wt_request *s) {
    wt_listener part = wt_listener_of_part(b->listener, s->output.loudness);
    part.note = note_line;
    part.detail = wt_nobody.detail;
    part.context = b;
    return part;
}

// As part of a batch: one thread, and what the batch says of syncing.
static bool plan_job(batch *b, const wt_batch_job *j, const wt_guard *guard,
                     const wt_listener *listener, wt_plan *plan, wt_fault *fault) {
    wt_job job = wt_job_of(&j->request);
    job.threads = 1;
    job.measure = job.measure || b->to_set || b->request->output.measure;
    job.is_checked = guard || b->to_set;
    job.raw = b->to_set && b->set.kind == WT_SET_NPY;
    job.guard = guard;
    job.parents = (job.parents || b->request->output.parents) && !b->request->batch.root;
    if (b->request->output.sync != WT_SYNC_FILE) { // the batch syncs all, or none
        job.sync = WT_SYNC_NONE;
    }
    return wt_plan_make(plan, &j->request, &job, b->store, listener, fault);
}

// --parents; under --root only folders that are there, as others may lie outside by a link.
static bool make_folder(const batch *b, const wt_request *s, wt_fault *fault) {
    const bool wanted = b->request->output.parents || s->output.parents;
    return !wanted || b->request->batch.root || b->request->batch.dry_run ||
           wt_sound_file_folder(s->output.path, (wt_sync)b->request->output.sync, fault);
}

// No two members of a stream alike: sounds differ where their labels do, and none is named as one.
static bool check_member(batch *b, const char *name, wt_fault *fault) {
    char label[WT_SET_LABEL_SIZE];
    uint32_t line = (uint32_t)b->file.line;
    bool was_there = false;
    if (!wt_data_set_label_name(name, label, fault)) {
        return false;
    }
    if (!wt_hash_set_add(&b->outputs.names, wt_hash_text(1, label), &line, &was_there)) {
        wt_fault_memory(fault);
    } else if (was_there) {
        wt_fault_set(
            fault, WT_FAULT_INPUT, "--output",
            "'%.200s' is also a member of line %u, the label of its sound (name another%s)", label,
            line, line == (uint32_t)b->file.line ? ": {n} counts the items" : "");
    }
    return fault->kind == 0;
}

// No two outputs alike.
static bool check_name(batch *b, const wt_request *s, wt_fault *fault) {
    if (b->to_set) {
        return !s->output.path || b->set.kind != WT_SET_TAR ||
               check_member(b, s->output.path, fault);
    }
    if (!make_folder(b, s, fault) ||
        !wt_output_set_add(&b->outputs, s->output.path, b->file.line, fault)) {
        return false;
    }
    if (b->request->output.sync == WT_SYNC_END && !wt_disks_add(&b->disks, s->output.path)) {
        wt_fault_memory(fault);
    }
    return fault->kind == 0;
}

// Rows of an array are alike.
static bool check_row(batch *b, const wt_sound_format *format, wt_fault *fault) {
    if (b->row.bits == 0 && wt_data_set_takes_rows(format, fault)) {
        b->row = *format;
    }
    if (fault->kind) {
        return false;
    }
    if (b->row.frames != format->frames || b->row.channels != format->channels ||
        b->row.bits != format->bits || b->row.encoding != format->encoding) {
        wt_fault_set(fault, WT_FAULT_INPUT, "--to",
                     "%llu frames of %d channels and %d bits, the first row has %llu of %d and %d "
                     "(give all the same --length, -c, -b and -e)",
                     (unsigned long long)format->frames, format->channels, format->bits,
                     (unsigned long long)b->row.frames, b->row.channels, b->row.bits);
    }
    return fault->kind == 0;
}

typedef struct {
    batch *batch;
    wt_fault *fault;
} reading;

static void look_at_own_files(batch *b) {
    b->own[0] = wt_target_look("--log", b->request->output.log_path);
    b->own[1] = wt_target_look("--to", b->request->batch.to_path);
    b->own[2] = wt_target_look("--to", b->has_part ? b->part : NULL);
}

// None of them may be what a line reads.
static bool spare_inputs(const batch *b, const wt_plan *plan, wt_fault *fault) {
    bool ok = true;
    for (int i = 0; ok && i < OWN_FILES; ++i) {
        ok = wt_plan_spares(plan, &b->own[i], fault);
    }
    return ok;
}

static bool add_input(void *context, const wt_input *input) {
    const reading *const of = context;
    batch *const b = of->batch;
    return wt_output_set_add_input(&b->outputs, input, b->file.line, of->fault);
}

static bool in_shard(const batch *b, long job_number) {
    return b->request->batch.shards == 0 ||
           job_number % b->request->batch.shards == b->request->batch.shard - 1;
}

static bool already_done(const batch *b, const wt_batch_job *j) {
    return b->request->batch.resume && wt_hash_set_has(&b->done, j->hash) &&
           j->request.output.path && access(j->request.output.path, F_OK) == 0;
}

static void count_left(batch *b, const wt_batch_job *j, int item, const wt_sound_format *file) {
    if (in_shard(b, b->jobs + item - 1) && !already_done(b, j)) {
        ++b->left;
        b->frames += file->frames;
        b->seconds += (double)file->frames / file->rate;
        b->bytes += file->frames * (uint64_t)file->channels * (uint64_t)(file->bits / 8);
    }
}

// All that can be known before rendering: words, output, notes, waves, format. Item 0: a corner.
// `listener` hears of slips.
static bool check_job(batch *b, wt_batch_job *j, int item, const wt_listener *listener,
                      wt_fault *fault) {
    const wt_request *s = &j->request;
    if (is_dash(s->notes.score_path) || is_dash(s->notes.scale_path) ||
        is_dash(s->notes.keymap_path)) {
        wt_fault_set(fault, WT_FAULT_INPUT, is_dash(s->notes.score_path) ? "--score" : "--scale",
                     "jobs cannot share standard input (name a file)");
        return false;
    }
    if (item > 0 && !check_name(b, s, fault)) {
        return false;
    }
    wt_plan plan;
    bool ok = plan_job(b, j, NULL, listener, &plan, fault);
    if (ok) {
        wt_request_tell_slips(s, listener);
        reading of = {b, fault};
        ok = spare_inputs(b, &plan, fault) &&
             (b->to_set || wt_plan_each_input(&plan, add_input, &of));
        ok = ok && (!b->to_set || b->set.kind != WT_SET_NPY || check_row(b, &plan.file, fault));
        if (ok && item > 0) {
            count_left(b, j, item, &plan.file);
        }
        wt_plan_free(&plan);
    }
    return ok;
}

// An item of the line that is read; corner -1: as it is drawn.
static wt_batch_item item_of(const batch *b, const char *text, size_t n, int item, int corner) {
    return (wt_batch_item){.path = b->file.path,
                           .batch = b->request,
                           .line = b->file.line,
                           .text = text,
                           .n = n,
                           .item = (uint64_t)item,
                           .corner = corner,
                           .rows = b->to_set && b->set.kind == WT_SET_NPY};
}

static bool is_wanted(const batch *b, long line, int item) {
    const wt_batch_request *s = &b->request->batch;
    return (s->only_item == 0 || s->only_item == item) &&
           (s->only_line == 0 || s->only_line == line);
}

// Keep what the words of the line that is read came to.
static bool remember_source(batch *b, uint64_t source, wt_fault *fault) {
    const size_t line = (size_t)b->file.line;
    uint64_t *const grown = wt_grow(b->sources, line, &b->room, sizeof *grown);
    if (!grown) {
        wt_fault_memory(fault);
        return false;
    }
    b->sources = grown;
    b->sources[line] = source;
    return true;
}

// A file that the words of a line come from may be another by now, or the line itself.
static bool is_as_checked(const batch *b, long line, uint64_t source, wt_fault *fault) {
    if (b->sources[line] != source) {
        wt_fault_set(fault, WT_FAULT_INPUT, "render",
                     "its words have changed since they were checked (start again)");
    }
    return fault->kind == 0;
}

// Check an item, or a corner of the line's fields. *corners: how many there are.
static bool check_item(batch *b, size_t n, int item, int corner, int *corners, bool *empty,
                       wt_fault *fault) {
    const wt_batch_item asked = item_of(b, b->file.text, n, item, corner);
    wt_batch_job j;
    bool ok = wt_batch_job_read(&j, &asked, empty, fault);
    ok = remember_source(b, j.source, fault) && ok;
    if (ok && !*empty) {
        const wt_listener line = listener_of_line(b, &j.request);
        const bool tells = corner < 0 && item == 1; // the others are much the same
        ok = check_job(b, &j, corner < 0 ? item : 0, tells ? &line : &wt_nobody, fault);
        *corners = j.fields.corners;
    }
    wt_batch_job_free(&j);
    return ok;
}

// Of many items the first two are checked, whose names must differ, and the corners of the fields;
// --dry-run looks at all.
static bool check_line(batch *b, size_t n, wt_fault *fault) {
    const wt_batch_request *s = &b->request->batch;
    const int few = s->items < CHECKED_ITEMS ? s->items : CHECKED_ITEMS;
    const int most = s->dry_run ? s->items : few;
    int corners = 0;
    bool empty = false;
    bool ok = true;
    for (int item = 1; ok && !empty && item <= most; ++item) {
        if (!s->dry_run || is_wanted(b, b->file.line, item)) {
            ok = check_item(b, n, item, -1, &corners, &empty, fault);
        }
    }
    for (int corner = 0; ok && !empty && s->items > 1 && corner < corners; ++corner) {
        int same;
        ok = check_item(b, n, 1, corner, &same, &empty, fault);
    }
    for (int item = 1; ok && !empty && item <= s->items; ++item) {
        b->total += in_shard(b, b->jobs++) && is_wanted(b, b->file.line, item);
    }
    if (!ok) {
        wt_batch_job_blame(b->file.path, b->file.line, fault);
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

static bool run_job(batch *b, const wt_batch_item *item, const wt_batch_job *j, wt_result *result,
                    wt_fault *fault) {
    const wt_listener listener = wt_listener_of_part(b->listener, j->request.output.loudness);
    const wt_output_claim claim = {&b->outputs, item->line, item->item <= CHECKED_ITEMS};
    const wt_guard guard = wt_output_claim_guard(&claim);
    wt_plan plan;
    if (!plan_job(b, j, &guard, &wt_nobody, &plan, fault)) {
        return false;
    }
    const bool ok = wt_render(&plan, result, &listener, fault);
    wt_plan_free(&plan);
    return ok;
}

// What the fields came to, as JSON; null: there are none.
static json_t *draw_of(const wt_fields *fields) {
    json_t *draw = fields->n > 0 ? json_object() : NULL;
    for (size_t i = 0; draw && i < fields->n; ++i) {
        const wt_field_value *const v = &fields->values[i];
        json_object_set_new(draw, v->name,
                            v->is_number ? json_real(v->number) : wt_json_string(v->text));
    }
    return draw;
}

static void count_job(batch *b, const char *output, const wt_result *result, const wt_fault *fault,
                      const char *failed, int error) {
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

// Render into memory what is to stand in the stream; null: fault is set.
static uint8_t *render_bytes(batch *b, const wt_batch_job *j, wt_result *result, size_t *n,
                             wt_fault *fault) {
    const wt_listener listener = wt_listener_of_part(b->listener, j->request.output.loudness);
    const bool is_tar = b->set.kind == WT_SET_TAR;
    wt_message message = {""};
    wt_output *output;
    wt_plan plan;
    if (!plan_job(b, j, NULL, &wt_nobody, &plan, fault)) {
        return NULL;
    }
    uint8_t *bytes = NULL;
    if (!is_tar && !check_row(b, &plan.file, fault)) {
        wt_plan_free(&plan);
        return NULL;
    }
    if (wt_output_open_memory(&output, is_tar ? WT_USTAR_BLOCK : 0, &message) != WT_OK) {
        wt_fault_memory(fault);
    } else if (wt_render_to(&plan, output, result, &listener, fault)) {
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
static void make_member(batch *b, const wt_batch_job *j, wt_log_entry *entry, bool ok,
                        wt_result *result, wt_set_member *m, wt_fault *fault) {
    size_t n = 0;
    uint8_t *const bytes = ok ? render_bytes(b, j, result, &n, fault) : NULL;
    *m = (wt_set_member){0};
    if (bytes && b->set.kind == WT_SET_TAR) {
        wt_data_set_tar_member(m, bytes, n, entry->output, entry, fault);
    } else if (bytes) {
        *m = (wt_set_member){.sound = bytes, .n_sound = n};
    }
    if (fault->kind) {
        const bool row = b->set.kind == WT_SET_NPY && b->request->batch.keep_going;
        n = row ? (size_t)b->row.frames * (size_t)b->row.channels * (size_t)(b->row.bits / 8) : 0;
        m->sound = row ? calloc(n, 1) : NULL;
        m->n_sound = n;
        m->left_out = !m->sound;
    }
    if (!m->line) {
        m->line = wt_log_line(entry, &m->n_line);
    }
}

static wt_log_entry entry_of(const batch *b, const wt_batch_item *item, const wt_batch_job *j) {
    return (wt_log_entry){.line = item->line,
                          .item = b->request->batch.items > 1 ? (long)item->item : 0,
                          .output = j->request.output.path ? j->request.output.path : "",
                          .words = &j->words,
                          .id = j->hash,
                          .notes = j->request.notes.words,
                          .n_notes = j->request.notes.n_words,
                          .rate = j->request.output.rate};
}

static void pass_over(batch *b, const char *output) {
    pthread_mutex_lock(&b->lock);
    --b->work.total;
    wt_advance(b->listener, &b->work, 0, output);
    pthread_mutex_unlock(&b->lock);
}

static void run_item(batch *b, const wt_batch_item *item, uint64_t number) {
    wt_batch_job j;
    bool empty;
    wt_fault fault = {0};
    wt_result result = {0};
    wt_set_member member = {0};
    const bool ok = wt_batch_job_read(&j, item, &empty, &fault) &&
                    is_as_checked(b, item->line, j.source, &fault);
    json_t *draw = draw_of(&j.fields);
    wt_log_entry entry = entry_of(b, item, &j);
    entry.fault = &fault;
    entry.result = &result;
    entry.draw = draw;
    if (ok && !b->to_set && already_done(b, &j)) {
        pass_over(b, j.request.output.path);
    } else {
        if (b->to_set) {
            make_member(b, &j, &entry, ok, &result, &member, &fault);
        } else if (ok) {
            run_job(b, item, &j, &result, &fault);
        }
        if (fault.kind && !wt_output_ending()) {
            wt_batch_job_blame(item->path, item->line, &fault);
            tell(b, &fault);
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
    json_decref(draw);
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

// Go on to the next line that is a job; with the lock held. False: no more.
static bool next_line(batch *b) {
    const wt_batch_file *f = &b->file;
    ssize_t got;
    while ((got = read_checked(b)) >= 0) {
        const bool is_none = wt_words_none((int)f->line, f->text, (size_t)got);
        if ((!is_none || b->sources[f->line] != 0) &&
            !wt_hash_set_has(&b->bad, (uint64_t)f->line)) {
            b->n_text = (size_t)got;
            b->item = 0;
            return true;
        }
    }
    return false;
}

// Return whether an item is in the resumed stream already, or was left out of it.
static bool in_stream(batch *b, const wt_batch_item *item) {
    if (!b->to_set || b->n_skipped == b->set.n_done) {
        return b->to_set && b->set.complete;
    }
    if (b->set.kind == WT_SET_NPY) {
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

// Take the next item of this shard, with a copy of its line; with the lock held. False: no more.
static bool next_item(batch *b, wt_batch_item *item, uint64_t *number) {
    while (!b->stop && (b->item < b->request->batch.items || next_line(b))) {
        ++b->item;
        *item = item_of(b, b->file.text, b->n_text, b->item, -1);
        if (!in_shard(b, b->jobs++) || !is_wanted(b, b->file.line, b->item)) {
            continue;
        }
        if (in_stream(b, item)) {
            --b->work.total;
            continue;
        }
        char *copy = malloc(b->n_text + 1);
        if (!copy) {
            tell_no_memory(b);
            return false;
        }
        memcpy(copy, b->file.text, b->n_text + 1);
        item->text = copy;
        *number = b->n_started++;
        return true;
    }
    return false;
}

static bool work(void *context) {
    batch *b = context;
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

// No job may write over the list of jobs.
static bool reserve_file(batch *b, wt_fault *fault) {
    const char *path = b->request->batch.path;
    return !path || is_dash(path) ||
           wt_output_set_reserve(&b->outputs, NULL, path, WT_LINE_BATCH, fault);
}

// Nor over --log or --to, nor may these be one, or over the list.
static bool reserve_own_files(batch *b, wt_fault *fault) {
    bool ok = true;
    for (int i = 0; ok && i < OWN_FILES; ++i) {
        const wt_target *own = &b->own[i];
        ok = !own->path || wt_output_set_reserve(&b->outputs, own->option, own->path,
                                                 i > 0 ? WT_LINE_SET : WT_LINE_LOG, fault);
    }
    return ok;
}

// Nor over the presets that the batch's own words stand in.
static bool spare_presets(batch *b, wt_fault *fault) {
    bool ok = true;
    for (int i = 0; ok && i < OWN_FILES; ++i) {
        ok = wt_request_spares(b->request, &b->own[i], fault);
    }
    reading of = {b, fault};
    return ok && wt_request_each_input(b->request, add_input, &of);
}

static bool prepare(batch *b, wt_fault *fault) {
    const wt_request *s = b->request;
    if (s->batch.only_item > s->batch.items) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--only-item",
                     "there is no item %lld (each line has %d: --items N)",
                     (long long)s->batch.only_item, s->batch.items);
        return false;
    }
    if (s->batch.resume && !s->output.log_path && !b->to_set) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--resume",
                     "it needs the log of the run before (add --log FILE)");
        return false;
    }
    if ((s->batch.root && !wt_output_set_set_root(&b->outputs, s->batch.root, fault)) ||
        !wt_batch_file_open(&b->file, s->batch.path, fault) || !reserve_file(b, fault) ||
        !reserve_own_files(b, fault) || !spare_presets(b, fault) ||
        (s->batch.resume && s->output.log_path &&
         !wt_sound_log_read(s->output.log_path, &b->done, fault))) {
        return false;
    }
    if (wt_wave_store_new(&b->store) != WT_OK) {
        wt_fault_memory(fault);
        return false;
    }
    return true;
}

static bool add_disk(batch *b, const char *path, wt_fault *fault) {
    const bool ok = wt_disks_add(&b->disks, path);
    if (!ok) {
        wt_fault_memory(fault);
    }
    return ok;
}

static bool open_set(batch *b, wt_fault *fault) {
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
    return (b->set.complete || b->set.kind != WT_SET_NPY ||
            wt_data_set_begin_rows(&b->set, &b->row, b->total, fault)) &&
           (!resume || !s->output.log_path ||
            wt_sound_log_trim(s->output.log_path, &log_guard, fault)) &&
           (s->output.sync != WT_SYNC_END || add_disk(b, s->batch.to_path, fault));
}

static void close_set(batch *b, wt_fault *fault) {
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

static void run_jobs(batch *b, wt_fault *fault) {
    const wt_disks *disks = b->request->output.sync == WT_SYNC_END ? &b->disks : NULL;
    const wt_output_claim log = {&b->outputs, WT_LINE_LOG, true};
    const wt_guard guard = wt_output_claim_guard(&log);
    if (!open_set(b, fault) ||
        !wt_sound_log_open(&b->log, b->request->output.log_path, &guard, disks, fault)) {
        if (b->to_set) {
            wt_data_set_close(&b->set, false, false, WT_SYNC_NONE, fault);
        }
        return;
    }
    b->work.total = b->total;
    b->jobs = 0;
    b->item = b->request->batch.items;
    wt_thread_pool_run(b->request->output.jobs, work, b);
    wt_work_ends(b->listener);
    const char *failed = wt_sound_log_close(&b->log);
    if (failed) {
        tell_lost(b, failed, errno);
    }
    close_set(b, fault);
    if (b->silent > 0) {
        wt_note_to(b->listener, b->file.path, "%ld sound%s silent (in a log: \"silent\")",
                   b->silent, b->silent == 1 ? " is" : "s are");
    }
    if (b->failed > 0 && b->kind == 0) {
        b->kind = WT_FAULT_FAILED;
    }
}

// The line of --only-item, which another shard may have.
static bool has_only_line(const batch *b, wt_fault *fault) {
    const wt_batch_request *const s = &b->request->batch;
    if (s->only_line > 0 && s->shards == 0 && b->total == 0 && b->n_bad == 0) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--only-item", "there is no job on line %lld of %.200s",
                     (long long)s->only_line, b->file.path);
    }
    return fault->kind == 0;
}

static void run(batch *b, wt_fault *fault) {
    b->to_set = b->request->batch.to_path != NULL;
    b->has_part = b->to_set && wt_part_file_path(b->part, b->request->batch.to_path);
    look_at_own_files(b);
    if ((b->to_set && !wt_data_set_kind(b->request->batch.to_path, &b->set.kind, fault)) ||
        !prepare(b, fault) || !check_all(b) || !has_only_line(b, fault)) {
        return;
    }
    if (b->request->batch.dry_run) {
        wt_note_to(b->listener, b->file.path,
                   "%llu job%s, %llu frames, %.6g s, %llu bytes of samples",
                   (unsigned long long)b->left, b->left == 1 ? "" : "s",
                   (unsigned long long)b->frames, b->seconds, (unsigned long long)b->bytes);
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
    free(b.sources);
    wt_hash_set_free(&b.done);
    wt_wave_store_free(b.store);
    if (!fault->kind && b.kind) {
        fault->kind = b.kind;
        fault->told = true;
    }
    return fault->kind == 0;
}
