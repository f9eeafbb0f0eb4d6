// What ships, for people and as JSON.
#include "cli/table_list.h"

#include "app/json_string.h"
#include "app/named_file.h"
#include "app/waves/table_file.h"
#include "cli/terminal/report.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_PATH = 4096 };

// A folder of one's own may hold other sounds too: they are named and passed over.
static void put(FILE *out, json_t *all, int width, const char *name, const wt_request *s,
                const wt_listener *listener) {
    char path[LONGEST_PATH];
    wt_table_file table = {0};
    wt_fault fault = {0};
    if (!wt_named_file_find(WT_NAMED_TABLE, name, path, sizeof path)) {
        return; // gone in this moment, or no file
    }
    if (!wt_table_load(&table, path, 0, listener, &fault)) {
        wt_note_to(listener, fault.where, "%s; passing it over", fault.what);
        return;
    }
    if (s->table.json) {
        json_array_append_new(all, json_pack("{s:s, s:i, s:i, s:o}", "name", name, "cycles",
                                             (int)table.n_cycles, "length", (int)table.length,
                                             "title", wt_json_string(table.title)));
    } else {
        fprintf(out, "%-*s %6u %6u  %s\n", width, name, table.n_cycles, table.length, table.title);
    }
    wt_table_file_free(&table);
}

static void put_all(FILE *out, const wt_named_files *list, const wt_request *s,
                    const wt_listener *listener) {
    json_t *all = json_array();
    int width = 4;
    for (size_t i = 0; i < list->n; ++i) {
        const int length = (int)strlen(list->names[i]);
        width = length > width ? length : width;
    }
    if (!s->table.json) {
        fprintf(out, "%-*s %6s %6s  %s\n", width, "NAME", "CYCLES", "LENGTH", "TITLE");
    }
    for (size_t i = 0; i < list->n; ++i) {
        put(out, all, width, list->names[i], s, listener);
    }
    if (s->table.json) {
        json_dumpf(all, out, JSON_INDENT(2));
        fputc('\n', out);
    }
    json_decref(all);
}

bool wt_table_list(const wt_request *request, const wt_listener *listener, wt_fault *fault) {
    wt_named_files list;
    if (request->notes.n_words != 1) {
        wt_fault_text(fault, NULL, "list", request->notes.words[1].text, 0,
                      "expected nothing after list");
        return false;
    }
    if (!wt_named_files_list(WT_NAMED_TABLE, &list)) {
        wt_fault_memory(fault);
        return false;
    }
    if (list.n == 0) {
        wt_fault_set(fault, WT_FAULT_INPUT, "list",
                     "no tables are installed (let WAVETABLE_TABLES name the folder they are in)");
    }
    char *text = NULL;
    size_t n = 0;
    FILE *const out = list.n > 0 ? open_memstream(&text, &n) : NULL;
    if (list.n > 0 && !out) {
        wt_fault_memory(fault);
    }
    if (out) {
        put_all(out, &list, request, listener);
    }
    if (out && fclose(out) != 0) {
        wt_fault_memory(fault);
    }
    const bool ok = fault->kind == 0 && wt_report_text(text, fault);
    free(text);
    wt_named_files_free(&list);
    return ok;
}
