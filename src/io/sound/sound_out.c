// Writes sounds: raw, WAV and AIFF by itself, the rest through an encoder.
#include "io/sound/sound_out.h"

#include "io/sound/encoder.h"
#include "io/sound/sample_bytes.h"
#include "io/sound/sound_type.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    PAGE = 4096,
    BUFFER_SIZE = 24 * PAGE, // a whole number of samples of any size
};

struct wt_sound_out {
    wt_sound_format format;
    wt_output *output; // the caller's
    wt_output *spool;  // where the encoder writes for an output that it cannot read back; else null
    wt_encoder *encoder; // null: the bytes are ours
    uint64_t n_frames;   // so far
    size_t n_held;       // bytes that are still to be written
    wt_status status;    // the first failure
    wt_message message;  // and what it was
    // From here on nothing is set before it is needed.
    uint8_t held[PAGE];
    uint8_t buffer[BUFFER_SIZE];
    // The first frames of the loop.
    uint8_t repeated[WT_MOST_REPEATED * 2 * sizeof(double)];
};

// Write what is held, and `n` bytes.
static wt_status put_all(wt_sound_out *sound, const void *bytes, size_t n) {
    const wt_status status =
        wt_output_write_two(sound->output, sound->held, sound->n_held, bytes, n);
    sound->n_held = 0;
    if (status != WT_OK) {
        wt_output_status(sound->output, NULL, &sound->message);
    }
    return status;
}

// A file is written in whole pages, and what is over held for the next: behind a head of 44 bytes
// all of them would be written to twice, which takes a quarter longer. A pipe gets everything, and
// so does the end.
static wt_status put(wt_sound_out *sound, const uint8_t *bytes, size_t n) {
    const bool waits = wt_output_seekable(sound->output) && sound->n_frames < sound->format.frames;
    const size_t over = waits ? (sound->n_held + n) % PAGE : 0;
    wt_status status = WT_OK;
    if (sound->n_held + n > over) {
        status = put_all(sound, bytes, n - over);
        bytes += n - over;
        n = over;
    }
    memcpy(sound->held + sound->n_held, bytes, n);
    sound->n_held += n;
    return status;
}

static uint64_t size_of_samples(const wt_sound_format *format) {
    return format->frames * (uint64_t)format->channels * (uint64_t)(format->bits / 8);
}

static wt_status begin(wt_sound_out *sound) {
    const wt_type type = sound->format.type;
    if (!wt_sound_type_is_encoded(type)) {
        const wt_sound_type *row = wt_sound_type_of(type);
        uint8_t head[WT_MOST_HEAD_SIZE];
        wt_output_expect(sound->output, size_of_samples(&sound->format));
        return row->head ? put(sound, head, row->head(head, &sound->format)) : WT_OK;
    }
    if (wt_encoder_needs_seeking(type) && !wt_output_readable(sound->output)) {
        const wt_status status = wt_output_open_spool(&sound->spool, &sound->message);
        if (status != WT_OK) {
            return status;
        }
    }
    return wt_encoder_open(&sound->encoder, sound->spool ? sound->spool : sound->output,
                           &sound->format, &sound->message);
}

wt_status wt_sound_out_open(wt_sound_out **sound, wt_output *output, const wt_sound_format *format,
                            wt_message *message) {
    *sound = NULL;
    wt_sound_out *const made = malloc(sizeof *made);
    if (!made) {
        return WT_NO_MEMORY;
    }
    memset(made, 0, offsetof(wt_sound_out, held));
    made->format = *format;
    made->output = output;
    wt_status status = wt_sound_format_check(&made->format, NULL, &made->message);
    if (status == WT_OK) {
        status = begin(made);
    }
    if (status != WT_OK) {
        wt_message_set(message, "%s", made->message.text);
        wt_output_abandon(made->spool);
        free(made);
        return status;
    }
    *sound = made;
    return WT_OK;
}

static size_t container_size(const wt_sound_out *sound) {
    return wt_container_size(wt_sound_format_container(&sound->format));
}

static wt_status write_samples(wt_sound_out *sound, const uint8_t *samples, size_t n) {
    const size_t size = container_size(sound);
    if (wt_samples_are_bytes(&sound->format)) {
        return put(sound, samples, n * size);
    }
    const size_t file_size = (size_t)sound->format.bits / 8;
    wt_status status = WT_OK;
    while (n > 0 && status == WT_OK) {
        const size_t room = BUFFER_SIZE / file_size;
        const size_t taken = n < room ? n : room;
        wt_sample_bytes(sound->buffer, samples, taken, &sound->format);
        status = put(sound, sound->buffer, taken * file_size);
        samples += taken * size;
        n -= taken;
    }
    return status;
}

