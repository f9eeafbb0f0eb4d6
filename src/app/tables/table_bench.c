// The bench at work.
#include "app/tables/table_bench.h"

#include "app/request/inputs.h"
#include "app/tables/table_ops.h"
#include "app/tables/table_target.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LONGEST_PATH = 4096, LONGEST_NAME = 300 };

static bool ends_well(wt_status status, const wt_table_file *table, wt_fault *fault) {
    if (status == WT_LIMIT) {
        wt_fault_set(fault, WT_FAULT_RESOURCE, "table",
                     "%" PRIu32 " cycles of %" PRIu32 " samples would become more than the %d "
                     "samples that a table holds (ask for fewer or shorter cycles)",
                     table->n_cycles, table->length, WT_MAX_TABLE_SAMPLES);
    } else if (status != WT_OK) {
        wt_fault_memory(fault);
    }
    return status == WT_OK;
}

// What was asked for, in the order in which it makes sense: levels last.
static bool work_on(const wt_request *s, wt_table_file *table, wt_fault *fault) {
    const wt_table_request *const asked = &s->table;
    wt_status status = WT_OK;
    if (asked->reverse) {
        status = wt_table_reverse(table);
    }
    if (status == WT_OK && asked->length > 0) {
        status = wt_table_set_length(table, (uint32_t)asked->length);
    }
    if (status == WT_OK && asked->remove_dc) {
        status = wt_table_remove_dc(table);
    }
    if (status == WT_OK && asked->align) {
        status = wt_table_align(table);
    }
    if (status == WT_OK && asked->cycles > 0) {
        status = wt_table_spread(table, (uint32_t)asked->cycles);
    }
    if (status == WT_OK && asked->normalize != WT_NORMALIZE_NOT) {
        const bool is_int16 = s->output.bits == 16;
        status = wt_table_normalise(table, asked->normalize == WT_NORMALIZE_CYCLE,
                                    is_int16 ? 32767.0 / 32768.0 : 1.0);
    }
    return ends_well(status, table, fault);
}

// The cycles of `more` behind those of `table`, at its length.
static bool append(wt_table_file *table, wt_table_file *more, wt_fault *fault) {
    if (!ends_well(wt_table_set_length(more, table->length), more, fault) ||
        !wt_table_has_room(table, more->n_cycles, "table", fault)) {
        return false;
    }
    const uint64_t n = (uint64_t)table->n_cycles + more->n_cycles;
    float *const all = malloc((size_t)n * table->length * sizeof *all);
    if (!all) {
        return wt_fault_memory(fault);
    }
    const size_t before = (size_t)table->n_cycles * table->length;
    for (size_t i = 0; i < (size_t)n * table->length; ++i) {
        all[i] = i < before ? wt_table_sample(table, i) : wt_table_sample(more, i - before);
    }
    free(table->samples);
    free(table->narrow);
    table->samples = all;
    table->narrow = NULL;
    table->n_cycles = (uint32_t)n;
    return true;
}

static bool join(const wt_bench *bench, const char *const *specs, size_t n, wt_table_file *table,
                 wt_fault *fault) {
    const uint32_t length = (uint32_t)bench->request->table.length;
    bool ok = wt_table_of_spec(bench, specs[0], length, table, fault);
    for (size_t i = 1; ok && i < n; ++i) {
        wt_table_file more;
        ok = wt_table_of_spec(bench, specs[i], length, &more, fault) && append(table, &more, fault);
        wt_table_file_free(&more);
        table->title[0] = '\0';
    }
    return ok;
}

// Neither what the words stand in nor what the table is made of.
static bool spares(const wt_bench *bench, const char *const *specs, size_t n, const char *path,
                   wt_fault *fault) {
    const wt_target target = wt_target_look("--output", path);
    bool ok = wt_request_spares(bench->request, &target, fault);
    for (size_t i = 0; ok && i < n; ++i) {
        ok = wt_table_spares(specs[i], &target, fault);
    }
    return ok;
}

