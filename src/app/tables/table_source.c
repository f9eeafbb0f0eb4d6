// SPECs to tables.
#include "app/tables/table_source.h"

#include "app/request/inputs.h"
#include "app/waves/resample.h"
#include "app/waves/table_file.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHAPE_LENGTH = 2048 };

static bool read_spec(const char *text, wt_wave_text *wave, wt_fault *fault) {
    *wave = (wt_wave_text){0};
    wt_parse parse = wt_read_wave(text, wave);
    if (parse.status == WT_OK && text[parse.at]) {
        wt_wave_text_free(wave);
        parse = (wt_parse){WT_BAD_SYNTAX, parse.at, "the end of the SPEC, or a comma"};
    }
    if (parse.status != WT_OK) {
        wt_fault_parse(fault, NULL, "SPEC", text, parse);
    }
    return parse.status == WT_OK;
}

bool wt_table_has_room(const wt_table_file *table, uint32_t n_more, const char *where,
                       wt_fault *fault) {
    const uint64_t n = (uint64_t)table->n_cycles + n_more;
    const bool has_room = n <= WT_MAX_CYCLES && n * table->length <= WT_MAX_TABLE_SAMPLES;
    if (!has_room) {
        wt_fault_set(fault, WT_FAULT_RESOURCE, where,
                     "%" PRIu64 " cycles of %" PRIu32 " samples; a table holds at most %d cycles, "
                     "and %d samples in all",
                     n, table->length, WT_MAX_CYCLES, WT_MAX_TABLE_SAMPLES);
    }
    return has_room;
}

// Room for the cycles of one more item.
static bool grow(wt_table_file *table, const wt_cycles *cycles, wt_fault *fault) {
    if (!wt_table_has_room(table, cycles->n, "SPEC", fault)) {
        return false;
    }
    const uint64_t n = (uint64_t)table->n_cycles + cycles->n;
    float *const grown = realloc(table->samples, (size_t)(n * table->length) * sizeof *grown);
    if (!grown) {
        return wt_fault_memory(fault);
    }
    table->samples = grown;
    return true;
}

static bool add_item(const wt_bench *bench, const wt_wave_item *item, wt_table_file *table,
                     wt_fault *fault) {
    wt_cycles cycles;
    if (!wt_wave_store_cycles(bench->store, item, (uint32_t)bench->request->table.frame, NULL,
                              bench->listener, &cycles, fault)) {
        return false;
    }
    if (table->length == 0) {
        const bool sampled = cycles.cycles[0].kind == WT_CYCLE_SAMPLES;
        table->length = sampled ? cycles.cycles[0].length : SHAPE_LENGTH;
    }
    if (!grow(table, &cycles, fault)) {
        return false;
    }
    for (uint32_t i = 0; i < cycles.n; ++i, ++table->n_cycles) {
        float *const out = table->samples + (size_t)table->n_cycles * table->length;
        if (wt_resample(&cycles.cycles[i], out, table->length) != WT_OK) {
            return wt_fault_memory(fault);
        }
    }
    return true;
}

static bool add_items(const wt_bench *bench, const char *text, const wt_wave_text *wave,
                      uint32_t length, wt_table_file *table, wt_fault *fault) {
    *table = (wt_table_file){.length = length};
    snprintf(table->format, sizeof table->format, "spec");
    snprintf(table->known_by, sizeof table->known_by, "format");
    snprintf(table->reason, sizeof table->reason, "made from its harmonics");
    for (size_t i = 0; i < wave->n_items; ++i) {
        if (!add_item(bench, &wave->items[i], table, fault)) {
            wt_wave_store_point(NULL, "SPEC", text, wave->items[i].at, fault);
            wt_table_file_free(table);
            return false;
        }
    }
    return true;
}

