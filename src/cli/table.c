// wavetable table: look at, build and convert wavetables.
#include "cli/commands.h"

#include "app/json_string.h"
#include "app/named_file.h"
#include "app/request/inputs.h"
#include "app/request/options.h"
#include "app/waves/resample.h"
#include "app/waves/shipped.h"
#include "app/waves/table_file.h"
#include "app/waves/wave_store.h"
#include "cli/help/command_help.h"
#include "cli/table_list.h"
#include "cli/terminal/progress.h"
#include "cli/terminal/report.h"
#include "io/table/formats.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const wt_request *request;
    const wt_listener *listener;
    wt_wave_store *store;
    wt_fault *fault;
} table_job;

static bool no_memory(const table_job *j) {
    wt_fault_memory(j->fault);
    return false;
}

// All cycles of a SPEC as one table of `length` samples a cycle (0: the first one's own, 2048 for
// shapes).
static bool cycles_of(const table_job *j, const char *spec, const wt_wave_text *wave,
                      uint32_t length, wt_table_file *table) {
    *table = (wt_table_file){.length = length};
    for (size_t i = 0; i < wave->n_items; ++i) {
        wt_cycles c;
        if (!wt_wave_store_cycles(j->store, &wave->items[i], j->request->table.frame, j->listener,
                                  &c, j->fault)) {
            wt_fault_point(j->fault, "SPEC", spec, wave->items[i].at);
            return false;
        }
        if (table->length == 0) {
            const bool sampled = c.cycles[0].kind == WT_CYCLE_SAMPLES;
            table->length = sampled ? c.cycles[0].length : 2048;
        }
        const size_t all = (size_t)table->n_cycles + c.n;
        if (all > WT_MAX_CYCLES) {
            wt_fault_set(j->fault, WT_FAULT_RESOURCE, "SPEC", "a table holds at most %d cycles",
                         WT_MAX_CYCLES);
            return false;
        }
        float *grown = realloc(table->samples, all * table->length * sizeof *grown);
        if (!grown) {
            return no_memory(j);
        }
        table->samples = grown;
        for (uint32_t k = 0; k < c.n; ++k, ++table->n_cycles) {
            float *out = grown + (size_t)table->n_cycles * table->length;
            if (wt_resample(&c.cycles[k], out, table->length) != WT_OK) {
                return no_memory(j);
            }
        }
    }
    return true;
}

// `n` cycles evenly along the way through those that there are.
static bool spread_cycles(const table_job *j, wt_table_file *table, uint32_t n) {
    float *out = malloc((size_t)n * table->length * sizeof *out);
    if (!out) {
        return no_memory(j);
    }
    for (uint32_t c = 0; c < n; ++c) {
        const double u = n > 1 ? (double)c * (table->n_cycles - 1) / (n - 1) : 0.0;
        const uint32_t low = (uint32_t)u;
        const uint32_t high = low + 1 < table->n_cycles ? low + 1 : low;
        for (uint32_t i = 0; i < table->length; ++i) {
            const float a = wt_table_sample(table, (size_t)low * table->length + i);
            const float b = wt_table_sample(table, (size_t)high * table->length + i);
            out[(size_t)c * table->length + i] = a + (b - a) * (float)(u - low);
        }
    }
    free(table->samples);
    free(table->narrow);
    table->samples = out;
    table->narrow = NULL;
    table->n_cycles = n;
    return true;
}

static bool read_spec(const table_job *j, const char *text, wt_wave_text *wave) {
    *wave = (wt_wave_text){0};
    wt_parse parse = wt_read_wave(text, wave);
    if (parse.status == WT_OK && text[parse.at]) {
        wt_wave_text_free(wave);
        parse = (wt_parse){WT_BAD_SYNTAX, parse.at, "the end of the SPEC, or a comma"};
    }
    if (parse.status != WT_OK) {
        wt_fault_parse(j->fault, NULL, "SPEC", text, parse);
    }
    return parse.status == WT_OK;
}

