// The header of a NumPy array file (format 1.0), byte for byte.
#ifndef WT_IO_STREAM_NPY_H
#define WT_IO_STREAM_NPY_H

#include "io/sound/sound_out.h"

enum { WT_NPY_HEADER = 128 };

// Write the header of an array of `rows` sounds of this format, its frames and channels: of shape
// (rows, frames), or (rows, frames, 2). False: NumPy has no such samples (24 bits).
bool wt_npy_header(uint8_t out[WT_NPY_HEADER], uint64_t rows, const wt_sound_format *format);

#endif
