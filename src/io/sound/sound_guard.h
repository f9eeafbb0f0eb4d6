// What is asked of a sound file before libsndfile sees it.
#ifndef WT_IO_SOUND_SOUND_GUARD_H
#define WT_IO_SOUND_SOUND_GUARD_H

#include "io/file/source.h"

// Refuse, by name, formats whose readers print to stdout or stderr (1.2.0: MP3, MIDI Sample Dump,
// ALAC in CAF), and AIFF and Ogg that are not whole. WT_OK for all else, known or not.
// With a warner in `salvage`, AIFF and Ogg whose sound is cut off are told to it and let through.
// `*usable` receives how many bytes of the file libsndfile may see.
wt_status wt_sound_guard(wt_source *source, const wt_warner *salvage, uint64_t *usable,
                         wt_message *message);

// "is NAME, which is not supported (...)": WT_UNSUPPORTED.
wt_status wt_sound_refuse(const char *name, wt_message *message);

#endif