static bool write_table(const table_job *j, const wt_table_file *table) {
    const wt_request *s = j->request;
    const wt_table_format *format = s->table.type >= 0 ? &wt_table_formats[s->table.type]
                                    : s->output.path   ? wt_table_format_of(s->output.path)
                                                       : NULL;
    wt_table_writing how = {.bits = s->output.bits == 16 ? 16 : 32, .name = "table"};
    wt_message message = {""};
    wt_output *output;
    int error = 0;
    uint64_t clipped = 0;
    if (!s->output.path) {
        wt_fault_set(j->fault, WT_FAULT_USAGE, "--output", "a table needs a file (give -o FILE)");
        return false;
    }
    if (wt_output_open(&output, s->output.path, (wt_sync)s->output.sync, &message) != WT_OK) {
        wt_fault_status(j->fault, WT_FAULT_OUTPUT, s->output.path, WT_SYSTEM, &message);
        return false;
    }
    wt_status status =
        (format ? format : &wt_table_formats[0])->write(output, table, &how, &message);
    clipped = how.n_clipped;
    if (status == WT_OK) {
        status = wt_output_commit(output, &error, &message);
    } else {
        wt_output_abandon(output);
    }
    if (status != WT_OK) {
        errno = error;
        wt_fault_status(j->fault, status == WT_UNSUPPORTED ? WT_FAULT_USAGE : WT_FAULT_OUTPUT,
                        s->output.path, status, &message);
        j->fault->reader_left = error == EPIPE;
    } else if (clipped > 0) {
        wt_note_to(j->listener, s->output.path, "%llu samples clipped",
                   (unsigned long long)clipped);
    }
    return status == WT_OK;
}

static bool read_table(const table_job *j, const char *path, wt_table_file *table) {
    return wt_table_load(table, path, j->request->table.frame, j->listener, j->fault);
}

// The whole table of a FILE or NAME that stands alone in a SPEC, with what is known of it beside
// its cycles. False, without a fault: it is another kind of SPEC.
static bool whole_table(const table_job *j, const char *spec, const wt_wave_text *wave,
                        wt_table_file *table) {
    const wt_wave_item *item = &wave->items[0];
    char path[4096];
    if (wave->n_items != 1 || item->has_cycle) {
        return false;
    }
    if (item->kind == WT_WAVE_NAME) {
        if (!wt_named_file_find(WT_NAMED_TABLE, item->path, path, sizeof path)) {
            wt_shipped_unknown(item->path, j->fault);
            wt_fault_point(j->fault, "SPEC", spec, item->at);
            return false;
        }
        return wt_table_load(table, path, 0, j->listener, j->fault);
    }
    return item->kind == WT_WAVE_FILE && read_table(j, item->path, table);
}

static bool make(const table_job *j) {
    const wt_request *s = j->request;
    wt_wave_text wave;
    wt_table_file table = {0};
    if (s->notes.n_words != 2) {
        wt_fault_set(j->fault, WT_FAULT_USAGE, "SPEC",
                     "expected one SPEC after make, such as saw,square");
        return false;
    }
    const char *spec = s->notes.words[1].text;
    if (!read_spec(j, spec, &wave)) {
        return false;
    }
    for (size_t i = 0; i < wave.n_items && !j->fault->kind; ++i) {
        const bool is_file = wave.items[i].kind == WT_WAVE_FILE;
        wt_request_spares(s, is_file ? wave.items[i].path : NULL, j->fault);
    }
    bool ok = !j->fault->kind && s->table.length == 0 && whole_table(j, spec, &wave, &table);
    ok = ok || (!j->fault->kind && cycles_of(j, spec, &wave, s->table.length, &table));
    ok = ok && (s->table.cycles == 0 || spread_cycles(j, &table, s->table.cycles));
    ok = ok && write_table(j, &table);
    wt_table_file_free(&table);
    wt_wave_text_free(&wave);
    return ok;
}

