// Drives libsndfile through virtual I/O.
#include "io/sound/encoder.h"

#include "io/sound/ogg_serial.h"
#include "io/sound/sndfile_lazy.h"
#include "io/sound/sound_type.h"

#include <stdlib.h>
#include <string.h>

// Lossy encoders get blocks of one size: the Vorbis analysis depends on how its input is cut, and
// takes stack in proportion to it.
enum { BLOCK_FRAMES = 1024, MALLOC_FAILED = 17 };

struct wt_encoder {
    const wt_sndfile *library;
    SNDFILE *file;
    wt_output *output;
    wt_sound_format format;
    bool is_ogg;
    sf_count_t n_ogg_bytes; // taken so far
    wt_status ogg_status;   // of the pages passed on
    size_t n_waiting;       // frames in `waiting`
    float waiting[BLOCK_FRAMES * 2];
    wt_ogg_serial ogg;
};

static bool is_ogg(wt_type type) {
    return wt_sound_type_of(type)->major == SF_FORMAT_OGG;
}

bool wt_encoder_needs_seeking(wt_type type) {
    return !is_ogg(type);
}

static int minor_format(const wt_sound_format *format) {
    if (wt_sound_type_of(format->type)->minor) {
        return wt_sound_type_of(format->type)->minor;
    }
    if (format->encoding == WT_FLOATING) {
        return format->bits == 64 ? SF_FORMAT_DOUBLE : SF_FORMAT_FLOAT;
    }
    switch (format->bits) {
    case 8:
        return format->encoding == WT_UNSIGNED ? SF_FORMAT_PCM_U8 : SF_FORMAT_PCM_S8;
    case 16:
        return SF_FORMAT_PCM_16;
    case 24:
        return SF_FORMAT_PCM_24;
    default:
        return SF_FORMAT_PCM_32;
    }
}

static sf_count_t on_length(void *user) {
    const wt_encoder *const encoder = user;
    return encoder->is_ogg ? encoder->n_ogg_bytes : wt_output_size(encoder->output);
}

static sf_count_t on_seek(sf_count_t offset, int whence, void *user) {
    wt_encoder *const encoder = user;
    int64_t position = -1;
    if (encoder->is_ogg) {
        return encoder->n_ogg_bytes; // never asked to go anywhere else
    }
    return wt_output_seek(encoder->output, offset, whence, &position) == WT_OK ? position : -1;
}

static sf_count_t on_tell(void *user) {
    return on_seek(0, SEEK_CUR, user);
}

static sf_count_t on_read(void *bytes, sf_count_t n, void *user) {
    const wt_encoder *const encoder = user;
    size_t n_read = 0;
    if (!encoder->is_ogg && wt_output_read(encoder->output, bytes, (size_t)n, &n_read) != WT_OK) {
        memset(bytes, 0, (size_t)n); // without a byte it looks for a CAF's next chunk for ever
        return n;
    }
    return (sf_count_t)n_read;
}

static sf_count_t on_write(const void *bytes, sf_count_t n, void *user) {
    wt_encoder *const encoder = user;
    if (!encoder->is_ogg) {
        return wt_output_write(encoder->output, bytes, (size_t)n) == WT_OK ? n : 0;
    }
    // A Vorbis encoder that is told of a failed header writes it again at the close and leaks the
    // first; so it is not told, and the status is kept here.
    if (encoder->ogg_status == WT_OK) {
        encoder->ogg_status = wt_ogg_serial_write(&encoder->ogg, encoder->output, bytes, (size_t)n);
    }
    encoder->n_ogg_bytes += n;
    return n;
}

// The first failure: the output's own, which libsndfile may not have noticed, before its words.
static wt_status explain(const wt_encoder *encoder, int error, wt_message *message) {
    if (wt_output_status(encoder->output, NULL, message) != WT_OK) {
        return WT_SYSTEM;
    }
    wt_message_set(message, "libsndfile: %s", encoder->library->error_number(error));
    return error == MALLOC_FAILED                 ? WT_NO_MEMORY
           : error == SF_ERR_UNRECOGNISED_FORMAT  ? WT_UNSUPPORTED
           : error == SF_ERR_UNSUPPORTED_ENCODING ? WT_UNSUPPORTED
                                                  : WT_SYSTEM;
}

// libsndfile begins FLAC, and ends Opus, only when a frame comes. To Opus it gets one of silence,
// which the last page's end position, in 1/48000 s, then excludes.
static void begin_empty(wt_encoder *encoder, const wt_sound_format *format) {
    if (format->type == WT_TYPE_FLAC) {
        encoder->library->command(encoder->file, SFC_UPDATE_HEADER_NOW, NULL, 0);
    }
    if (format->type == WT_TYPE_OPUS) {
        encoder->ogg.n_trimmed = 48000u / (uint32_t)format->rate;
        encoder->n_waiting = 1;
    }
}

static SF_VIRTUAL_IO io = {
    .get_filelen = on_length, .seek = on_seek, .read = on_read, .write = on_write, .tell = on_tell};

static wt_status open_file(wt_encoder *encoder, const wt_sound_format *format,
                           wt_message *message) {
    SF_INFO info = {.samplerate = format->rate,
                    .channels = format->channels,
                    .format = wt_sound_type_of(format->type)->major | minor_format(format)};
    const wt_sndfile *const library = encoder->library;
    encoder->file = library->open_virtual(&io, SFM_WRITE, &info, encoder);
    if (!encoder->file) {
        return explain(encoder, library->error(NULL), message);
    }
    // A PEAK chunk holds the time of day.
    if (library->command(encoder->file, SFC_SET_ADD_PEAK_CHUNK, NULL, SF_FALSE) != SF_FALSE ||
        library->command(encoder->file, SFC_SET_UPDATE_HEADER_AUTO, NULL, SF_FALSE) != SF_FALSE ||
        wt_output_status(encoder->output, NULL, NULL) != WT_OK) {
        const wt_status status = explain(encoder, library->error(encoder->file), message);
        library->close(encoder->file);
        return status;
    }
    if (format->frames == 0) {
        begin_empty(encoder, format);
    }
    return WT_OK;
}

