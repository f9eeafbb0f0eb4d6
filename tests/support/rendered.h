// A sound in memory or a file, by the words of a command line, through the library.
#ifndef WT_TESTS_RENDERED_H
#define WT_TESTS_RENDERED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/fault.h"

typedef struct {
    double *frames; // interleaved, full scale 1; to be freed
    size_t n;       // frames
    int channels;
    double rate;
    uint64_t clipped; // samples
} rendered;

// Set up and tear down the waves that all sounds of a test share.
int open_waves(void **state);
int close_waves(void **state);

// Render "-w saw A4": as a file of its format would hold it, or, with `exact`, in doubles.
rendered render_words(const char *words, bool exact);

// Render "-w saw A4 -o a.wav" to its file. What went wrong, if anything did.
wt_fault render_file(const char *words);

#endif
