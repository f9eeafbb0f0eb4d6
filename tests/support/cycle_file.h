// Cycles in WAVE files, for the tests that play them.
#ifndef WT_TESTS_CYCLE_FILE_H
#define WT_TESTS_CYCLE_FILE_H

#include "folder.h"
#include "table_bytes.h"

// A table of cycles of `length` samples.
void make_table_file(const char *name, const bytes *samples, size_t length, bool is_float);

// `n` samples of 16 bits.
void make_cycle_i16(const char *name, const int16_t *samples, size_t n);

// `n` floats.
void make_cycle_f32(const char *name, const float *samples, size_t n);

#endif
