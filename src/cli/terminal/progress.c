// Ten times a second at most.
#include "cli/terminal/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static double now_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void wt_progress_start(wt_progress *progress, const wt_request *request, uint64_t total) {
    const bool automatic = request->progress == WT_PROGRESS_AUTO;
    const bool shown = automatic ? isatty(STDERR_FILENO) : request->progress == WT_PROGRESS_ALWAYS;
    *progress = (wt_progress){.on = shown && request->loudness != WT_QUIET,
                              .patient = automatic,
                              .passes = 1,
                              .total = total,
                              .start_s = now_s()};
}

void wt_progress_start_sound(wt_progress *progress, const wt_request *request, uint64_t frames,
                             int passes, const char *name) {
    wt_progress_start(progress, request, frames * (uint64_t)passes);
    progress->rate = request->rate;
    progress->passes = passes;
    progress->name = name;
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

static void show(const wt_progress *m, double spent, const char *name) {
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

static void update(wt_progress *progress, const char *name) {
    const double now = now_s();
    const double spent = now - progress->start_s;
    const bool last = progress->done == progress->total;
    if ((progress->patient && spent < 1.0) || (!last && now - progress->shown_s < 0.1)) {
        return;
    }
    progress->shown_s = now;
    show(progress, spent, progress->name ? progress->name : name);
}

void wt_progress_advance(wt_progress *progress, uint64_t n, const char *name) {
    if (progress && progress->on) {
        progress->done += n;
        update(progress, name);
    }
}

void wt_progress_skip(wt_progress *progress, const char *name) {
    if (progress->on) {
        --progress->total;
        update(progress, name);
    }
}

void wt_progress_end(const wt_progress *progress) {
    if (progress->on) {
        wt_report_progress(NULL);
    }
}
