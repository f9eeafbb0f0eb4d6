// The spectrogram of notes or of a sound file: levels by time and frequency.
#include "app/charts/sound.h"

#include "app/charts/short_time.h"
#include "io/sound/sound_in.h"

#include <stdio.h>
#include <stdlib.h>

static const double bottom_db = -100.0;

static bool draw(const wt_plot *plot, const wt_short_time *s, const char *title) {
    float *levels = malloc(s->columns * WT_FREQUENCY_ROWS * sizeof *levels);
    if (!levels || wt_short_time_levels(s, levels) != WT_OK) {
        free(levels);
        return wt_fault_memory(plot->fault);
    }
    const double seconds = (double)s->frames / s->rate;
    const double step = seconds / (double)s->columns;
    const wt_series map = {.kind = WT_SERIES_MAP,
                           .n = s->columns,
                           .x_first = 0.5 * step,
                           .x_rate = 1.0 / step,
                           .rows = WT_FREQUENCY_ROWS,
                           .y32 = levels};
    wt_figure f = {.x = {"time", "s", 0.0, seconds, false, false, false},
                   .y = {"frequency", "Hz", s->low_hz, 0.5 * s->rate, true, false, false},
                   .z = {"level", "dBFS", bottom_db, 0.0, false, false, false},
                   .n_panels = 1,
                   .series = &map,
                   .n_series = 1};
    snprintf(f.title, sizeof f.title, "%.150s", title);
    snprintf(f.caption[0], sizeof f.caption[0],
             "%.6g s at %.6g Hz%s; windows of %zu frames; level from %g to 0 dBFS", seconds,
             s->rate, s->channels > 1 ? ", both channels" : "", s->size, bottom_db);
    const bool ok = wt_plot_write(plot, &f);
    free(levels);
    return ok;
}

static bool too_slow(const wt_plot *plot, double rate) {
    return wt_fault_set(plot->fault, WT_FAULT_INPUT, plot->request->plot.path,
                        "%.6g frames a second leave nothing above 20 Hz to draw", rate);
}

static bool draw_file(const wt_plot *plot) {
    enum { BLOCK = 4096 };
    const char *const path = plot->request->plot.path;
    wt_sound_in in;
    wt_short_time s = {0};
    wt_message message = {""};
    double block[2 * BLOCK];
    wt_status status = wt_sound_in_open(&in, path, &message);
    if (status == WT_OK && in.rate < 80) {
        wt_sound_in_close(&in);
        return too_slow(plot, in.rate);
    }
    if (status == WT_OK) {
        status = wt_short_time_init(&s, in.rate, in.frames, (size_t)in.channels);
    }
    while (status == WT_OK && s.frame < s.frames) {
        const uint64_t left = s.frames - s.frame;
        const size_t n = left < BLOCK ? (size_t)left : BLOCK;
        status = wt_sound_in_read(&in, block, n, &message);
        if (status == WT_OK) {
            wt_short_time_take(&s, block, n);
        }
    }
    if (status != WT_OK) {
        wt_fault_status(plot->fault, WT_FAULT_INPUT, path, status, &message);
    }
    const bool ok = status == WT_OK && draw(plot, &s, path);
    wt_short_time_free(&s);
    wt_sound_in_close(&in);
    return ok;
}

static bool draw_notes(const wt_plot *plot) {
    const wt_request *r = plot->request;
    char title[160];
    wt_plan made;
    wt_short_time s;
    if (!wt_plot_sound_make(&made, plot)) {
        return false;
    }
    const uint64_t frames = made.time_line.frames;
    bool ok = frames > 0;
    if (!ok) {
        wt_fault_set(plot->fault, WT_FAULT_USAGE, "--spectrogram",
                     "there is no frame to look at (give the note a duration)");
    } else {
        ok = wt_short_time_init(&s, r->output.rate, frames, (size_t)made.file.channels) == WT_OK;
        if (!ok) {
            wt_fault_memory(plot->fault);
        }
        wt_plot_sound_name(r, title, sizeof title);
        ok = ok &&
             wt_plot_sound_render(&made, plot, 0, frames, (wt_taker){wt_short_time_take, &s}) &&
             draw(plot, &s, title);
        wt_short_time_free(&s);
    }
    wt_plan_free(&made);
    return ok;
}

bool wt_plot_spectrogram(const wt_plot *plot) {
    return plot->request->plot.path ? draw_file(plot) : draw_notes(plot);
}
