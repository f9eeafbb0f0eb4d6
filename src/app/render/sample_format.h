// How the samples of a sound are to be made: container, gain and dither by what was asked for.
#ifndef WT_APP_RENDER_SAMPLE_FORMAT_H
#define WT_APP_RENDER_SAMPLE_FORMAT_H

#include "app/render/stream.h"

// Return the target of request whose encoding is known, the gain being that of -g or the one at
// which the notes of the time line do not clip.
wt_sample_format wt_sample_format_of(const wt_request *request, const wt_time_line *time_line,
                                     wt_container container, int bits);

// Set the gain that puts the peak at the level of --normalize; the time line is rendered for it.
// False: fault is set.
bool wt_sample_format_normalize(wt_sample_format *target, const wt_request *request,
                                const wt_time_line *time_line, const wt_sound *sound,
                                wt_wave_store *store, wt_fault *fault);

#endif
