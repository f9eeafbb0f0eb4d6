// The calls through which libsndfile reads.
#include "io/sound/sound_stream.h"

#include <stdio.h>
#include <string.h>

static sf_count_t stream_size(void *user) {
    return ((const wt_sound_stream *)user)->size;
}

static sf_count_t stream_tell(void *user) {
    return ((const wt_sound_stream *)user)->position;
}

static sf_count_t stream_seek(sf_count_t offset, int whence, void *user) {
    wt_sound_stream *const s = user;
    const int64_t from = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? s->position : s->size;
    if (offset > s->size - from) {
        s->position = s->size;
    } else {
        s->position = offset < -from ? 0 : from + offset;
    }
    return s->position;
}

static sf_count_t stream_read(void *out, sf_count_t count, void *user) {
    wt_sound_stream *const s = user;
    const int64_t left = s->size - s->position;
    const int64_t n = count < left ? count : left;
    if (n <= 0) {
        return 0;
    }
    const int64_t size = (int64_t)s->source->size;
    const int64_t there = s->position >= size ? 0 : n < size - s->position ? n : size - s->position;
    memset((char *)out + there, 0, (size_t)(n - there));
    const wt_status status =
        wt_source_read(s->source, (uint64_t)s->position, out, (size_t)there, &s->fault);
    if (there > 0 && status != WT_OK) {
        s->status = status;
        return 0;
    }
    s->position += n;
    return n;
}

static sf_count_t stream_write(const void *bytes, sf_count_t count, void *user) {
    (void)bytes;
    (void)count;
    (void)user;
    return 0;
}

SNDFILE *wt_sound_stream_open(wt_sound_stream *s, wt_source *source, uint64_t size, SF_INFO *info,
                              const wt_sndfile *library) {
    static SF_VIRTUAL_IO calls = {.get_filelen = stream_size,
                                  .seek = stream_seek,
                                  .read = stream_read,
                                  .write = stream_write,
                                  .tell = stream_tell};
    *s = (wt_sound_stream){.source = source, .size = (int64_t)size};
    *info = (SF_INFO){.format = 0};
    return library->open_virtual(&calls, SFM_READ, info, s);
}