static bool write_cycles(const wt_bench *bench, const wt_table_target *target, const char *name,
                         wt_table_file *table, const char *const *specs, size_t n,
                         wt_fault *fault) {
    char path[LONGEST_PATH];
    bool ok = true;
    for (uint32_t c = 0; ok && c < table->n_cycles; ++c) {
        wt_table_file one = *table;
        const size_t from = (size_t)c * table->length;
        one.n_cycles = 1;
        one.narrow = NULL;
        one.samples = malloc(table->length * sizeof *one.samples);
        ok = one.samples != NULL;
        for (uint32_t i = 0; ok && i < table->length; ++i) {
            one.samples[i] = wt_table_sample(table, from + i);
        }
        if (!ok || !wt_table_target_path(target, name, c, table->n_cycles, path, sizeof path)) {
            wt_fault_memory(fault);
            ok = false;
        }
        ok =
            ok && spares(bench, specs, n, path, fault) &&
            wt_table_target_write(target, path, name, &one, bench->request, bench->listener, fault);
        free(one.samples);
    }
    return ok;
}

// All of `specs` as one table, to one file or to one for each cycle.
static bool make_one(const wt_bench *bench, const wt_table_target *target, const char *const *specs,
                     size_t n, wt_fault *fault) {
    char name[LONGEST_NAME];
    char path[LONGEST_PATH];
    wt_table_file table = {0};
    wt_table_spec_name(target->is_folder ? specs[0] : target->path, name, sizeof name);
    bool ok = wt_table_target_path(target, name, 0, 1, path, sizeof path) != NULL &&
              spares(bench, specs, n, path, fault);
    ok = ok && join(bench, specs, n, &table, fault) && work_on(bench->request, &table, fault);
    if (ok && target->is_numbered) {
        ok = write_cycles(bench, target, name, &table, specs, n, fault);
    } else if (ok) {
        ok = wt_table_target_write(target, path, name, &table, bench->request, bench->listener,
                                   fault);
    }
    wt_table_file_free(&table);
    return ok;
}

bool wt_table_make(const wt_bench *bench, const char *const *specs, size_t n, wt_fault *fault) {
    wt_table_target target;
    return wt_table_target_find(&target, bench->request, fault) &&
           make_one(bench, &target, specs, n, fault);
}

// Two sources must not write one file.
static bool check_names(const char *const *specs, size_t n, wt_fault *fault) {
    for (size_t i = 0; i < n; ++i) {
        char name[LONGEST_NAME];
        wt_table_spec_name(specs[i], name, sizeof name);
        for (size_t k = 0; k < i; ++k) {
            char other[LONGEST_NAME];
            wt_table_spec_name(specs[k], other, sizeof other);
            if (strcmp(name, other) == 0) {
                return wt_fault_set(
                    fault, WT_FAULT_USAGE, "--output",
                    "%.200s and %.200s would both become %.100s there (convert them into "
                    "two folders)",
                    specs[k], specs[i], name);
            }
        }
    }
    return true;
}

// A folder that is missing is made, where -o ends in a slash.
static bool find_folder(const char *path, wt_fault *fault) {
    struct stat found;
    if (stat(path, &found) == 0 || mkdir(path, 0777) == 0) {
        return true;
    }
    return wt_fault_set(fault, WT_FAULT_OUTPUT, path, "cannot make the folder: %s (%s)",
                        strerror(errno),
                        errno == ENOENT ? "make its parent first" : "name another");
}

static bool convert_into_folder(const wt_bench *bench, const wt_table_target *target,
                                const char *const *specs, size_t n, wt_fault *fault) {
    if (!check_names(specs, n, fault) || !find_folder(target->path, fault)) {
        return false;
    }
    wt_fault last = {0};
    for (size_t i = 0; i < n; ++i) {
        wt_fault here = {0};
        if (make_one(bench, target, &specs[i], 1, &here)) {
            continue;
        }
        if (last.kind && bench->listener->fault) {
            bench->listener->fault(bench->listener->context, &last);
        }
        last = here;
        if (here.kind == WT_FAULT_OUTPUT || here.kind == WT_FAULT_RESOURCE) {
            break; // the next would meet the same
        }
    }
    *fault = last;
    return last.kind == WT_FAULT_NONE;
}

bool wt_table_convert(const wt_bench *bench, const char *const *specs, size_t n, wt_fault *fault) {
    wt_table_target target;
    if (!wt_table_target_find(&target, bench->request, fault)) {
        return false;
    }
    return target.is_folder ? convert_into_folder(bench, &target, specs, n, fault)
                            : make_one(bench, &target, specs, n, fault);
}
