// A million lines take no more memory than a word for each.
#include "app/batch/batch_lines.h"

#include "base/grow.h"

#include <stdlib.h>

#define REFUSED UINT64_MAX // in the place of a line's source

void wt_batch_lines_free(wt_batch_lines *l) {
    wt_batch_file_free(&l->file);
    free(l->sources);
}

wt_batch_item wt_batch_lines_item(const wt_batch_lines *l, size_t n, int item, int corner) {
    return (wt_batch_item){.path = l->file.path,
                           .batch = l->request,
                           .line = l->file.line,
                           .text = l->file.text,
                           .n = n,
                           .item = (uint64_t)item,
                           .corner = corner,
                           .rows = l->rows};
}

bool wt_batch_lines_wants(const wt_batch_lines *l, int item) {
    const wt_batch_request *s = &l->request->batch;
    return (s->only_item == 0 || s->only_item == item) &&
           (s->only_line == 0 || s->only_line == l->file.line);
}

bool wt_batch_lines_has(const wt_batch_lines *l, int item) {
    const wt_batch_request *s = &l->request->batch;
    return s->shards == 0 || (l->items + item - 1) % s->shards == s->shard - 1;
}

// Go past an item of the line that is read. Return whether it is to be made.
static bool pass(wt_batch_lines *l, int item) {
    const bool is_here = wt_batch_lines_has(l, 1);
    ++l->items;
    return is_here && wt_batch_lines_wants(l, item);
}

uint64_t wt_batch_lines_count(wt_batch_lines *l) {
    uint64_t n = 0;
    for (int item = 1; item <= l->request->batch.items; ++item) {
        n += pass(l, item);
    }
    return n;
}

bool wt_batch_lines_remember(wt_batch_lines *l, uint64_t source, wt_fault *fault) {
    const size_t line = (size_t)l->file.line;
    uint64_t *const grown = wt_grow(l->sources, line, &l->room, sizeof *grown);
    if (!grown) {
        return wt_fault_memory(fault);
    }
    l->sources = grown;
    l->sources[line] = source;
    return true;
}

bool wt_batch_lines_refuse(wt_batch_lines *l, wt_fault *fault) {
    return wt_batch_lines_remember(l, REFUSED, fault);
}

bool wt_batch_lines_is_as_checked(const wt_batch_lines *l, long line, uint64_t source,
                                  wt_fault *fault) {
    if (l->sources[line] != source) {
        wt_fault_set(fault, WT_FAULT_INPUT, "render",
                     "its words have changed since they were checked (start again)");
    }
    return fault->kind == 0;
}

void wt_batch_lines_rewind(wt_batch_lines *l) {
    wt_batch_file_rewind(&l->file);
    l->items = 0;
    l->item = l->request->batch.items;
}

// Go on to the next line that is a job.
static bool next_line(wt_batch_lines *l, wt_fault *fault) {
    const wt_batch_file *f = &l->file;
    ssize_t got;
    while ((got = wt_batch_file_next(&l->file, fault)) >= 0) {
        const uint64_t source = l->sources[f->line];
        const bool is_none = wt_words_none((int)f->line, f->text, (size_t)got);
        if (source != REFUSED && (source != 0 || !is_none)) {
            l->n_text = (size_t)got;
            l->item = 0;
            return true;
        }
    }
    return false;
}

bool wt_batch_lines_next(wt_batch_lines *l, wt_batch_item *item, wt_fault *fault) {
    while (l->item < l->request->batch.items || next_line(l, fault)) {
        if (pass(l, ++l->item)) {
            *item = wt_batch_lines_item(l, l->n_text, l->item, -1);
            return true;
        }
    }
    return false;
}
