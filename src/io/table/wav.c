// Tables in WAV: the chunks walked and checked, the samples decoded here.
//
// libsndfile is not asked: decoding PCM is a short loop, and loading the library takes longer than
// reading most tables.
#include "io/sound/pcm.h"
#include "io/sound/riff.h"
#include "io/table/hints.h"
#include "io/table/writers.h"

#include <inttypes.h>
#include <string.h>

enum { TAG_PCM = 1, TAG_FLOAT = 3, TAG_EXTENSIBLE = 0xFFFE, MAX_CHANNELS = 1024 };

static const char *codec_name(uint32_t tag) {
    static const struct {
        uint32_t tag;
        const char *name;
    } codecs[] = {
        {0x0002, "Microsoft ADPCM"},
        {0x0006, "A-law"},
        {0x0007, "mu-law"},
        {0x0011, "IMA ADPCM"},
        {0x0016, "G.723"},
        {0x0031, "GSM 6.10"},
        {0x0040, "G.721 ADPCM"},
        {0x0050, "MPEG"},
        {0x0055, "MP3"},
        {0x00FF, "AAC"},
        {0x0160, "WMA"},
        {0x0161, "WMA"},
        {0x0162, "WMA"},
        {0x2000, "AC-3"},
        {0x674F, "Ogg Vorbis"},
        {0x6750, "Ogg Vorbis"},
        {0x6751, "Ogg Vorbis"},
        {0xF1AC, "FLAC"},
    };
    for (size_t i = 0; i < sizeof codecs / sizeof *codecs; i++) {
        if (codecs[i].tag == tag) {
            return codecs[i].name;
        }
    }
    return "an unknown codec";
}

static wt_status refuse_codec(uint32_t tag, wt_message *message) {
    wt_message_set(message,
                   "is WAV with %s (format tag 0x%04" PRIX32 "), not PCM or float "
                   "(convert it: sox BAD.wav -e signed -b 24 GOOD.wav)",
                   codec_name(tag), tag);
    return WT_UNSUPPORTED;
}

// WAVE_FORMAT_EXTENSIBLE: the tag is the first number of a GUID, whose rest is fixed. In RIFX its
// numbers may be turned round as all others are, or not.
static wt_status extensible_tag(uint32_t *tag, const uint8_t *guid, wt_message *message) {
    static const uint8_t rest[14] = {0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80,
                                     0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71};
    static const uint8_t turned[4] = {0x00, 0x00, 0x00, 0x10};
    const bool has_end = memcmp(guid + 8, rest + 6, 8) == 0;
    if (has_end && memcmp(guid + 2, rest, 6) == 0) {
        *tag = wt_le16(guid);
        return WT_OK;
    }
    if (has_end && memcmp(guid, rest, 2) == 0 && memcmp(guid + 4, turned, sizeof turned) == 0) {
        *tag = wt_be32(guid);
        return WT_OK;
    }
    char text[33];
    for (int i = 0; i < 16; i++) {
        text[2 * i] = "0123456789ABCDEF"[guid[i] >> 4];
        text[2 * i + 1] = "0123456789ABCDEF"[guid[i] & 15];
    }
    text[32] = '\0';
    wt_message_set(message, "is WAV with samples of an unknown kind (GUID %s), not PCM or float",
                   text);
    return WT_UNSUPPORTED;
}

static wt_status check_format(const wt_pcm_format *format, wt_message *message) {
    if (format->channels < 1 || format->channels > MAX_CHANNELS) {
        wt_message_set(message, "states %u channels; 1 to %d are supported", format->channels,
                       MAX_CHANNELS);
        return WT_BAD_FORMAT;
    }
    if (format->is_float ? format->bits != 32 && format->bits != 64
                         : format->bits < 8 || format->bits > 32) {
        wt_message_set(message, "states %u bits a sample; %s", format->bits,
                       format->is_float ? "float has 32 or 64" : "PCM has 8 to 32");
        return WT_BAD_FORMAT;
    }
    return WT_OK;
}

static wt_status read_fmt(wt_pcm_format *format, unsigned *align, wt_source *source,
                          const wt_chunk *chunk, wt_message *message) {
    enum { PLAIN = 16, EXTENSIBLE = 40 };
    uint8_t bytes[EXTENSIBLE];
    const size_t n = chunk->size < sizeof bytes ? (size_t)chunk->size : sizeof bytes;
    if (n < PLAIN) {
        wt_message_set(message, "the fmt chunk has %zu bytes, not 16 or more", n);
        return WT_BAD_FORMAT;
    }
    wt_status status = wt_source_read(source, chunk->at, bytes, n, message);
    uint32_t tag = wt_chunk_u16(chunk, bytes);
    if (status == WT_OK && tag == TAG_EXTENSIBLE) {
        if (n < EXTENSIBLE) {
            wt_message_set(message, "the fmt chunk has %zu bytes; its extensible kind has 40", n);
            return WT_BAD_FORMAT;
        }
        status = extensible_tag(&tag, bytes + 24, message);
    }
    if (status != WT_OK) {
        return status;
    }
    if (tag != TAG_PCM && tag != TAG_FLOAT) {
        return refuse_codec(tag, message);
    }
    *align = wt_chunk_u16(chunk, bytes + 12);
    *format = (wt_pcm_format){.is_float = tag == TAG_FLOAT,
                              .channels = wt_chunk_u16(chunk, bytes + 2),
                              .bits = wt_chunk_u16(chunk, bytes + 14),
                              .big_endian = chunk->big_endian};
    return check_format(format, message);
}

