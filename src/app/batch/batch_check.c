// Bad lines are faults of the file, which are told until there are many.
#include "app/batch/batch_passes.h"

#include "app/render/sound_file.h"
#include "app/request/slips.h"

#include <stdio.h>
#include <string.h>

enum { MOST_TOLD = 20 }; // of bad lines, and of notes about lines

static bool is_dash(const char *path) {
    return path && strcmp(path, "-") == 0;
}

// A note about the line that is checked, with its place.
static void note_line(void *context, const char *where, const char *text) {
    wt_batch *const b = context;
    char place[400];
    snprintf(place, sizeof place, "%.200s:%ld:1: %.160s", b->lines.file.path, b->lines.file.line,
             where);
    if (++b->n_noted <= MOST_TOLD) {
        b->listener->note(b->listener->context, place, text);
    }
}

// Who hears of a line while it is checked.
static wt_listener listener_of_line(wt_batch *b, const wt_request *s) {
    wt_listener part = wt_listener_of_part(b->listener, s->output.loudness);
    part.note = note_line;
    part.detail = wt_nobody.detail;
    part.context = b;
    return part;
}

// --parents; under --root only folders that are there, as others may lie outside by a link.
static bool make_folder(const wt_batch *b, const wt_request *s, wt_fault *fault) {
    const bool wanted = b->request->output.parents || s->output.parents;
    return !wanted || b->request->batch.root || b->request->batch.dry_run ||
           wt_sound_file_folder(s->output.path, (wt_sync)b->request->output.sync, fault);
}

// No two members of a stream alike: sounds differ where their labels do, and none is named as one.
static bool check_member(wt_batch *b, const char *name, wt_fault *fault) {
    char label[WT_SET_LABEL_SIZE];
    uint32_t line = (uint32_t)b->lines.file.line;
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
            line, line == (uint32_t)b->lines.file.line ? ": {n} counts the items" : "");
    }
    return fault->kind == 0;
}

// No two outputs alike.
static bool check_name(wt_batch *b, wt_batch_job *j, wt_fault *fault) {
    const wt_request *const s = &j->request;
    if (b->to_set) {
        return !s->output.path || b->lines.rows || check_member(b, s->output.path, fault);
    }
    return make_folder(b, s, fault) &&
           wt_output_set_add(&b->outputs, s->output.path, b->lines.file.line, &j->is_new, fault);
}

// Nothing that it reads is written, and rows of an array are alike.
static bool check_plan(wt_batch *b, const wt_plan *plan, wt_fault *fault) {
    wt_output_reader reader = {&b->outputs, b->lines.file.line, fault};
    return wt_own_files_spare(&b->own, plan, fault) &&
           (b->to_set || wt_plan_each_input(plan, wt_output_set_add_input, &reader)) &&
           (!b->lines.rows || wt_data_set_takes_row(&b->row, &plan->file, fault));
}

static void count_left(wt_batch *b, const wt_batch_job *j, int item, const wt_sound_format *file) {
    if (wt_batch_lines_has(&b->lines, item) && !wt_batch_is_done(b, j)) {
        ++b->left;
        b->frames += file->frames;
        b->seconds += (double)file->frames / file->rate;
        b->bytes += file->frames * (uint64_t)file->channels * (uint64_t)(file->bits / 8);
    }
}

// All that can be known before rendering: words, output, notes, waves, format. Item 0: a corner.
// `listener` hears of slips.
static bool check_job(wt_batch *b, wt_batch_job *j, int item, const wt_listener *listener,
                      wt_fault *fault) {
    const wt_request *s = &j->request;
    if (is_dash(s->notes.score_path) || is_dash(s->notes.scale_path) ||
        is_dash(s->notes.keymap_path)) {
        return wt_fault_set(fault, WT_FAULT_INPUT,
                            is_dash(s->notes.score_path) ? "--score" : "--scale",
                            "jobs cannot share standard input (name a file)");
    }
    if (item > 0 && !check_name(b, j, fault)) {
        return false;
    }
    wt_plan plan;
    if (!wt_batch_plan(b, j, NULL, listener, &plan, fault)) {
        return false;
    }
    wt_request_tell_slips(s, listener);
    const bool ok = check_plan(b, &plan, fault);
    if (ok && item > 0) {
        count_left(b, j, item, &plan.file);
    }
    wt_plan_free(&plan);
    return ok;
}

// Check an item, or a corner of the line's fields. *corners: how many there are.
static bool check_item(wt_batch *b, size_t n, int item, int corner, int *corners, bool *empty,
                       wt_fault *fault) {
    const wt_batch_item asked = wt_batch_lines_item(&b->lines, n, item, corner);
    wt_batch_job j;
    bool ok = wt_batch_job_read(&j, &asked, empty, fault);
    ok = wt_batch_lines_remember(&b->lines, j.source, fault) && ok;
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
static bool check_line(wt_batch *b, size_t n, wt_fault *fault) {
    const wt_batch_request *s = &b->request->batch;
    const int few = s->items < WT_CHECKED_ITEMS ? s->items : WT_CHECKED_ITEMS;
    const int most = s->dry_run ? s->items : few;
    int corners = 0;
    bool empty = false;
    bool ok = true;
    for (int item = 1; ok && !empty && item <= most; ++item) {
        if (!s->dry_run || wt_batch_lines_wants(&b->lines, item)) {
            ok = check_item(b, n, item, -1, &corners, &empty, fault);
        }
    }
    for (int corner = 0; ok && !empty && s->items > 1 && corner < corners; ++corner) {
        int same;
        ok = check_item(b, n, 1, corner, &same, &empty, fault);
    }
    if (ok && !empty) {
        b->total += wt_batch_lines_count(&b->lines);
    }
    if (!ok) {
        wt_batch_job_blame(b->lines.file.path, b->lines.file.line, fault);
    }
    return ok;
}

// A refused line must not be rendered by the second pass either.
static bool remember_bad(wt_batch *b) {
    wt_fault fault = {0};
    const bool ok = wt_batch_lines_refuse(&b->lines, &fault);
    if (!ok) {
        wt_batch_end(b, &fault);
    }
    return ok;
}

// Tell it, and say whether the next one is worth looking at.
static bool refuse_line(wt_batch *b, const wt_fault *fault) {
    const bool goes_on = b->request->batch.keep_going;
    if (++b->n_bad <= MOST_TOLD) {
        b->listener->fault(b->listener->context, fault);
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

bool wt_batch_check(wt_batch *b) {
    wt_fault unreadable = {0};
    ssize_t n;
    while ((n = wt_batch_file_check(&b->lines.file, &unreadable)) >= 0) {
        wt_fault fault = {0};
        if (!check_line(b, (size_t)n, &fault) && !refuse_line(b, &fault)) {
            return false;
        }
    }
    if (unreadable.kind) {
        wt_batch_end(b, &unreadable);
        return false;
    }
    return b->n_bad == 0 || b->request->batch.keep_going;
}
