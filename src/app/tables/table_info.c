// Measures and descriptions.
#include "app/tables/table_info.h"

#include "app/json_string.h"
#include "app/waves/resample.h"
#include "base/shown.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static double magnitude(double x) {
    return x < 0.0 ? -x : x;
}

// Whether a cycle may have a harmonic above `highest`. Where all below half the length were found,
// a spectrum is needed only for the last: its share (the samples' alternating sum) is held against
// the least that the loudest of the others can be, their mean (Parseval). wt_highest_harmonic
// counts what is above 1e-10 of the loudest.
static bool may_reach_above(uint32_t highest, const float *x, uint32_t length) {
    const uint32_t below_half = (length - 1) / 2;
    if (highest < below_half || highest >= length / 2) {
        return highest < length / 2;
    }
    double sum = 0.0, squares = 0.0, alternating = 0.0;
    for (uint32_t i = 0; i < length; ++i) {
        const double s = (double)x[i];
        sum += s;
        squares += s * s;
        alternating += i % 2 ? -s : s;
    }
    const double n = length;
    const double dc = sum / n * (sum / n);
    const double last = alternating / n * (alternating / n);
    const double mean_of_others =
        2.0 * (squares / n - dc - last) / (below_half > 0 ? below_half : 1);
    return last > 0.5e-10 * mean_of_others;
}

static wt_status measure_cycle(wt_table_findings *f, const float *x, uint32_t length) {
    double sum = 0.0;
    for (uint32_t i = 0; i < length; ++i) {
        sum += (double)x[i];
        f->peak = magnitude((double)x[i]) > f->peak ? magnitude((double)x[i]) : f->peak;
    }
    const double mean = sum / length;
    f->dc = magnitude(mean) > magnitude(f->dc) ? mean : f->dc;
    const double seam = magnitude((double)x[0] - (double)x[length - 1]);
    f->seam = seam > f->seam ? seam : f->seam;
    uint32_t highest;
    if (!may_reach_above(f->harmonics, x, length)) {
        return WT_OK;
    }
    const wt_status status = wt_highest_harmonic(x, length, &highest);
    f->harmonics = highest > f->harmonics ? highest : f->harmonics;
    return status;
}

bool wt_table_measure(const wt_table_file *table, wt_table_findings *found, wt_fault *fault) {
    float *const cycle = malloc(table->length * sizeof *cycle);
    *found = (wt_table_findings){0};
    if (!cycle) {
        return wt_fault_memory(fault);
    }
    wt_status status = WT_OK;
    for (uint32_t c = 0; c < table->n_cycles && status == WT_OK; ++c) {
        for (uint32_t i = 0; i < table->length; ++i) {
            cycle[i] = wt_table_sample(table, (size_t)c * table->length + i);
        }
        status = measure_cycle(found, cycle, table->length);
    }
    free(cycle);
    if (status != WT_OK) {
        wt_fault_memory(fault);
    }
    return status == WT_OK;
}

typedef struct {
    char *text;
    size_t size, used;
} page;

__attribute__((format(printf, 2, 3))) static void put(page *p, const char *format, ...) {
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(p->text + p->used, p->size - p->used, format, args);
    va_end(args);
    p->used += n > 0 ? (size_t)n : 0;
    p->used = p->used < p->size ? p->used : p->size - 1;
}

// Names and titles hold what they like: they are shown so that no terminal acts on it.
static void put_shown(page *p, const char *label, const char *text) {
    char shown[1300];
    wt_show(shown, sizeof shown, text);
    put(p, "%s%s\n", label, shown);
}

void wt_table_describe(char *text, size_t size, const char *name, const wt_table_file *t,
                       const wt_table_findings *f) {
    page p = {text, size, 0};
    const double dc = magnitude(f->dc) < 0.00005 ? 0.0 : f->dc; // not "-0.0000"
    put_shown(&p, "", name);
    if (t->title[0]) {
        put_shown(&p, "  title      ", t->title);
    }
    if (t->parts[0]) {
        put_shown(&p, "  tables     ", t->parts);
    }
    put(&p,
        "  format     %s\n  cycles     %" PRIu32 " of %" PRIu32 " samples (%s)\n"
        "  peak       %.4f\n  DC         %.4f\n  harmonics  up to %" PRIu32 "\n"
        "  seam       %.4f\n",
        t->format, t->n_cycles, t->length, t->reason, f->peak, dc, f->harmonics, f->seam);
    if (f->peak <= 0.0) {
        put(&p, "  it is silent\n");
    }
    if (magnitude(f->dc) > 0.01 * f->peak) {
        put(&p, "  a cycle has DC: mixing and envelopes may thump\n");
    }
    if (f->seam > 0.5 * f->peak) {
        put(&p, "  a cycle steps where its end meets its start: it is bright, or cut wrong\n");
    }
}

json_t *wt_table_json(const char *name, const wt_table_file *t, const wt_table_findings *f) {
    json_t *const object =
        json_pack("{s:o, s:s, s:i, s:i, s:s, s:b, s:f, s:f, s:i, s:f}", "name",
                  wt_json_string(name), "format", t->format, "cycles", (int)t->n_cycles, "length",
                  (int)t->length, "known_by", t->known_by, "guess", t->is_guess, "peak", f->peak,
                  "dc", f->dc, "harmonics", (int)f->harmonics, "seam", f->seam);
    if (object && t->is_guess) {
        json_object_set_new(object, "sure", json_boolean(t->is_sure));
        json_object_set_new(object, "runner_up",
                            t->runner_up > 0 ? json_integer(t->runner_up) : json_null());
    }
    if (object && t->parts[0]) {
        json_object_set_new(object, "tables", wt_json_string(t->parts));
    }
    if (object && t->title[0]) {
        json_object_set_new(object, "title", wt_json_string(t->title));
    }
    return object;
}
