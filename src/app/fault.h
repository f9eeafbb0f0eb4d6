// What went wrong, ready to be told: its kind, a place, a reason, and what to do.
#ifndef WT_APP_FAULT_H
#define WT_APP_FAULT_H

#include "base/message.h"
#include "text/parse.h"
#include "text/words.h"

#include <stdbool.h>

typedef enum {
    WT_FAULT_NONE,
    WT_FAULT_FAILED, // some jobs failed, or --strict found clipping
    WT_FAULT_USAGE,
    WT_FAULT_INPUT,    // a bad input file
    WT_FAULT_RESOURCE, // memory, threads, a limit
    WT_FAULT_OUTPUT,
} wt_fault_kind;

typedef struct {
    wt_fault_kind kind;
    char where[320];   // the option, or file:line:column
    char what[768];    // what was found, and in brackets what to do
    char excerpt[128]; // of what the user typed, around the fault; empty: none
    size_t at;         // byte of the excerpt
    bool reader_left;  // of a pipe: the status may say enough
    bool told;         // what went wrong stands in lines of its own
} wt_fault;

// Set a fault. The first one survives: a second does nothing. Return false, as all that follow do,
// so that who fails can return it.
__attribute__((format(printf, 4, 5))) bool wt_fault_set(wt_fault *fault, wt_fault_kind kind,
                                                        const char *where, const char *format, ...);

// Set a usage fault at byte `at` of `text`. `place` says where the word stood (null file: on the
// command line); `name` is the option or "NOTE".
bool wt_fault_text(wt_fault *fault, const wt_location *place, const char *name, const char *text,
                   size_t at, const char *what);

// Say of a fault that was met after all was read which option it belongs to and, with a place,
// where that stood, and show byte `at` of its text. Faults that are no usage faults stay as they
// are.
void wt_fault_point(wt_fault *fault, const wt_location *place, const char *name, const char *text,
                    size_t at);

// Set a fault from a reader's result.
bool wt_fault_parse(wt_fault *fault, const wt_location *place, const char *name, const char *text,
                    wt_parse parse);

// Set a fault of `kind`, or WT_FAULT_RESOURCE where memory or descriptors have run out: a status of
// io with its message, errno being what it left.
bool wt_fault_status(wt_fault *fault, wt_fault_kind kind, const char *where, wt_status status,
                     const wt_message *message);

// The same for a call of the system that failed with `error`: "DOING: No such file or directory".
bool wt_fault_system(wt_fault *fault, wt_fault_kind kind, const char *where, const char *doing,
                     int error);

// Out of memory.
bool wt_fault_memory(wt_fault *fault);

#endif
