// wavetable table: look at, build and convert wavetables.
#include "cli/commands.h"

#include "app/request/options.h"
#include "app/tables/table_bench.h"
#include "app/tables/table_info.h"
#include "app/tables/table_list.h"
#include "base/nearest.h"
#include "cli/terminal/progress.h"
#include "cli/terminal/report.h"
#include "cli/terminal/terminal.h"
#include "io/table/formats.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Print what a table comes to, or add it to `all`.
static bool tell(const wt_bench *bench, const char *spec, json_t *all, wt_fault *fault) {
    wt_table_file table;
    wt_table_findings found;
    bool ok =
        wt_table_of_spec(bench, spec, 0, &table, fault) && wt_table_measure(&table, &found, fault);
    if (ok && all) {
        ok = json_array_append_new(all, wt_table_json(spec, &table, &found)) == 0;
        if (!ok) {
            wt_fault_memory(fault);
        }
    } else if (ok) {
        char text[4096];
        wt_table_describe(text, sizeof text, spec, &table, &found);
        ok = wt_report_text(text, fault);
    }
    wt_table_file_free(&table);
    return ok;
}

// What one of them lacks, the others do not: each failure is told, and the last is the fault.
static void info(const wt_bench *bench, const char *const *specs, size_t n, wt_fault *fault) {
    json_t *const all = bench->request->table.json ? json_array() : NULL;
    wt_fault last = {0};
    if (bench->request->table.json && !all) {
        wt_fault_memory(fault);
        return;
    }
    for (size_t i = 0; i < n && last.kind != WT_FAULT_OUTPUT; ++i) {
        wt_fault here = {0};
        if (tell(bench, specs[i], all, &here)) {
            continue;
        }
        if (last.kind) {
            wt_report_fault(&last);
        }
        last = here;
    }
    if (json_array_size(all) > 0 && last.kind != WT_FAULT_OUTPUT) {
        wt_fault here = {0};
        if (!wt_report_json(all, 9, &here) && !last.kind) {
            last = here;
        }
    }
    json_decref(all);
    *fault = last;
}

static void make(const wt_bench *bench, const char *const *specs, size_t n, wt_fault *fault) {
    wt_table_make(bench, specs, n, fault);
}

static void convert(const wt_bench *bench, const char *const *specs, size_t n, wt_fault *fault) {
    wt_table_convert(bench, specs, n, fault);
}

// The length of the head that eyes want and pipes do not.
static size_t head_of(const char *text, bool json) {
    return json || isatty(STDOUT_FILENO) ? 0 : strcspn(text, "\n") + 1;
}

static void list(const wt_bench *bench, const char *const *specs, size_t n, wt_fault *fault) {
    (void)specs;
    (void)n;
    const wt_table_request *const asked = &bench->request->table;
    char *const text = asked->presets ? wt_preset_list(asked->json, fault)
                                      : wt_table_list(asked->json, bench->listener, fault);
    if (text) {
        wt_report_text(text + head_of(text, bench->request->table.json), fault);
    }
    free(text);
}

static const struct {
    const char *name;
    void (*run)(const wt_bench *bench, const char *const *specs, size_t n, wt_fault *fault);
    const char *operand; // what it needs; null: nothing may follow
    const char *example;
} verbs[] = {
    {"info", info, "TABLE", "a file or SPEC"},
    {"make", make, "SPEC", "a SPEC, such as saw,square"},
    {"convert", convert, "IN", "a file"},
    {"list", list, NULL, "nothing"},
};

enum { N_VERBS = sizeof verbs / sizeof *verbs };

// A C array is text.
static bool is_for_no_terminal(const wt_request *s) {
    const bool is_text =
        s->table.type >= 0 && strcmp(wt_table_formats[s->table.type]->name, "h") == 0;
    return s->output.path && !is_text && wt_terminal_at(s->output.path);
}

