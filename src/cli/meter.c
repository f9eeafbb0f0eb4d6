// Ten times a second at most.
#include "cli/meter.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static double now_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void wt_meter_start(wt_meter *meter, const wt_settings *settings, uint64_t total) {
    const bool automatic = settings->progress == WT_PROGRESS_AUTO;
    const bool shown = automatic ? isatty(STDERR_FILENO) : settings->progress == WT_PROGRESS_ALWAYS;
    *meter = (wt_meter){.on = shown && settings->loudness != WT_QUIET,
                        .patient = automatic,
                        .passes = 1,
                        .total = total,
                        .start_s = now_s()};
}

void wt_meter_start_sound(wt_meter *meter, const wt_settings *settings, uint64_t frames, int passes,
                          const char *name) {
    wt_meter_start(meter, settings, frames * (uint64_t)passes);
    meter->rate = settings->rate;
    meter->passes = passes;
    meter->name = name;
}

static void write_time(char text[32], double seconds) {
    if (seconds < 100.0) {
        snprintf(text, 32, "%.0f s", seconds);
    } else if (seconds < 6000.0) {
        snprintf(text, 32, "%.0f min", seconds / 60.0);
    } else {
        snprintf(text, 32, "%.0f h", seconds / 3600.0);
    }
}

static void show(const wt_meter *m, double spent, const char *name) {
    char line[512];
    char left[32];
    const double a_second = spent > 0.0 ? (double)m->done / spent : 0.0;
    write_time(left, a_second > 0.0 ? (double)(m->total - m->done) / a_second : 0.0);
    if (m->rate == 0) {
        snprintf(line, sizeof line, "%" PRIu64 "/%" PRIu64 "  %.0f/s  %s left  %.256s", m->done,
                 m->total, a_second, left, name);
    } else {
        const uint64_t frames = m->total / (uint64_t)m->passes;
        const uint64_t done = m->done > frames ? m->done - frames : m->done;
        const bool measures = m->passes > 1 && m->done <= frames;
        snprintf(line, sizeof line, "%s%.0f/%.0f s  %.0f x real time  %s left  %.256s",
                 measures ? "measuring " : "", (double)done / m->rate, (double)frames / m->rate,
                 a_second / m->rate, left, name);
    }
    wt_report_progress(line);
}

static void update(wt_meter *meter, const char *name) {
    const double now = now_s();
    const double spent = now - meter->start_s;
    const bool last = meter->done == meter->total;
    if ((meter->patient && spent < 1.0) || (!last && now - meter->shown_s < 0.1)) {
        return;
    }
    meter->shown_s = now;
    show(meter, spent, meter->name ? meter->name : name);
}

void wt_meter_advance(wt_meter *meter, uint64_t n, const char *name) {
    if (meter && meter->on) {
        meter->done += n;
        update(meter, name);
    }
}

void wt_meter_skip(wt_meter *meter, const char *name) {
    if (meter->on) {
        --meter->total;
        update(meter, name);
    }
}

void wt_meter_end(const wt_meter *meter) {
    if (meter->on) {
        wt_report_progress(NULL);
    }
}
