// A sound file that libsndfile lays out and encodes, over an output of ours.
//
// libsndfile's own words are not trusted: its sf_close returns 0 after a failed write of the last
// block or header, so that the output's first failure is asked for as well.
#ifndef WT_IO_SOUND_ENCODER_H
#define WT_IO_SOUND_ENCODER_H

#include "io/sound/sound_out.h"

typedef struct wt_encoder wt_encoder;

// True where the type's header is written again at the end, which needs an output that can seek.
bool wt_encoder_needs_seeking(wt_type type);

// Begin a file of a checked format, any type but raw, WAV, RF64 and AIFF. `output` is borrowed.
wt_status wt_encoder_open(wt_encoder **encoder, wt_output *output, const wt_sound_format *format,
                          wt_message *message);

// Write `n` frames of the format's container. How a sound is cut into calls never shows.
wt_status wt_encoder_write(wt_encoder *encoder, const void *frames, size_t n, wt_message *message);

// Finish the file and free `encoder`. The status covers what libsndfile and the output say, and
// whether the file says that it holds the format's frames.
wt_status wt_encoder_close(wt_encoder *encoder, wt_message *message);

#endif
