// A sound file to be looked at: all channels of whatever libsndfile reads, block by block.
#ifndef WT_IO_SOUND_SOUND_IN_H
#define WT_IO_SOUND_SOUND_IN_H

#include "io/sound/sound_stream.h"

typedef struct {
    wt_source source;
    wt_sound_stream stream;
    const wt_sndfile *library;
    SNDFILE *file;
    int rate, channels;  // channels 1..2
    uint64_t frames, at; // `at`: the next one that is read
} wt_sound_in;

// Open the regular file at `path`; close it in any case. WT_BAD_FORMAT, WT_UNSUPPORTED, WT_IO...
// with a message; more than two channels are WT_UNSUPPORTED.
wt_status wt_sound_in_open(wt_sound_in *in, const char *path, wt_message *message);

// Read the next `n` frames, interleaved, all of them finite. WT_BAD_FORMAT where the file ends
// before.
wt_status wt_sound_in_read(wt_sound_in *in, double *frames, size_t n, wt_message *message);

void wt_sound_in_close(wt_sound_in *in);

#endif
