// What each type of sound file can hold.
#include "io/sound/sound_out.h"
#include "io/sound/sound_type.h"
#include "io/sound/wav_head.h"

#include <stdio.h>

enum { MIN_RATE = 1000, MAX_RATE = 768000 };

static bool holds(wt_type type, wt_encoding encoding, int bits) {
    const unsigned kind = encoding == WT_SIGNED     ? WT_SIGNED_BITS(bits)
                          : encoding == WT_UNSIGNED ? WT_UNSIGNED_BITS(bits)
                                                    : WT_FLOATING_BITS(bits);
    return wt_sound_type_of(type)->kinds & kind;
}

void wt_sound_format_default(wt_sound_format *format) {
    if (format->encoding == WT_NO_ENCODING) {
        const bool is_unsigned = format->bits == 8 && !holds(format->type, WT_SIGNED, 8) &&
                                 holds(format->type, WT_UNSIGNED, 8);
        format->encoding = format->bits == 64 ? WT_FLOATING : is_unsigned ? WT_UNSIGNED : WT_SIGNED;
    }
    if (format->bits == 0) {
        const bool only_8 =
            format->encoding == WT_UNSIGNED && !holds(format->type, WT_UNSIGNED, 16);
        format->bits = format->encoding == WT_FLOATING ? 32 : only_8 ? 8 : 16;
    }
}

static const char *const encoding_names[] = {"signed", "unsigned", "float"};

// "signed 8 16 24, float 32 64"
static void list_kinds(char *out, size_t size, wt_type type) {
    size_t n = 0;
    out[0] = '\0';
    for (int encoding = WT_SIGNED; encoding <= WT_FLOATING; encoding++) {
        const char *name = encoding_names[encoding];
        for (int bits = 8; bits <= 64; bits += 8) {
            if (holds(type, (wt_encoding)encoding, bits) && n < size) {
                n += (size_t)snprintf(out + n, size - n, "%s%s %d", name[0] && n > 0 ? ", " : "",
                                      name, bits);
                name = "";
            }
        }
    }
}

static wt_status check_samples(wt_sound_format *format, wt_message *message) {
    if (wt_sound_type_is_lossy(format->type)) {
        format->bits = 32;
        format->encoding = WT_FLOATING;
        return WT_OK;
    }
    const int bits = format->bits;
    const bool exists = bits >= 8 && bits <= 64 && bits % 8 == 0;
    if (exists && holds(format->type, format->encoding, bits)) {
        return WT_OK;
    }
    char list[128];
    list_kinds(list, sizeof list, format->type);
    return wt_refuse(message, WT_UNSUPPORTED,
                     "%s cannot hold %s %d-bit samples, only %s (see -b, -e and -t)",
                     wt_type_name(format->type), encoding_names[format->encoding], bits, list);
}

static wt_status check_rate(const wt_sound_format *format, wt_message *message) {
    const int rate = format->rate;
    const int max_rate = wt_sound_type_of(format->type)->most_rate;
    if (rate < MIN_RATE || rate > MAX_RATE) {
        return wt_refuse(message, WT_BAD_RANGE, "a rate of %d Hz is outside %d..%d", rate, MIN_RATE,
                         MAX_RATE);
    }
    const bool is_opus_rate = rate == 8000 || rate == 12000 || rate == 16000 || rate == 24000;
    if (format->type == WT_TYPE_OPUS && !is_opus_rate && rate != 48000) {
        return wt_refuse(message, WT_UNSUPPORTED,
                         "opus has the rates 8000, 12000, 16000, 24000 and 48000 Hz, not %d "
                         "(use -r 48000)",
                         rate);
    }
    if (rate > max_rate) {
        return wt_refuse(message, WT_UNSUPPORTED,
                         "%s has rates up to %d Hz, not %d (see -r and -t)",
                         wt_type_name(format->type), max_rate, rate);
    }
    if (format->type == WT_TYPE_FLAC && rate > UINT16_MAX && rate % 10 != 0) {
        return wt_refuse(message, WT_UNSUPPORTED,
                         "flac has rates above 65535 Hz only in tens, not %d (see -r and -t)",
                         rate);
    }
    return WT_OK;
}

// AIFF and AU count bytes in 32 bits, headers included; FLAC counts frames in 36.
static wt_status check_length(wt_sound_format *format, const wt_warner *warner,
                              wt_message *message) {
    enum { HEADERS = 4096 };
    const wt_type type = format->type;
    const uint64_t block = (uint64_t)format->channels * (uint64_t)(format->bits / 8);
    if (format->frames > (INT64_MAX - HEADERS) / block) {
        return wt_refuse(message, WT_LIMIT, "%llu frames are too many for any file",
                         (unsigned long long)format->frames);
    }
    if ((wt_sound_type_of(type)->counts_32 && format->frames * block > UINT32_MAX - HEADERS) ||
        (type == WT_TYPE_FLAC && format->frames >> 36 != 0)) {
        return wt_refuse(message, WT_UNSUPPORTED, "too long for %s (use -t rf64, w64 or caf)",
                         wt_type_name(type));
    }
    if (type == WT_TYPE_WAV && wt_wav_needs_rf64(format)) {
        format->type = WT_TYPE_RF64;
        wt_warn(warner, "past 4 GiB, which WAV cannot say: written as RF64");
    }
    return WT_OK;
}

static wt_status check_sampler(wt_sound_format *format, const wt_warner *warner,
                               wt_message *message) {
    if (!wt_type_has_sampler(format->type) && (format->has_root || format->has_loop)) {
        wt_warn(warner, "%s has no place for a root key or loop: left out",
                wt_type_name(format->type));
        format->has_root = format->has_loop = false;
    }
    if (format->has_root && !(format->root_key >= 0.0 && format->root_key < 128.0)) {
        return wt_refuse(message, WT_BAD_RANGE, "a root key of %g is outside 0..127",
                         format->root_key);
    }
    if (format->has_loop &&
        (format->loop.begin > format->loop.end || format->loop.end >= format->frames)) {
        return wt_refuse(message, WT_BAD_RANGE,
                         "a loop from frame %lu to %lu does not fit in %llu frames",
                         (unsigned long)format->loop.begin, (unsigned long)format->loop.end,
                         (unsigned long long)format->frames);
    }
    return WT_OK;
}

wt_status wt_sound_format_check(wt_sound_format *format, const wt_warner *warner,
                                wt_message *message) {
    if (format->channels < 1 || format->channels > 2) {
        return wt_refuse(message, WT_BAD_RANGE, "%d channels are outside 1..2", format->channels);
    }
    wt_status status = check_samples(format, message);
    if (status == WT_OK) {
        status = check_rate(format, message);
    }
    if (status == WT_OK) {
        status = check_sampler(format, warner, message);
    }
    return status == WT_OK ? check_length(format, warner, message) : status;
}

wt_container wt_sound_format_container(const wt_sound_format *format) {
    if (wt_sound_type_is_lossy(format->type)) {
        return WT_F32;
    }
    if (format->encoding == WT_FLOATING) {
        return format->bits == 64 ? WT_F64 : WT_F32;
    }
    return format->bits <= 16 ? WT_I16 : WT_I32;
}
