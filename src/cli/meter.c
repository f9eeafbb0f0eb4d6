// Ten times a second at most.
#include "cli/meter.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static double now_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

void wt_meter_start(wt_meter *meter, wt_progress_mode mode, long total) {
    const bool automatic = mode == WT_PROGRESS_AUTO;
    *meter = (wt_meter){.on = automatic ? isatty(STDERR_FILENO) : mode == WT_PROGRESS_ALWAYS,
                        .patient = automatic,
                        .total = total,
                        .start_s = now_s()};
}

void wt_meter_advance(wt_meter *meter, const char *name) {
    ++meter->done;
    if (!meter->on) {
        return;
    }
    const double now = now_s();
    const double spent = now - meter->start_s;
    const bool last = meter->done == meter->total;
    if ((meter->patient && spent < 1.0) || (!last && now - meter->shown_s < 0.1)) {
        return;
    }
    meter->shown_s = now;
    const double rate = spent > 0.0 ? (double)meter->done / spent : 0.0;
    const double left = rate > 0.0 ? (double)(meter->total - meter->done) / rate : 0.0;
    char line[160];
    snprintf(line, sizeof line, "%ld/%ld  %.0f/s  %.0f s left  %.80s", meter->done, meter->total,
             rate, left, name);
    wt_report_progress(line);
}

void wt_meter_end(wt_meter *meter) {
    if (meter->on) {
        wt_report_progress(NULL);
    }
}
