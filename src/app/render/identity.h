// What tells one sound from another: so that their noise is independent.
#ifndef WT_APP_RENDER_IDENTITY_H
#define WT_APP_RENDER_IDENTITY_H

#include "app/score/time_line.h"
#include "io/sound/sound_out.h"

// Return a number that is the same for the same notes through the same sound in the same samples,
// wherever they are written, and as good as random where any of these differ.
uint32_t wt_identity_of(const wt_request *request, const wt_time_line *time_line,
                        const wt_sound_format *file);

#endif