// Keep what of the `n` next frames is at the beginning of the loop.
static void keep_repeated(wt_sound_out *sound, const uint8_t *frames, size_t n) {
    const size_t size = container_size(sound) * (size_t)sound->format.channels;
    const uint64_t begin = sound->format.loop.begin;
    const uint64_t end = begin + WT_MOST_REPEATED;
    const uint64_t from = sound->n_frames > begin ? sound->n_frames : begin;
    const uint64_t to = sound->n_frames + n < end ? sound->n_frames + n : end;
    if (from < to) {
        memcpy(sound->repeated + (from - begin) * size, frames + (from - sound->n_frames) * size,
               (size_t)(to - from) * size);
    }
}

wt_status wt_sound_out_write(wt_sound_out *sound, const void *frames, size_t n) {
    if (sound->status != WT_OK) {
        return sound->status;
    }
    if (n > sound->format.frames - sound->n_frames) {
        wt_message_set(&sound->message, "more frames than the %llu that were promised",
                       (unsigned long long)sound->format.frames);
        return sound->status = WT_BAD_RANGE;
    }
    if (sound->format.has_loop) {
        keep_repeated(sound, frames, n);
    }
    sound->n_frames += n;
    sound->status = sound->encoder
                        ? wt_encoder_write(sound->encoder, frames, n, &sound->message)
                        : write_samples(sound, frames, n * (size_t)sound->format.channels);
    return sound->status;
}

wt_status wt_sound_out_repeat(wt_sound_out *sound, size_t n) {
    const size_t size = container_size(sound) * (size_t)sound->format.channels;
    const size_t length = (size_t)sound->format.loop.end - sound->format.loop.begin + 1;
    uint8_t frames[sizeof sound->repeated];
    for (size_t i = 0; i < n; ++i) { // a loop may be shorter than what is repeated
        memcpy(frames + i * size, sound->repeated + i % length * size, size);
    }
    return wt_sound_out_write(sound, frames, n);
}

// Send what was spooled to where it belongs.
static wt_status copy_spool(wt_sound_out *sound) {
    int64_t n_left = wt_output_size(sound->spool);
    wt_status status = wt_output_seek(sound->spool, 0, SEEK_SET, NULL);
    while (n_left > 0 && status == WT_OK) {
        size_t n;
        status = wt_output_read(sound->spool, sound->buffer, BUFFER_SIZE, &n);
        if (status == WT_OK && n == 0) {
            wt_message_set(&sound->message, "the temporary file has become shorter");
            return WT_SYSTEM;
        }
        n_left -= (int64_t)n;
        if (status == WT_OK) {
            status = put_all(sound, sound->buffer, n);
        } else {
            wt_output_status(sound->spool, NULL, &sound->message);
        }
    }
    return status;
}

static wt_status finish(wt_sound_out *sound) {
    const wt_sound_type *row = wt_sound_type_of(sound->format.type);
    uint8_t tail[WT_MOST_HEAD_SIZE];
    if (row->tail) {
        return put_all(sound, tail, row->tail(tail, &sound->format));
    }
    return sound->spool ? copy_spool(sound) : put_all(sound, NULL, 0);
}

wt_status wt_sound_out_close(wt_sound_out *sound, wt_message *message) {
    if (sound->status == WT_OK && sound->n_frames < sound->format.frames) {
        wt_message_set(&sound->message, "%llu frames came where %llu were promised",
                       (unsigned long long)sound->n_frames,
                       (unsigned long long)sound->format.frames);
        sound->status = WT_BAD_RANGE;
    }
    if (sound->encoder) {
        const bool failed = sound->status != WT_OK;
        const wt_status status = wt_encoder_close(sound->encoder, failed ? NULL : &sound->message);
        sound->status = failed ? sound->status : status;
    }
    if (sound->status == WT_OK) {
        sound->status = finish(sound);
    }
    const wt_status status = sound->status;
    if (status != WT_OK) {
        wt_message_set(message, "%s", sound->message.text);
    }
    wt_output_abandon(sound->spool);
    free(sound);
    return status;
}