// The cycles first..last of a table, in that order.
static bool keep_cycles(wt_table_file *table, const wt_wave_pick *pick, const char *path,
                        wt_fault *fault) {
    if (!pick->has_cycles) {
        return true;
    }
    const int highest = pick->first > pick->last ? pick->first : pick->last;
    if ((uint32_t)highest >= table->n_cycles) {
        return wt_fault_set(fault, WT_FAULT_USAGE, path, "there is no cycle %d (it has %u, from 0)",
                            highest, table->n_cycles);
    }
    const int step = pick->first <= pick->last ? 1 : -1;
    const uint32_t n = (uint32_t)(step * (pick->last - pick->first)) + 1;
    float *const kept = malloc((size_t)n * table->length * sizeof *kept);
    if (!kept) {
        return wt_fault_memory(fault);
    }
    for (uint32_t c = 0; c < n; ++c) {
        const size_t from = (size_t)(pick->first + step * (int)c) * table->length;
        for (uint32_t i = 0; i < table->length; ++i) {
            kept[(size_t)c * table->length + i] = wt_table_sample(table, from + i);
        }
    }
    free(table->samples);
    free(table->narrow);
    table->samples = kept;
    table->narrow = NULL;
    table->n_cycles = n;
    return true;
}

static bool load_file(const wt_bench *bench, const wt_wave_item *item, wt_table_file *table,
                      wt_fault *fault) {
    const wt_table_request *const asked = &bench->request->table;
    return wt_table_load_item(table, item, (uint32_t)asked->frame, (wt_raw)(asked->raw + 1),
                              bench->listener, fault);
}

// What is said of files needs one.
static bool can_obey(const wt_table_request *asked, const wt_wave_text *wave, const char *text,
                     wt_fault *fault) {
    const bool is_file = wave->n_items == 1 && wave->items[0].kind == WT_WAVE_FILE;
    if (asked->raw >= 0 && !is_file) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--raw", "%s is no file alone (leave --raw out)", text);
    } else if (asked->frame > 0 && !wt_wave_has_table(wave)) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--frame",
                     "%s is made, not read: its cycles are as long as --length says", text);
    }
    return fault->kind == WT_FAULT_NONE;
}

bool wt_table_of_spec(const wt_bench *bench, const char *text, uint32_t length,
                      wt_table_file *table, wt_fault *fault) {
    wt_wave_text wave;
    *table = (wt_table_file){0};
    if (!read_spec(text, &wave, fault)) {
        return false;
    }
    const wt_wave_item *const item = &wave.items[0];
    bool ok = can_obey(&bench->request->table, &wave, text, fault);
    if (ok && wave.n_items == 1 && wt_wave_has_table(&wave)) {
        ok = load_file(bench, item, table, fault) &&
             keep_cycles(table, &item->pick, item->path, fault);
        if (!ok) {
            wt_fault_point(fault, NULL, "SPEC", text, item->at);
            wt_table_file_free(table);
        }
    } else if (ok) {
        ok = add_items(bench, text, &wave, length, table, fault);
    }
    wt_wave_text_free(&wave);
    return ok;
}

bool wt_table_spares(const char *spec, const wt_target *target, wt_fault *fault) {
    wt_wave_text wave;
    if (read_spec(spec, &wave, fault)) {
        wt_wave_text_spares(&wave, target, fault);
        wt_wave_text_free(&wave);
    }
    return fault->kind == WT_FAULT_NONE;
}

void wt_table_spec_name(const char *spec, char *name, size_t size) {
    wt_wave_text wave = {0};
    const wt_parse parse = wt_read_wave(spec, &wave);
    const wt_wave_item *const item = parse.status == WT_OK ? &wave.items[0] : NULL;
    const char *const path = item && item->path ? item->path : "table";
    const char *const slash = strrchr(path, '/');
    const char *const base = slash ? slash + 1 : path;
    const char *const dot = strrchr(base, '.');
    const int length = dot && dot > base ? (int)(dot - base) : (int)strlen(base);
    size_t n = (size_t)snprintf(name, size, "%.*s", length < 200 ? length : 200, base);
    if (item && item->pick.has_part) {
        n += (size_t)snprintf(name + n, size - n, "-%d", item->pick.part);
    }
    if (item && item->pick.has_cycles) {
        n += (size_t)snprintf(name + n, size - n, "-%d", item->pick.first);
    }
    if (item && item->pick.has_cycles && item->pick.last != item->pick.first) {
        snprintf(name + n, size - n, "-%d", item->pick.last);
    }
    wt_wave_text_free(&wave);
}
