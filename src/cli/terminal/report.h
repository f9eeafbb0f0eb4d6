// The one file that talks to people: errors, warnings and notes on stderr.
#ifndef WT_CLI_TERMINAL_REPORT_H
#define WT_CLI_TERMINAL_REPORT_H

#include "app/fault.h"
#include "base/message.h"

typedef enum { WT_QUIET, WT_NORMAL, WT_VERBOSE } wt_loudness;

// Print "wavetable: WHERE: WHAT", and a line with a caret where there is an excerpt.
void wt_report_fault(const wt_fault *fault);

// Print "wavetable: WHERE: note: ..." unless quiet. Thread-safe.
__attribute__((format(printf, 3, 4))) void wt_report_note(wt_loudness loudness, const char *where,
                                                          const char *format, ...);

// Print a plain line to stderr where verbose.
__attribute__((format(printf, 2, 3))) void wt_report_detail(wt_loudness loudness,
                                                            const char *format, ...);

// Rewrite the progress line; null takes it away.
void wt_report_progress(const char *line);

// Print text to stdout, whole. WT_FAULT_OUTPUT where stdout does not take it.
int wt_report_text(const char *text);

// A warner for io that prints notes about `where`; `context` is a wt_report_subject.
typedef struct {
    wt_loudness loudness;
    const char *where;
} wt_report_subject;

wt_warner wt_report_warner(wt_report_subject *subject);

#endif
