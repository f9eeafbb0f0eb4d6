// Sound files by libsndfile.
#include "io/sound/sound_in.h"

#include "io/sound/sound_guard.h"

#include <math.h>
#include <stdbool.h>

wt_status wt_sound_in_open(wt_sound_in *in, const char *path, wt_message *message) {
    *in = (wt_sound_in){.source = {.fd = -1}};
    wt_status status = wt_source_open(&in->source, path, message);
    uint64_t usable;
    if (status == WT_OK) {
        status = wt_sound_guard(&in->source, NULL, &usable, message);
    }
    in->library = status == WT_OK ? wt_sndfile_load(message) : NULL;
    if (!in->library) {
        return status != WT_OK ? status : WT_UNSUPPORTED;
    }
    SF_INFO info;
    in->file = wt_sound_stream_open(&in->stream, &in->source, usable, &info, in->library);
    if (!in->file) {
        const bool unreadable = in->stream.status != WT_OK;
        wt_message_set(message, unreadable ? "%s" : "is no sound file, or is damaged: %s",
                       unreadable ? in->stream.fault.text : in->library->strerror(NULL));
        return unreadable ? in->stream.status : WT_BAD_FORMAT;
    }
    if (info.channels < 1 || info.channels > 2 || info.samplerate < 1 || info.frames < 1) {
        return wt_refuse(message, WT_UNSUPPORTED,
                         "has %d channels of %lld frames at %d Hz: nothing to look at",
                         info.channels, (long long)info.frames, info.samplerate);
    }
    in->rate = info.samplerate;
    in->channels = info.channels;
    in->frames = (uint64_t)info.frames;
    return WT_OK;
}

wt_status wt_sound_in_read(wt_sound_in *in, double *frames, size_t n, wt_message *message) {
    const sf_count_t got = in->library->readf_double(in->file, frames, (sf_count_t)n);
    if (got != (sf_count_t)n || in->stream.status != WT_OK) {
        return wt_refuse(message, WT_BAD_FORMAT, "ends before the %llu frames that it states",
                         (unsigned long long)in->frames);
    }
    for (size_t i = 0; i < n * (size_t)in->channels; ++i) {
        if (!isfinite(frames[i])) {
            return wt_refuse(message, WT_BAD_FORMAT, "sample %llu is %g, which is not sound",
                             (unsigned long long)(in->at + i / (size_t)in->channels), frames[i]);
        }
    }
    in->at += n;
    return WT_OK;
}

void wt_sound_in_close(wt_sound_in *in) {
    if (in->file) {
        in->library->close(in->file);
    }
    wt_source_close(&in->source);
    in->file = NULL;
}