// An option that a verb cannot obey, and operands that are too few or too many, are slips.
static bool check(const wt_request *s, size_t verb, wt_fault *fault) {
    char what[120];
    if (s->table.stray[verb]) {
        char name[64];
        snprintf(name, sizeof name, "--%s", s->table.stray[verb]);
        wt_fault_set(fault, WT_FAULT_USAGE, name, "table %s has no use for it (leave it out)",
                     verbs[verb].name);
    } else if (verbs[verb].operand && s->notes.n_words < 2) {
        wt_fault_set(fault, WT_FAULT_USAGE, verbs[verb].operand, "expected %s after %s",
                     verbs[verb].example, verbs[verb].name);
    } else if (!verbs[verb].operand && s->notes.n_words > 1) {
        snprintf(what, sizeof what, "expected nothing after %s", verbs[verb].name);
        wt_fault_text(fault, NULL, verbs[verb].name, s->notes.words[1].text, 0, what);
    } else if (is_for_no_terminal(s)) {
        wt_fault_set(fault, WT_FAULT_USAGE, "standard output",
                     "it is a terminal, which shows no table (give -o FILE)");
    }
    return fault->kind == WT_FAULT_NONE;
}

static void run(const wt_request *request, size_t verb, wt_fault *fault) {
    const size_t n = request->notes.n_words > 0 ? request->notes.n_words - 1 : 0;
    const char **const specs = calloc(n + 1, sizeof *specs);
    wt_progress progress;
    const wt_listener listener = wt_terminal_listener(&progress, request);
    wt_bench bench = {request, &listener, NULL};
    if (!specs || wt_wave_store_new(&bench.store) != WT_OK) {
        wt_fault_memory(fault);
        free(specs);
        return;
    }
    if (request->output.loudness == WT_VERBOSE && !request->output.path) {
        wt_note_to(&listener, "--verbose", "table %s has nothing to add", verbs[verb].name);
    }
    for (size_t i = 0; i < n; ++i) {
        specs[i] = request->notes.words[i + 1].text;
    }
    verbs[verb].run(&bench, specs, n, fault);
    wt_wave_store_free(bench.store);
    free(specs);
}

static void refuse(const char *name, wt_fault *fault) {
    const char *names[N_VERBS];
    for (size_t i = 0; i < N_VERBS; ++i) {
        names[i] = verbs[i].name;
    }
    const char *const meant = name[0] ? wt_nearest(name, names, N_VERBS) : NULL;
    char what[256];
    snprintf(what, sizeof what, "expected info, make, convert or list%s%.100s%s",
             meant     ? " (did you mean "
             : name[0] ? " first (as in wavetable table info "
                       : "",
             meant ? meant : name,
             meant     ? "?)"
             : name[0] ? ")"
                       : "");
    wt_fault_text(fault, NULL, "table", name, 0, what);
}

static void dispatch(const wt_request *request, wt_fault *fault) {
    const char *const name = request->notes.n_words > 0 ? request->notes.words[0].text : "";
    for (size_t i = 0; i < N_VERBS; ++i) {
        if (strcmp(verbs[i].name, name) == 0) {
            if (check(request, i, fault)) {
                run(request, i, fault);
            }
            return;
        }
    }
    refuse(name, fault);
}

const wt_command wt_command_table = {
    .name = "table",
    .bit = WT_FOR_TABLE,
    .read_operand = wt_read_word_operand,
    .run = dispatch,
    .usage = "wavetable table info|make|convert|list ...",
    .summary = "Look at, build and convert wavetables.\n"
               "  table info TABLE... [--json]     what a table holds, and how that is known\n"
               "  table make SPEC... -o FILE       build a table from any SPEC\n"
               "  table convert IN... -o FILE|DIR  between WAV (with clm), .wt, .vitaltable, C\n"
               "  table list [--json]              the tables that ship, for -w NAME\n"
               "  table list --presets             the presets that ship, for @NAME\n"
               "A TABLE or IN is a file, also a recipe (wavetable help recipe), or the NAME of\n"
               "one that ships, or some of its cycles: bank.wav#3-8, bank.wav#8-3.",
    .examples = "  wavetable table info bank.wav --json\n"
                "  wavetable table make sine,saw --cycles 64 -o sweep.wav\n"
                "  wavetable table make ./my.recipe -o my.wav\n"
                "  wavetable table convert sweep.wav -o sweep.wt\n"
                "  wavetable table convert pack/*.wav -t vitaltable --length 2048 -o out/\n",
};
