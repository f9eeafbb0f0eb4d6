// The bytes before the samples of an AIFF file, or AIFF-C where they are floats.
//
// Ours, since libsndfile 1.2.0 counts the padding of an odd number of bytes as a sample, and leaves
// the place of the PEAK chunk that it was told not to write as samples behind a short sound.
#ifndef WT_IO_SOUND_AIFF_HEAD_H
#define WT_IO_SOUND_AIFF_HEAD_H

#include "io/sound/sound_out.h"

enum { WT_AIFF_HEAD_SIZE = 72 }; // at most

// Write what comes before the samples to `out` and return its size. `format` is checked.
size_t wt_aiff_head(uint8_t out[WT_AIFF_HEAD_SIZE], const wt_sound_format *format);

// Write what comes after the samples: the padding to an even size.
size_t wt_aiff_tail(uint8_t out[1], const wt_sound_format *format);

#endif
