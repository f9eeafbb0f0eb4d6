// Tells recipes, which are text, from the formats that io reads.
#include "app/waves/table_file.h"

#include "app/named_file.h"
#include "app/waves/recipe_render.h"
#include "base/nearest.h"
#include "base/status.h"
#include "core/tables/shape.h"
#include "io/file/source.h"
#include "io/table/parts.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_PATH = 4096 };

static void blame(wt_fault *fault, const char *path, wt_status status, const wt_message *message) {
    wt_fault_status(fault, WT_FAULT_INPUT, path, status, message);
}

// Set *text to the text of a source that holds a recipe, else to null.
static wt_status recipe_text(wt_source *source, char **text, size_t *n, wt_message *message) {
    char head[24] = "";
    *n = source->size < sizeof head ? (size_t)source->size : sizeof head;
    *text = NULL;
    wt_status status = wt_source_read(source, 0, head, *n, message);
    if (status != WT_OK || !wt_is_recipe(head, *n)) {
        return status;
    }
    // One byte more than is allowed is enough to be told that it is too long.
    const uint64_t most = WT_RECIPE_MAX_TEXT + 1;
    *n = (size_t)(source->size < most ? source->size : most);
    *text = calloc(*n + 1, 1);
    status = *text ? wt_source_read(source, 0, *text, *n, message) : WT_NO_MEMORY;
    if (status != WT_OK) {
        free(*text);
        *text = NULL;
    }
    return status;
}

// Tell of a fault in the line where it lies.
static void blame_line(wt_fault *fault, const char *path, char *text, wt_parse parse) {
    if (parse.status == WT_NO_MEMORY) {
        wt_fault_memory(fault);
        return;
    }
    int line = 1;
    size_t begin = 0;
    for (size_t i = 0; i < parse.at; ++i) {
        if (text[i] == '\n') {
            ++line;
            begin = i + 1;
        }
    }
    char where[300];
    char what[256];
    snprintf(where, sizeof where, "%.240s:%d:%zu", path, line, parse.at - begin + 1);
    snprintf(what, sizeof what, "expected %s", parse.expected);
    text[begin + strcspn(text + begin, "\r\n")] = '\0';
    const size_t column =
        strlen(text + begin) < parse.at - begin ? strlen(text + begin) : parse.at - begin;
    wt_fault_text(fault, NULL, where, text + begin, column, what);
    fault->kind = WT_FAULT_INPUT;
}

// The samples go the way of all others, so that --frame means the same.
static wt_status frame(wt_table_file *table, uint32_t frame_length, const wt_warner *warner,
                       wt_message *message) {
    if (frame_length == 0) {
        return WT_OK;
    }
    wt_table_parts parts = {.samples = table->samples,
                            .n = (uint64_t)table->length * table->n_cycles};
    parts.hints[WT_BY_FRAME] = (wt_cycle_hint){.given = true, .length = frame_length};
    snprintf(parts.format, sizeof parts.format, "%s", table->format);
    snprintf(parts.title, sizeof parts.title, "%s", table->title);
    *table = (wt_table_file){0};
    const wt_status status = wt_table_cycle(table, &parts, warner, message);
    free(parts.samples);
    return status;
}

static bool load_recipe(wt_table_file *table, const char *path, char *text, size_t n,
                        uint32_t frame_length, const wt_warner *warner, wt_fault *fault) {
    wt_recipe recipe;
    wt_parse parse = wt_read_recipe(text, &recipe);
    if (parse.status == WT_OK && parse.at < n) { // a NUL ends a text too early
        wt_recipe_free(&recipe);
        parse = wt_parse_fault(WT_BAD_SYNTAX, parse.at, "text, not a zero byte");
    }
    if (parse.status != WT_OK) {
        blame_line(fault, path, text, parse);
        return false;
    }
    wt_message message = {""};
    wt_status status = wt_recipe_render(table, &recipe, &message);
    wt_recipe_free(&recipe);
    if (status == WT_OK) {
        status = frame(table, frame_length, warner, &message);
    }
    if (status != WT_OK) {
        blame(fault, path, status, &message);
    }
    return status == WT_OK;
}

