// A source of bytes as libsndfile reads it, through its virtual I/O.
#ifndef WT_IO_SOUND_SOUND_STREAM_H
#define WT_IO_SOUND_SOUND_STREAM_H

#include "io/file/source.h"
#include "io/sound/sndfile_lazy.h"

typedef struct {
    wt_source *source;
    int64_t position;
    int64_t size;     // as libsndfile sees it; zeros are behind the file
    wt_status status; // the first failure to read the source
    wt_message fault;
} wt_sound_stream;

// Open `source` for reading as if it had `size` bytes: its first ones, or zeros behind them all.
// Both outlive the SNDFILE, which the caller closes. Null where libsndfile, or reading, fails.
SNDFILE *wt_sound_stream_open(wt_sound_stream *s, wt_source *source, uint64_t size, SF_INFO *info,
                              const wt_sndfile *library);

#endif
