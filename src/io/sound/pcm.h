// Samples as bytes, and as floats.
#ifndef WT_IO_SOUND_PCM_H
#define WT_IO_SOUND_PCM_H

#include "io/file/source.h"

#include <stdbool.h>

typedef struct {
    bool is_float;
    unsigned bits;     // 8..32 for integers, 32 or 64 for floats
    unsigned channels; // >= 1
    unsigned channel;  // the one that is decoded, from 0
    bool big_endian;
    bool signed_bytes; // 8 bits are signed, not unsigned around 128
} wt_pcm_format;

// Return the bytes that one sample of one channel takes: bits, rounded up to whole bytes.
unsigned wt_pcm_sample_bytes(wt_pcm_format format);

// Decode one channel of `n` frames. Integers are divided by 2^(bits - 1) of their bytes, so that
// full scale is 1. Floats stay as they are.
void wt_pcm_decode(float *out, const uint8_t *frames, size_t n, wt_pcm_format format);

// Return WT_BAD_FORMAT where one of `n` samples is NaN, infinite or past 1e6, which no sound is;
// `message` then names it, counting from `first`.
wt_status wt_pcm_check(const float *samples, size_t n, uint64_t first, wt_message *message);

// Read and decode `n` frames from byte `at` of `source` on, and check them.
wt_status wt_pcm_read(float *out, wt_source *source, uint64_t at, uint64_t n, wt_pcm_format format,
                      wt_message *message);

// The same as whole numbers, full scale 32768, of integers of at most 16 bits.
wt_status wt_pcm_read_narrow(int16_t *out, wt_source *source, uint64_t at, uint64_t n,
                             wt_pcm_format format, wt_message *message);

#endif
