// What ships, for people and as JSON.
#include "app/tables/table_list.h"

#include "app/json_string.h"
#include "app/named_file.h"
#include "app/read_file.h"
#include "app/waves/table_file.h"
#include "base/shown.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_PATH = 4096 };

// Lines as they grow, or an array.
typedef struct {
    char *text; // owned
    size_t n;
    json_t *all;     // owned; null: lines
    int width;       // of the names
    bool failed;     // no memory
    wt_fault *fault; // where memory or descriptors ran out in a table
} listing;

static void add_line(listing *l, const char *line) {
    const size_t length = strlen(line);
    char *const grown = l->failed ? NULL : realloc(l->text, l->n + length + 1);
    if (!grown) {
        l->failed = true;
        return;
    }
    memcpy(grown + l->n, line, length + 1);
    l->text = grown;
    l->n += length;
}

static void add_table(listing *l, const char *name, const wt_table_file *table) {
    if (l->all) {
        json_t *const object =
            json_pack("{s:s, s:i, s:i, s:o}", "name", name, "cycles", (int)table->n_cycles,
                      "length", (int)table->length, "title", wt_json_string(table->title));
        l->failed = json_array_append_new(l->all, object) != 0 || l->failed;
        return;
    }
    char title[4 * sizeof table->title + 8];
    char line[sizeof title + 400];
    wt_show(title, sizeof title, table->title);
    snprintf(line, sizeof line, "%-*.255s %6" PRIu32 " %6" PRIu32 "  %s\n", l->width, name,
             table->n_cycles, table->length, title);
    add_line(l, line);
}

// A folder of one's own may hold other sounds too: they are named and passed over.
static void add(listing *l, const char *name, const wt_listener *listener) {
    char path[LONGEST_PATH];
    wt_table_file table = {0};
    wt_fault fault = {0};
    if (!wt_named_file_find(WT_NAMED_TABLE, name, path, sizeof path)) {
        return; // gone in this moment, or no file
    }
    if (!wt_table_load(&table, path, NULL, listener, &fault)) {
        if (fault.kind == WT_FAULT_RESOURCE) { // a list that breaks off would look whole
            *l->fault = fault;
            return;
        }
        wt_note_to(listener, fault.where, "%s; passing it over", fault.what);
        return;
    }
    add_table(l, name, &table);
    wt_table_file_free(&table);
}

// What a preset says of itself: its first line, where that is a comment.
static void read_title(char *title, size_t size, const char *path) {
    wt_fault fault = {0}; // a file that cannot be read says nothing of itself
    size_t n;
    char *const text = wt_read_file(path, &n, &fault);
    title[0] = '\0';
    if (text) {
        text[strcspn(text, "\r\n")] = '\0';
        snprintf(title, size, "%s", text[0] == '#' ? text + strspn(text, "# ") : "");
    }
    free(text);
}

static void add_preset(listing *l, const char *name) {
    char path[LONGEST_PATH];
    char title[500];
    if (!wt_named_file_find(WT_NAMED_PRESET, name, path, sizeof path)) {
        return;
    }
    read_title(title, sizeof title, path);
    if (l->all) {
        json_t *const object =
            json_pack("{s:s, s:o}", "name", name, "title", wt_json_string(title));
        l->failed = json_array_append_new(l->all, object) != 0 || l->failed;
        return;
    }
    char shown[4 * sizeof title + 8];
    char text[sizeof shown + 400];
    wt_show(shown, sizeof shown, title);
    snprintf(text, sizeof text, "%-*.255s  %s\n", l->width, name, shown);
    add_line(l, text);
}

static void set_width(listing *l, const wt_named_files *names) {
    l->width = 4;
    for (size_t i = 0; i < names->n; ++i) {
        const int length = (int)strlen(names->names[i]);
        l->width = length > l->width && length < 200 ? length : l->width;
    }
}

static void add_all(listing *l, const wt_named_files *names, const wt_listener *listener) {
    char head[300];
    snprintf(head, sizeof head, "%-*s %6s %6s  %s\n", l->width, "NAME", "CYCLES", "LENGTH",
             "TITLE");
    if (!l->all) {
        add_line(l, head);
    }
    for (size_t i = 0; i < names->n && !l->fault->kind; ++i) {
        add(l, names->names[i], listener);
    }
}

// Return the lines, or the array as text, unless something failed.
static char *end(listing *l) {
    if (l->all && !l->failed && !l->fault->kind) {
        l->text = wt_json_text(l->all, JSON_INDENT(2));
        l->n = l->text ? strlen(l->text) : 0;
        l->failed = !l->text;
        add_line(l, "\n");
    }
    if (l->failed) {
        wt_fault_memory(l->fault);
    }
    json_decref(l->all);
    if (l->fault->kind) {
        free(l->text);
        return NULL;
    }
    return l->text;
}

char *wt_preset_list(bool json, wt_fault *fault) {
    wt_named_files names;
    if (!wt_named_files_list(WT_NAMED_PRESET, &names, fault)) {
        return NULL;
    }
    listing l = {.all = json ? json_array() : NULL, .fault = fault, .failed = false};
    l.failed = json && !l.all;
    set_width(&l, &names);
    char head[300];
    snprintf(head, sizeof head, "%-*s  %s\n", l.width, "NAME", "TITLE");
    if (names.n == 0) {
        wt_fault_set(
            fault, WT_FAULT_INPUT, "list",
            "no presets are installed (let WAVETABLE_PRESETS name the folder they are in)");
    } else if (!json) {
        add_line(&l, head);
    }
    for (size_t i = 0; i < names.n; ++i) {
        add_preset(&l, names.names[i]);
    }
    wt_named_files_free(&names);
    return end(&l);
}

char *wt_table_list(bool json, const wt_listener *listener, wt_fault *fault) {
    wt_named_files names;
    if (!wt_named_files_list(WT_NAMED_TABLE, &names, fault)) {
        return NULL;
    }
    listing l = {.all = json ? json_array() : NULL, .fault = fault};
    if (names.n == 0) {
        wt_fault_set(fault, WT_FAULT_INPUT, "list",
                     "no tables are installed (let WAVETABLE_TABLES name the folder they are in)");
    } else {
        l.failed = json && !l.all;
        set_width(&l, &names);
        add_all(&l, &names, listener);
    }
    wt_named_files_free(&names);
    return end(&l);
}
