// Whether an Ogg file is whole.
#ifndef WT_IO_SOUND_OGG_H
#define WT_IO_SOUND_OGG_H

#include "io/file/source.h"

// Walk the pages (RFC 3533), check the checksum of each, and that the last one says that it is the
// last: Ogg states no length. What fails here must not reach libsndfile, which leaks memory when it
// opens a broken stream (1.2.0).
wt_status wt_ogg_check(wt_source *source, wt_message *message);

#endif