// What has neither dot nor slash is a NAME, as in a SPEC.
static bool convert(const table_job *j) {
    wt_table_file table;
    if (j->request->notes.n_words != 2) {
        wt_fault_set(j->fault, WT_FAULT_USAGE, "IN", "expected one file after convert");
        return false;
    }
    const char *in = j->request->notes.words[1].text;
    char path[4096];
    const bool is_name = in[0] && in[wt_wave_name_length(in)] == '\0' &&
                         wt_named_file_find(WT_NAMED_TABLE, in, path, sizeof path);
    if (!wt_request_spares(j->request, is_name ? path : in, j->fault) ||
        !read_table(j, is_name ? path : in, &table)) {
        return false;
    }
    const bool ok = write_table(j, &table);
    wt_table_file_free(&table);
    return ok;
}

typedef struct {
    double peak, dc, seam;
    uint32_t harmonics;
} findings;

static double magnitude(double x) {
    return x < 0.0 ? -x : x;
}

// `x` has room for a cycle.
static findings look_at(const wt_table_file *table, float *x) {
    findings f = {0};
    for (uint32_t c = 0; c < table->n_cycles; ++c) {
        for (uint32_t i = 0; i < table->length; ++i) {
            x[i] = wt_table_sample(table, (size_t)c * table->length + i);
        }
        double sum = 0.0;
        for (uint32_t i = 0; i < table->length; ++i) {
            sum += (double)x[i];
            f.peak = magnitude((double)x[i]) > f.peak ? magnitude((double)x[i]) : f.peak;
        }
        const double mean = sum / table->length;
        f.dc = magnitude(mean) > magnitude(f.dc) ? mean : f.dc;
        const double seam = magnitude((double)x[0] - (double)x[table->length - 1]);
        f.seam = seam > f.seam ? seam : f.seam;
        const uint32_t highest = wt_highest_harmonic(x, table->length);
        f.harmonics = highest > f.harmonics ? highest : f.harmonics;
    }
    return f;
}

// A table by what was typed: a file with what was recognised of it, or any SPEC.
static bool load(const table_job *j, const char *text, wt_table_file *table) {
    wt_wave_text wave;
    if (!read_spec(j, text, &wave)) {
        return false;
    }
    bool ok = whole_table(j, text, &wave, table);
    if (!ok && !j->fault->kind) {
        ok = cycles_of(j, text, &wave, 0, table);
        snprintf(table->format, sizeof table->format, "spec");
        snprintf(table->reason, sizeof table->reason, "made from its harmonics");
    }
    wt_wave_text_free(&wave);
    return ok;
}

static bool print_for_people(const char *name, const wt_table_file *t, const findings *f,
                             wt_fault *fault) {
    char text[1400];
    const double dc = magnitude(f->dc) < 0.00005 ? 0.0 : f->dc; // not "-0.0000"
    int n = snprintf(text, sizeof text, "%.300s\n", name);
    if (t->title[0]) {
        n += snprintf(text + n, sizeof text - (size_t)n, "  title      %s\n", t->title);
    }
    n += snprintf(text + n, sizeof text - (size_t)n,
                  "  format     %s\n  cycles     %u of %u samples (%s)\n  peak       %.4f\n"
                  "  DC         %.4f\n  harmonics  up to %u\n  seam       %.4f\n",
                  t->format, t->n_cycles, t->length, t->reason, f->peak, dc, f->harmonics, f->seam);
    if (f->peak == 0.0) {
        n += snprintf(text + n, sizeof text - (size_t)n, "  it is silent\n");
    }
    if (magnitude(f->dc) > 0.01 * f->peak && f->peak > 0.0) {
        n += snprintf(text + n, sizeof text - (size_t)n,
                      "  a cycle has DC: mixing and envelopes may thump\n");
    }
    if (f->seam > 0.5 * f->peak && f->peak > 0.0) {
        snprintf(text + n, sizeof text - (size_t)n,
                 "  a cycle steps where its end meets its start: it is bright, or cut wrong\n");
    }
    return wt_report_text(text, fault);
}