// What the walk has met.
typedef struct {
    wt_riff riff;
    bool has_fmt;
    wt_pcm_format format;
    unsigned align;
    bool has_data;
    wt_chunk data;
} wav;

// The name in a LIST chunk of kind INFO: subchunks of an id, a size and a text, padded to even.
// What is malformed names nothing.
static wt_status read_info(char *title, size_t room, wt_source *source, const wt_chunk *chunk,
                           wt_message *message) {
    uint8_t bytes[512] = {0};
    const size_t n = chunk->size < sizeof bytes ? (size_t)chunk->size : sizeof bytes;
    const wt_status status = wt_source_read(source, chunk->at, bytes, n, message);
    if (status != WT_OK || n < 12 || memcmp(bytes, "INFO", 4) != 0) {
        return status;
    }
    for (size_t at = 4; at + 8 <= n;) {
        const uint32_t size = wt_chunk_u32(chunk, bytes + at + 4);
        if (size > n - at - 8) {
            break;
        }
        if (memcmp(bytes + at, "INAM", 4) == 0) {
            size_t i = 0;
            for (; i < size && i < room - 1 && bytes[at + 8 + i]; ++i) {
                const uint8_t c = bytes[at + 8 + i];
                title[i] = c < 0x20 || c == 0x7F ? '?' : (char)c;
            }
            title[i] = '\0';
            break;
        }
        at += 8 + (size_t)size + size % 2;
    }
    return WT_OK;
}

static wt_status take_chunk(wav *file, wt_table_parts *parts, const wt_chunk *chunk,
                            const wt_warner *warner, wt_message *message) {
    const bool is_fmt = strcmp(chunk->id, "fmt ") == 0;
    const bool is_data = strcmp(chunk->id, "data") == 0;
    if ((is_fmt && file->has_fmt) || (is_data && file->has_data)) {
        wt_warn(warner, "has a second %s chunk, at byte %" PRIu64 ": the first is used",
                is_fmt ? "fmt" : "data", chunk->at - 8);
        return WT_OK;
    }
    if (is_data) {
        file->has_data = true;
        file->data = *chunk;
        return WT_OK;
    }
    if (is_fmt) {
        file->has_fmt = true;
        return read_fmt(&file->format, &file->align, file->riff.source, chunk, message);
    }
    if (strcmp(chunk->id, "LIST") == 0 && !parts->title[0]) {
        return read_info(parts->title, sizeof parts->title, file->riff.source, chunk, message);
    }
    return wt_table_hint(parts->hints, file->riff.source, chunk, message);
}

static wt_status walk(wav *file, wt_table_parts *parts, const wt_warner *warner,
                      wt_message *message) {
    for (;;) {
        wt_chunk chunk;
        bool found;
        wt_status status = wt_riff_next(&file->riff, &chunk, &found, warner, message);
        if (status != WT_OK) {
            return status;
        }
        if (!found) {
            break;
        }
        status = take_chunk(file, parts, &chunk, warner, message);
        if (status != WT_OK) {
            return status;
        }
    }
    if (!file->has_data || !file->has_fmt) {
        wt_message_set(message, "has no %s chunk", file->has_fmt ? "data" : "fmt");
        return WT_BAD_FORMAT;
    }
    return WT_OK;
}

static void warn_of_oddities(const wav *file, const wt_table_parts *parts, uint64_t frame_bytes,
                             const wt_warner *warner) {
    const wt_chunk *const data = &file->data;
    const uint64_t size = file->riff.source->size;
    bool has_hint = false;
    for (int by = WT_BY_CLM; by < WT_N_BY; by++) {
        has_hint = has_hint || parts->hints[by].given;
    }
    if (data->is_stream) {
        wt_warn(warner, "does not say how long its data are: the %" PRIu64 " bytes there are used",
                data->size);
    } else if (data->missing > 0) {
        wt_warn(warner, "is cut off: %" PRIu64 " of the %" PRIu64 " bytes of its data are missing",
                data->missing, data->size + data->missing);
    } else if (!has_hint && file->riff.end != UINT64_MAX && file->riff.end > size) {
        // With a hint there it is Surge that counts wrong; without, one may have been cut off.
        wt_warn(warner, "states %" PRIu64 " bytes and has %" PRIu64 ": chunks may be missing",
                file->riff.end, size);
    }
    if (data->size % frame_bytes != 0) {
        wt_warn(warner, "the last %" PRIu64 " bytes of its data are no whole sample: left out",
                data->size % frame_bytes);
    }
}

