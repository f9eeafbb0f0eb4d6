// Whether an AIFF file holds the frames that it states.
#ifndef WT_IO_SOUND_AIFF_H
#define WT_IO_SOUND_AIFF_H

#include "io/file/source.h"

// Walk the chunks of AIFF or AIFC: each lies within the file, and the sound data (SSND) have room
// for the frames that COMM states, where they are not compressed. libsndfile plays what is there.
//
// With a warner in `salvage`, sound data that are cut off are told to it and are no error.
wt_status wt_aiff_check(wt_source *source, const wt_warner *salvage, wt_message *message);

#endif
