// Ten times a second at most.
#include "cli/terminal/progress.h"

#include "cli/terminal/report.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static double now_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
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

static void show(const wt_work *m, double spent) {
    const char *name = m->name ? m->name : "";
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

static void update(void *context, const wt_work *work) {
    wt_progress *progress = context;
    if (!work) {
        wt_report_progress(NULL);
        return;
    }
    const double now = now_s();
    const double spent = now - progress->start_s;
    const bool last = work->done == work->total;
    if ((progress->patient && spent < 1.0) || (!last && now - progress->shown_s < 0.1)) {
        return;
    }
    progress->shown_s = now;
    show(work, spent);
}

static void note(void *context, const char *where, const char *what) {
    (void)context;
    wt_report_note(where, what);
}

static void detail(void *context, const char *text) {
    (void)context;
    wt_report_detail(text);
}

static void fault(void *context, const wt_fault *failed) {
    (void)context;
    wt_report_fault(failed);
}

wt_listener wt_terminal_listener(wt_progress *progress, const wt_request *request) {
    const bool automatic = request->output.progress == WT_PROGRESS_AUTO;
    const bool wanted =
        automatic ? isatty(STDERR_FILENO) : request->output.progress == WT_PROGRESS_ALWAYS;
    const bool shown = wanted && request->output.loudness != WT_QUIET;
    *progress = (wt_progress){.patient = automatic, .start_s = now_s()};
    return (wt_listener){.note = note,
                         .detail = detail,
                         .fault = fault,
                         .progress = shown ? update : NULL,
                         .context = progress,
                         .loudness = request->output.loudness};
}
