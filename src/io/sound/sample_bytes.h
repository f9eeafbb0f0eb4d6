// Samples as the bytes of a file.
#ifndef WT_IO_SOUND_SAMPLE_BYTES_H
#define WT_IO_SOUND_SAMPLE_BYTES_H

#include "io/sound/sound_out.h"

// True where samples in memory are already the bytes of the file, so that no copy is needed.
bool wt_samples_are_bytes(const wt_sound_format *format);

// Write `n` samples of the format's container as bits/8 bytes each: big-endian for AIFF, else
// little-endian. Unsigned is offset binary: its middle is silence.
void wt_sample_bytes(uint8_t *out, const void *samples, size_t n, const wt_sound_format *format);

#endif