static json_t *json_of(const char *name, const wt_table_file *t, const findings *f) {
    return json_pack("{s:o, s:s, s:i, s:i, s:f, s:f, s:i, s:f}", "name", wt_json_string(name),
                     "format", t->format, "cycles", (int)t->n_cycles, "length", (int)t->length,
                     "peak", f->peak, "dc", f->dc, "harmonics", (int)f->harmonics, "seam", f->seam);
}

// Print what a table comes to, or add it to `all`.
static bool tell(const table_job *j, const char *text, json_t *all) {
    wt_table_file table = {0};
    float *room = NULL;
    bool ok = load(j, text, &table);
    if (ok && !(room = malloc(table.length * sizeof *room))) {
        ok = no_memory(j);
    }
    if (ok) {
        const findings f = look_at(&table, room);
        if (j->request->table.json) {
            ok = json_array_append_new(all, json_of(text, &table, &f)) == 0 || no_memory(j);
        } else {
            ok = print_for_people(text, &table, &f, j->fault);
        }
    }
    free(room);
    wt_table_file_free(&table);
    return ok;
}

static bool info(const table_job *j) {
    const wt_request *s = j->request;
    json_t *all = json_array();
    bool ok = true;
    if (s->notes.n_words < 2) {
        wt_fault_set(j->fault, WT_FAULT_USAGE, "TABLE", "expected a file or SPEC after info");
        ok = false;
    }
    for (size_t i = 1; ok && i < s->notes.n_words; ++i) {
        ok = tell(j, s->notes.words[i].text, all);
    }
    if (ok && s->table.json) {
        char *text = json_dumps(all, JSON_INDENT(2) | JSON_REAL_PRECISION(9));
        ok = text ? wt_report_text(text, j->fault) && wt_report_text("\n", j->fault) : no_memory(j);
        free(text);
    }
    json_decref(all);
    return ok;
}

static bool dispatch(const table_job *j) {
    const char *verb = j->request->notes.n_words > 0 ? j->request->notes.words[0].text : "";
    if (strcmp(verb, "info") == 0) {
        return info(j);
    }
    if (strcmp(verb, "make") == 0) {
        return make(j);
    }
    if (strcmp(verb, "convert") == 0) {
        return convert(j);
    }
    if (strcmp(verb, "list") == 0) {
        return wt_table_list(j->request, j->listener, j->fault);
    }
    wt_fault_text(j->fault, NULL, "table", verb, 0, "expected info, make, convert or list");
    return false;
}

static void read_operand(wt_option_use *use) {
    wt_request *s = use->request;
    wt_note_setting *grown = realloc(s->notes.words, (s->notes.n_words + 1) * sizeof *grown);
    if (!grown) {
        wt_fault_memory(use->fault);
        return;
    }
    s->notes.words = grown;
    s->notes.words[s->notes.n_words++] = (wt_note_setting){.text = use->value, .is_range = true};
}

static void run(const wt_request *request, wt_fault *fault) {
    wt_progress progress;
    const wt_listener listener = wt_terminal_listener(&progress, request);
    table_job job = {request, &listener, NULL, fault};
    if (wt_wave_store_new(&job.store) != WT_OK) {
        wt_fault_memory(fault);
        return;
    }
    dispatch(&job);
    wt_wave_store_free(job.store);
}

void wt_command_table(const wt_command *self, const wt_words *words, wt_fault *fault) {
    wt_request request;
    if (wt_request_read(&request, words, self->bit, read_operand, fault) &&
        !wt_help_or_version(self, &request, fault)) {
        run(&request, fault);
    }
    wt_request_free(&request);
}