static bool is_silent(const wt_table_parts *parts) {
    for (uint64_t i = 0; i < parts->n; i++) {
        if (parts->narrow ? parts->narrow[i] != 0 : parts->samples[i] != 0.0f) {
            return false;
        }
    }
    return true;
}

static wt_status read_channel(wt_table_parts *parts, wt_source *source, const wav *file,
                              unsigned channel, wt_message *message) {
    wt_pcm_format format = file->format;
    format.channel = channel;
    return parts->narrow
               ? wt_pcm_read_narrow(parts->narrow, source, file->data.at, parts->n, format, message)
               : wt_pcm_read(parts->samples, source, file->data.at, parts->n, format, message);
}

// The first channel that is not silent; the first, where all are.
static wt_status read_loud_channel(wt_table_parts *parts, wt_source *source, const wav *file,
                                   const wt_warner *warner, wt_message *message) {
    const unsigned channels = file->format.channels;
    unsigned channel = 0;
    wt_status status = read_channel(parts, source, file, 0, message);
    while (status == WT_OK && !parts->is_curve && channel + 1 < channels && is_silent(parts)) {
        status = read_channel(parts, source, file, ++channel, message);
    }
    if (status == WT_OK && channel > 0 && !is_silent(parts)) {
        wt_warn(warner, "has %u channels, the first silent: channel %u is used", channels,
                channel + 1);
    } else if (channels > 1) {
        wt_warn(warner, "has %u channels: the first is used", channels);
    }
    return status;
}

// Samples of 24 bits may stand in 32, as a block align of 4 says, which is often wrong: but then
// the lowest of their bytes are 0.
static wt_status find_container(wav *file, wt_message *message) {
    wt_pcm_format *const format = &file->format;
    uint8_t block[4096];
    const size_t n = file->data.size < sizeof block ? (size_t)file->data.size : sizeof block;
    if (format->is_float || wt_pcm_sample_bytes(*format) != 3 ||
        file->align != 4 * format->channels) {
        return WT_OK;
    }
    const wt_status status = wt_source_read(file->riff.source, file->data.at, block, n, message);
    bool is_padded = true, is_silent = true;
    for (size_t i = 0; status == WT_OK && i < n; ++i) {
        const bool is_lowest = i % 4 == (format->big_endian ? 3 : 0);
        is_padded = is_padded && (!is_lowest || block[i] == 0);
        is_silent = is_silent && block[i] == 0;
    }
    format->bits = is_padded && !is_silent ? 32 : format->bits;
    return status;
}

wt_status wt_table_read_wav(wt_table_parts *parts, wt_source *source, const wt_table_wish *wish,
                            const wt_warner *warner, wt_message *message) {
    (void)wish;
    strcpy(parts->format, "WAV");
    wav file = {.has_fmt = false};
    wt_status status = wt_riff_open(&file.riff, source, message);
    if (status != WT_OK) {
        return status;
    }
    if (strcmp(file.riff.form, "WAVE") != 0) {
        wt_message_set(message, "is a RIFF file, but not WAVE");
        return WT_BAD_FORMAT;
    }
    status = walk(&file, parts, warner, message);
    if (status == WT_OK) {
        status = find_container(&file, message);
    }
    if (status != WT_OK) {
        return status;
    }
    if (parts->is_curve && file.data.missing > 0) {
        wt_message_set(message, "is cut off: %" PRIu64 " bytes of its data are missing",
                       file.data.missing);
        return WT_BAD_FORMAT;
    }
    const uint64_t frame_bytes = (uint64_t)wt_pcm_sample_bytes(file.format) * file.format.channels;
    const bool small = !file.format.is_float && file.format.bits <= 16;
    status = (small ? wt_table_allocate_small
                    : wt_table_allocate)(parts, file.data.size / frame_bytes, message);
    if (status != WT_OK) {
        return status;
    }
    // Hive's rule again: a length that does not divide is absurd as well.
    wt_cycle_hint *const hive = &parts->hints[WT_BY_UHWT];
    if (hive->given && !*hive->fault && parts->n % hive->length != 0) {
        hive->length = 2048;
    }
    warn_of_oddities(&file, parts, frame_bytes, warner);
    return read_loud_channel(parts, source, &file, warner, message);
}

static bool begins(const uint8_t head[WT_TABLE_HEAD + 1]) {
    return wt_riff_is(head);
}

const wt_table_format wt_table_format_wav = {
    .name = "wav",
    .what = "WAV with a clm chunk",
    .read = wt_table_read_wav,
    .write = wt_table_write_wav,
    .begins = begins,
};
