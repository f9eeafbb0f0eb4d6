// The cycles of a SPEC, one behind the other.
#include "app/charts/chart.h"

#include "base/shown.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    wt_series *series;
    double **rendered; // of shapes, null for samples
    size_t n;
} layers;

static void free_layers(layers *all) {
    for (size_t i = 0; i < all->n; ++i) {
        free(all->rendered[i]);
    }
    free(all->rendered);
    free(all->series);
}

// The cycle as it is; samples stay where they are.
static bool add_cycle(layers *all, const wt_cycle *cycle) {
    const uint32_t length = wt_cycle_length(cycle);
    wt_series *s = &all->series[all->n];
    double **rendered = &all->rendered[all->n];
    *s = (wt_series){.kind = WT_SERIES_LINE,
                     .role = WT_ROLE_FIRST,
                     .z = (double)all->n,
                     .n = length,
                     .x_rate = length};
    *rendered = NULL;
    if (cycle->kind == WT_CYCLE_SAMPLES) {
        s->y32 = cycle->samples;
        s->y16 = cycle->narrow;
    } else {
        *rendered = malloc(length * sizeof **rendered);
        if (!*rendered) {
            return false;
        }
        wt_cycle_render(cycle, *rendered);
        s->y = *rendered;
    }
    ++all->n;
    return true;
}

static bool add_item(const wt_plot *plot, layers *all, const wt_wave_item *item) {
    const wt_request *s = plot->request;
    wt_cycles cycles;
    if (!wt_wave_store_cycles(plot->store, item, s->sound.waves[0].frame_length, NULL,
                              plot->listener, &cycles, plot->fault)) {
        return false;
    }
    const size_t room = all->n + cycles.n;
    wt_series *const series = realloc(all->series, room * sizeof *series);
    all->series = series ? series : all->series;
    double **const rendered = realloc(all->rendered, room * sizeof *rendered);
    all->rendered = rendered ? rendered : all->rendered;
    bool ok = series && rendered;
    for (uint32_t i = 0; ok && i < cycles.n; ++i) {
        ok = add_cycle(all, &cycles.cycles[i]);
    }
    if (!ok) {
        wt_fault_memory(plot->fault);
    }
    return ok;
}

// Symmetrical around 0: as a cycle is heard.
static void set_amplitude(wt_figure *f) {
    double low = 0.0;
    double high = 0.0;
    for (size_t i = 0; i < f->n_series; ++i) {
        wt_series_range(&f->series[i], &low, &high);
    }
    const double peak = high > -low ? high : -low;
    f->y.high = peak > 0.0 ? 1.02 * peak : 1.0;
    f->y.low = -f->y.high;
}

static void describe(wt_figure *f, const wt_request *s) {
    wt_show(f->title, 151, s->sound.waves[0].text);
    bool even = true;
    for (size_t i = 1; i < f->n_series; ++i) {
        even = even && f->series[i].n == f->series[0].n;
    }
    snprintf(f->caption[0], sizeof f->caption[0], "%zu cycle%s of %s%zu samples", f->n_series,
             f->n_series > 1 ? "s" : "", even ? "" : "different lengths, the first of ",
             f->series[0].n);
}

bool wt_plot_cycles(const wt_plot *plot) {
    const wt_wave_setting *setting = &plot->request->sound.waves[0];
    const wt_wave_text *wave = &setting->wave;
    layers all = {NULL, NULL, 0};
    bool ok = true;
    for (size_t i = 0; ok && i < wave->n_items; ++i) {
        ok = add_item(plot, &all, &wave->items[i]);
        if (!ok) {
            wt_wave_store_point(&setting->place, "--wave", setting->text, wave->items[i].at,
                                plot->fault);
        }
    }
    if (ok) {
        wt_figure f = {.x = {"phase", "turns", 0.0, 1.0, false, true, false},
                       .y = {"amplitude", NULL, -1.0, 1.0, false, false, false},
                       .z = {"cycle", NULL, 0.0, (double)(all.n - 1), false, false, true},
                       .layered = all.n > 1,
                       .n_panels = 1,
                       .series = all.series,
                       .n_series = all.n};
        set_amplitude(&f);
        describe(&f, plot->request);
        ok = wt_plot_write(plot, &f);
    }
    free_layers(&all);
    return ok;
}
