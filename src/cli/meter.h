// The progress line of long work: done, total, rate, time left, and what was last made.
#ifndef WT_CLI_METER_H
#define WT_CLI_METER_H

#include "cli/settings.h"

typedef struct {
    bool on;
    bool patient; // show nothing in the first second
    long total, done;
    double start_s, shown_s;
} wt_meter;

// Automatic meters show themselves where stderr is a terminal, once the work has lasted a second.
void wt_meter_start(wt_meter *meter, wt_progress_mode mode, long total);

// One more is done. Not thread-safe.
void wt_meter_advance(wt_meter *meter, const char *name);

// Take the line away.
void wt_meter_end(wt_meter *meter);

#endif
