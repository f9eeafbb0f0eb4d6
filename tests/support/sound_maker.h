// Sounds to write in tests: every format that exists, and samples to put in it.
#ifndef WT_TESTS_SOUND_MAKER_H
#define WT_TESTS_SOUND_MAKER_H

#include "io/sound/sound_out.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { N_TYPES = WT_TYPE_RF64 + 1, RATE = 48000 };

// Step through every format that passes the check, of `frames` frames; start with *step = 0.
// False after the last.
bool next_format(wt_sound_format *format, int *step, uint64_t frames);

// 16 bits of one channel, or what the type takes instead.
wt_sound_format plain_format(wt_type type, uint64_t frames);

// Sample `i` as a 32-bit integer, both full scales among them.
int32_t sample_at(size_t i, int bits);

// All samples of a sound in its container, to be freed.
void *make_samples(const wt_sound_format *format);

// Write a sound to `path` in calls of `n_at_once` frames. The status is the first failure's.
wt_status write_sound(const char *path, const wt_sound_format *format, const void *samples,
                      size_t n_at_once, wt_sync sync, wt_message *message);

#endif
