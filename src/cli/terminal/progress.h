// The progress line of long work: done, total, rate, time left, and what is being made.
#ifndef WT_CLI_TERMINAL_PROGRESS_H
#define WT_CLI_TERMINAL_PROGRESS_H

#include "app/request/request.h"

typedef struct {
    bool patient; // show nothing in the first second
    double start_s, shown_s;
} wt_progress;

// Return a listener that prints what it hears, as loud as `request` asks for; `progress` is its
// memory. An automatic progress line is there where stderr is a terminal, once the work has lasted
// a second; a quiet one never.
wt_listener wt_terminal_listener(wt_progress *progress, const wt_request *request);

#endif
