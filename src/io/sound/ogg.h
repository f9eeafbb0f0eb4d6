// How much of an Ogg file is whole.
#ifndef WT_IO_SOUND_OGG_H
#define WT_IO_SOUND_OGG_H

#include "io/file/source.h"

// Walk the pages (RFC 3533), check the checksum of each, and that the last one says that it is the
// last: Ogg states no length. What fails here must not reach libsndfile, which leaks memory when it
// opens a broken stream (1.2.0).
//
// With a warner in `salvage`, a file that is cut off or damaged behind a page of sound is told to
// it and is no error. `*usable` receives the bytes up to there: the file's size where it is whole.
wt_status wt_ogg_check(wt_source *source, const wt_warner *salvage, uint64_t *usable,
                       wt_message *message);

#endif