static bool load(wt_table_file *table, const char *path, const wt_table_wish *wish,
                 const wt_listener *listener, wt_fault *fault) {
    wt_subject subject = {listener, path};
    const wt_warner warner = wt_warner_of(&subject);
    wt_message message = {""};
    wt_source source;
    char *text = NULL;
    size_t n;
    *table = (wt_table_file){0};
    wt_status status = wt_source_open(&source, path, &message);
    if (status == WT_OK && (!wish || wish->raw == WT_RAW_NONE)) {
        status = recipe_text(&source, &text, &n, &message);
    }
    if (status == WT_OK && !text) {
        status = wt_table_read(table, &source, path, wish, &warner, &message);
    }
    const int error = errno;
    wt_source_close(&source);
    if (text) {
        const bool ok =
            load_recipe(table, path, text, n, wish ? wish->frame_length : 0, &warner, fault);
        free(text);
        return ok;
    }
    if (status != WT_OK) {
        errno = error;
        blame(fault, path, status, &message);
    }
    return status == WT_OK;
}

bool wt_table_load(wt_table_file *table, const char *path, const wt_table_wish *wish,
                   const wt_listener *listener, wt_fault *fault) {
    if (!load(table, path, wish, listener, fault)) {
        return false;
    }
    if (wish && wish->has_part && wish->part > 0 && table->parts[0] == '\0') {
        wt_fault_set(fault, WT_FAULT_INPUT, path, "is no preset: it has one table (leave #%u: out)",
                     (unsigned)wish->part);
        wt_table_file_free(table);
        return false;
    }
    return true;
}

bool wt_curve_load(float **samples, size_t *n, const char *path, wt_fault *fault) {
    wt_message message = {""};
    wt_source source;
    wt_status status = wt_source_open(&source, path, &message);
    if (status == WT_OK) {
        status = wt_table_read_curve(samples, n, &source, &message);
    }
    const int error = errno;
    wt_source_close(&source);
    if (status != WT_OK) {
        errno = error;
        blame(fault, path, status, &message);
    }
    return status == WT_OK;
}

// A NAME that there is not: with the nearest that there is.
static void unknown(const char *name, wt_fault *fault) {
    const char *built_in[WT_N_SHAPES + 1] = {[WT_N_SHAPES] = "noise"};
    for (int i = 0; i < WT_N_SHAPES; ++i) {
        built_in[i] = wt_shapes[i].names[0];
    }
    wt_named_files list;
    if (!wt_named_files_list(WT_NAMED_TABLE, &list, fault)) {
        return;
    }
    const char *const table = wt_nearest(name, (const char *const *)list.names, list.n);
    const char *const shape = wt_nearest(name, built_in, sizeof built_in / sizeof *built_in);
    const char *const nearest =
        shape && (!table || wt_edits(name, shape) <= wt_edits(name, table)) ? shape : table;
    if (nearest) {
        wt_fault_set(fault, WT_FAULT_USAGE, name,
                     "there is no wave of this name (did you mean %s? wavetable table list shows "
                     "those that ship; the name of a file holds a dot or a slash)",
                     nearest);
    } else {
        wt_fault_set(fault, WT_FAULT_USAGE, name,
                     "there is no wave of this name (wavetable table list shows those that ship; "
                     "the name of a file holds a dot or a slash)");
    }
    wt_named_files_free(&list);
}

bool wt_table_load_item(wt_table_file *table, const wt_wave_item *item, uint32_t frame_length,
                        wt_raw raw, const wt_listener *listener, wt_fault *fault) {
    const wt_table_wish wish = {.frame_length = frame_length,
                                .raw = raw,
                                .has_part = item->pick.has_part,
                                .part = (uint32_t)item->pick.part,
                                .is_approx = item->pick.is_approx};
    char path[LONGEST_PATH];
    if (item->kind == WT_WAVE_FILE) {
        return wt_table_load(table, item->path, &wish, listener, fault);
    }
    if (wt_named_file_find(WT_NAMED_TABLE, item->path, path, sizeof path)) {
        return wt_table_load(table, path, &wish, listener, fault);
    }
    unknown(item->path, fault);
    return false;
}