wt_status wt_encoder_open(wt_encoder **encoder, wt_output *output, const wt_sound_format *format,
                          wt_message *message) {
    *encoder = NULL;
    const wt_sndfile *const library = wt_sndfile_load(message);
    if (!library) {
        return WT_UNSUPPORTED;
    }
    wt_encoder *const made = calloc(1, sizeof *made);
    if (!made) {
        return WT_NO_MEMORY;
    }
    made->library = library;
    made->output = output;
    made->format = *format;
    made->is_ogg = is_ogg(format->type);
    wt_ogg_serial_init(&made->ogg);
    const wt_status status = open_file(made, format, message);
    if (status != WT_OK) {
        free(made);
        return status;
    }
    *encoder = made;
    return WT_OK;
}

static wt_status write_frames(wt_encoder *encoder, const void *frames, size_t n,
                              wt_message *message) {
    const wt_sndfile *const library = encoder->library;
    const sf_count_t n_asked = (sf_count_t)n;
    sf_count_t n_written = 0;
    switch (wt_sound_format_container(&encoder->format)) {
    case WT_I16:
        n_written = library->writef_short(encoder->file, frames, n_asked);
        break;
    case WT_I32:
        n_written = library->writef_int(encoder->file, frames, n_asked);
        break;
    case WT_F32:
        n_written = library->writef_float(encoder->file, frames, n_asked);
        break;
    case WT_F64:
        n_written = library->writef_double(encoder->file, frames, n_asked);
        break;
    }
    if (n_written != n_asked || wt_output_status(encoder->output, NULL, NULL) != WT_OK) {
        return explain(encoder, library->error(encoder->file), message);
    }
    return WT_OK;
}

static wt_status flush_waiting(wt_encoder *encoder, wt_message *message) {
    const size_t n = encoder->n_waiting;
    encoder->n_waiting = 0;
    return n == 0 ? WT_OK : write_frames(encoder, encoder->waiting, n, message);
}

wt_status wt_encoder_write(wt_encoder *encoder, const void *frames, size_t n, wt_message *message) {
    if (!encoder->is_ogg) {
        return write_frames(encoder, frames, n, message);
    }
    const float *from = frames;
    const size_t channels = (size_t)encoder->format.channels;
    wt_status status = WT_OK;
    while (n > 0 && status == WT_OK) {
        const size_t room = BLOCK_FRAMES - encoder->n_waiting;
        const size_t taken = n < room ? n : room;
        memcpy(encoder->waiting + encoder->n_waiting * channels, from,
               taken * channels * sizeof *from);
        encoder->n_waiting += taken;
        from += taken * channels;
        n -= taken;
        if (encoder->n_waiting == BLOCK_FRAMES) {
            status = flush_waiting(encoder, message);
        }
    }
    return status;
}

static wt_status tell_loss(const wt_encoder *encoder, wt_message *message) {
    if (wt_output_status(encoder->output, NULL, message) == WT_OK) {
        wt_message_set(message,
                       "libsndfile lost a part of it without a word (is there enough memory?)");
    }
    return WT_SYSTEM;
}

static wt_status check_pages(const wt_encoder *encoder, wt_message *message) {
    const wt_sound_format *const format = &encoder->format;
    const uint64_t unit = format->type == WT_TYPE_OPUS ? 48000u / (uint32_t)format->rate : 1;
    const bool is_whole = encoder->ogg_status == WT_OK &&
                          wt_ogg_serial_is_whole(&encoder->ogg, format->frames * unit);
    return is_whole ? WT_OK : tell_loss(encoder, message);
}

// Look at what was written as whoever opens it will. FLAC of no frames says that it does not know
// how many.
static wt_status check_file(wt_encoder *encoder, wt_message *message) {
    const wt_sndfile *const library = encoder->library;
    SF_INFO info = {.format = 0};
    wt_output_seek(encoder->output, 0, SEEK_SET, NULL);
    SNDFILE *const file = library->open_virtual(&io, SFM_READ, &info, encoder);
    if (!file) {
        return library->error(NULL) == MALLOC_FAILED ? explain(encoder, MALLOC_FAILED, message)
                                                     : tell_loss(encoder, message);
    }
    library->close(file);
    const bool is_unstated = encoder->format.type == WT_TYPE_FLAC && encoder->format.frames == 0;
    const sf_count_t stated = is_unstated ? SF_COUNT_MAX : (sf_count_t)encoder->format.frames;
    const bool is_whole = info.frames == stated && info.channels == encoder->format.channels &&
                          info.samplerate == encoder->format.rate;
    return is_whole ? WT_OK : tell_loss(encoder, message);
}

wt_status wt_encoder_close(wt_encoder *encoder, wt_message *message) {
    wt_status status = flush_waiting(encoder, message);
    const int error = encoder->library->close(encoder->file);
    if (status == WT_OK && wt_output_status(encoder->output, NULL, message) != WT_OK) {
        status = WT_SYSTEM;
    }
    if (status == WT_OK && error != 0) {
        status = explain(encoder, error, message);
    }
    if (status == WT_OK) {
        status = encoder->is_ogg ? check_pages(encoder, message) : check_file(encoder, message);
    }
    free(encoder);
    return status;
}
