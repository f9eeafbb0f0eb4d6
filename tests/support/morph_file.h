// The tables of morph.h as files of every format, byte by byte.
#ifndef WT_TESTS_MORPH_FILE_H
#define WT_TESTS_MORPH_FILE_H

#include "morph.h"
#include "sndfile_bytes.h"

typedef enum { AS_WAV, AS_WT, AS_VITAL, AS_AIFF, AS_FLAC } container;

typedef struct {
    const char *what;
    container in;
    const char *before, *after; // chunks of WAV, as put_recipe has them, around the data
    bool is_float;
    int bits;
    uint32_t length, cycles;
    int wt_flags;
} morph_format;

// Cycle c lies at c * step.
double step_of(const morph_format *f);

// A step of integers; of floats, at 1.
double quantum(const morph_format *f);
double value_at(const morph *m, const morph_format *f, size_t i);
bytes morph_bytes(const morph *m, const morph_format *f);

#endif
