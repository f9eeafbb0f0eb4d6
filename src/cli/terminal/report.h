// The one file that prints: errors, warnings and notes on stderr, what was asked for on stdout.
#ifndef WT_CLI_TERMINAL_REPORT_H
#define WT_CLI_TERMINAL_REPORT_H

#include "app/listener.h"

#include <jansson.h>
#include <stdio.h>

// Print "wavetable: WHERE: WHAT", and a line with a caret where there is an excerpt. Thread-safe.
void wt_report_fault(const wt_fault *fault);

// Print "wavetable: WHERE: note: WHAT". Thread-safe.
void wt_report_note(const char *where, const char *what);

// Print a plain line to stderr. Thread-safe.
void wt_report_detail(const char *text);

// Rewrite the progress line; null takes it away.
void wt_report_progress(const char *line);

// Print text to stdout, whole. False: fault is set.
bool wt_report_text(const char *text, wt_fault *fault);

// Print JSON to stdout, whole, numbers with so many digits. False: fault is set; null is no memory.
bool wt_report_json(const json_t *json, int digits, wt_fault *fault);

// Print to stdout, whole, what `put` writes. False: fault is set.
bool wt_report_made(void (*put)(FILE *out), wt_fault *fault);

#endif
