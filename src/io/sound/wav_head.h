// The bytes before and after the samples of a WAV or RF64 file.
//
// RIFF WAVE with 44 bytes for integers and 58 (with `fact`) for floats; EBU Tech 3306 (RF64 with
// `ds64`) where sizes pass 32 bits. All sizes are true, as the length is known beforehand.
#ifndef WT_IO_SOUND_WAV_HEAD_H
#define WT_IO_SOUND_WAV_HEAD_H

#include "io/sound/sound_out.h"

enum {
    WT_WAV_HEAD_SIZE = 94, // at most
    WT_WAV_TAIL_SIZE = 69,
};

// True where a size in the file would not fit in 32 bits.
bool wt_wav_needs_rf64(const wt_sound_format *format);

// Write what comes before the samples to `out` and return its size. `format` is checked; RF64
// where its type says so or its length needs it.
size_t wt_wav_head(uint8_t out[WT_WAV_HEAD_SIZE], const wt_sound_format *format);

// Write what comes after the samples: the padding to an even size, and a `smpl` chunk where the
// format has a root key or loop.
size_t wt_wav_tail(uint8_t out[WT_WAV_TAIL_SIZE], const wt_sound_format *format);

#endif
