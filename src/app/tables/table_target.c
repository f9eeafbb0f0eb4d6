// Names, types and writing.
#include "app/tables/table_target.h"

#include "app/tables/table_ops.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

// What may be said of 16 bits: 32767 of them are 1.
static const double highest_int16 = 32767.0 / 32768.0;

static const char number_field[] = "{n}";

static bool is_special(const char *path) {
    struct stat found;
    return strcmp(path, "-") == 0 || (stat(path, &found) == 0 && !S_ISREG(found.st_mode));
}

static bool is_folder(const char *path) {
    struct stat found;
    const size_t n = strlen(path);
    return (n > 0 && path[n - 1] == '/') || (stat(path, &found) == 0 && S_ISDIR(found.st_mode));
}

bool wt_table_target_find(wt_table_target *target, const wt_request *s, wt_fault *fault) {
    const char *const path = s->output.path;
    if (!path) {
        return wt_fault_set(fault, WT_FAULT_USAGE, "--output",
                            "a table needs a file (give -o FILE)");
    }
    *target = (wt_table_target){.path = path,
                                .is_folder = is_folder(path),
                                .is_numbered = strstr(path, number_field) != NULL};
    if (s->table.type >= 0) {
        target->format = wt_table_formats[s->table.type];
    } else if (target->is_folder || is_special(path)) {
        target->format = wt_table_formats[0];
    } else {
        target->format = wt_table_format_of(path);
    }
    if (!target->format) {
        return wt_fault_text(
            fault, NULL, "--output", path, strlen(path),
            "its suffix names no type of table (use .wav, .wt, .vitaltable or .h, or say "
            "-t TYPE)");
    }
    return true;
}

const char *wt_table_target_path(const wt_table_target *target, const char *name, uint32_t cycle,
                                 uint32_t n, char *path, size_t size) {
    const char *const field = strstr(target->path, number_field);
    int length;
    if (field) { // zeros in front keep the order that a shell lists them in
        char number[16];
        const int width = snprintf(number, sizeof number, "%" PRIu32, n - 1);
        length = snprintf(path, size, "%.*s%0*" PRIu32 "%s", (int)(field - target->path),
                          target->path, width, cycle, field + sizeof number_field - 1);
    } else if (target->is_folder) {
        const bool has_slash = target->path[strlen(target->path) - 1] == '/';
        length = snprintf(path, size, "%s%s%s.%s", target->path, has_slash ? "" : "/", name,
                          target->format->name);
    } else {
        length = snprintf(path, size, "%s", target->path);
    }
    return length >= 0 && (size_t)length < size ? path : NULL;
}

// Lower what would clip.
static bool fit_integers(const char *path, wt_table_file *table, int bits,
                         const wt_listener *listener, wt_fault *fault) {
    const double peak = bits == 16 ? wt_table_peak(table) : 0.0;
    if (peak <= 1.0) { // full scale itself is rounded
        return true;
    }
    if (wt_table_normalise(table, false, highest_int16) != WT_OK) {
        return wt_fault_memory(fault);
    }
    wt_note_to(listener, path, "its peak of %.4f would clip: normalised to full scale", peak);
    return true;
}

static bool fit_format(const wt_table_target *target, const char *path, wt_table_file *table,
                       const wt_request *s, const wt_listener *listener, wt_fault *fault) {
    const uint32_t only = target->format->cycle_length;
    if (only == 0 || only == table->length || s->table.length > 0) {
        return true;
    }
    wt_note_to(listener, path, "cycles of %" PRIu32 " samples become %" PRIu32 ", as .%s has them",
               table->length, only, target->format->name);
    if (wt_table_set_length(table, only) != WT_OK) {
        return wt_fault_memory(fault);
    }
    return true;
}

bool wt_table_target_write(const wt_table_target *target, const char *path, const char *name,
                           wt_table_file *table, const wt_request *s, const wt_listener *listener,
                           wt_fault *fault) {
    const char *const shown = strcmp(path, "-") == 0 ? "standard output" : path;
    wt_table_writing how = {.bits = s->output.bits == 16 ? 16 : 32, .name = name};
    wt_message message = {""};
    wt_output *output;
    int error = 0;
    if (!fit_format(target, shown, table, s, listener, fault) ||
        !fit_integers(shown, table, how.bits, listener, fault)) {
        return false;
    }
    if (wt_output_open(&output, path, (wt_sync)s->output.sync, &message) != WT_OK) {
        return wt_fault_status(fault, WT_FAULT_OUTPUT, shown, WT_SYSTEM, &message);
    }
    wt_status status = target->format->write(output, table, &how, &message);
    if (status == WT_OK) {
        status = wt_output_commit(output, &error, &message);
    } else {
        if (status == WT_SYSTEM) {
            wt_output_status(output, &error, &message);
        }
        wt_output_abandon(output);
    }
    if (status != WT_OK) {
        errno = error;
        wt_fault_status(fault, status == WT_UNSUPPORTED ? WT_FAULT_USAGE : WT_FAULT_OUTPUT, shown,
                        status, &message);
        fault->reader_left = error == EPIPE;
    } else {
        wt_detail_to(listener, "%s: %" PRIu32 " cycle%s of %" PRIu32 " samples", shown,
                     table->n_cycles, table->n_cycles == 1 ? "" : "s", table->length);
    }
    return status == WT_OK;
}
