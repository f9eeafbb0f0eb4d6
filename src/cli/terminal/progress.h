// The progress line of long work: done, total, rate, time left, and what is being made.
#ifndef WT_CLI_TERMINAL_PROGRESS_H
#define WT_CLI_TERMINAL_PROGRESS_H

#include "app/request/request.h"

typedef struct {
    bool on;
    bool patient;         // show nothing in the first second
    int rate;             // frames a second of sound; 0: files are counted
    int passes;           // over the sound
    const char *name;     // of the sound
    uint64_t total, done; // files, or frames of all passes
    double start_s, shown_s;
} wt_progress;

// Count `total` files. Automatic meters show themselves where stderr is a terminal, once the work
// has lasted a second; quiet ones never.
void wt_progress_start(wt_progress *progress, const wt_request *request, uint64_t total);

// Count the frames of one sound instead, which is rendered `passes` times.
void wt_progress_start_sound(wt_progress *progress, const wt_request *request, uint64_t frames,
                             int passes, const char *name);

// `n` more files, of which `name` is the last, or frames are done. Not thread-safe. A null meter is
// one that is off.
void wt_progress_advance(wt_progress *progress, uint64_t n, const char *name);

// A file less is to be done, as `name` is there already. Not thread-safe.
void wt_progress_skip(wt_progress *progress, const char *name);

// Take the line away.
void wt_progress_end(const wt_progress *progress);

#endif
