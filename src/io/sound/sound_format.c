// What each type of sound file can hold.
#include "io/sound/sound_out.h"
#include "io/sound/wav_head.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define SIGNED(bits) (1u << ((bits) / 8))
#define UNSIGNED(bits) (SIGNED(bits) << 8)
#define FLOATING(bits) (SIGNED(bits) << 16)

#define SIGNED_16_UP (SIGNED(16) | SIGNED(24) | SIGNED(32))
#define FLOATS (FLOATING(32) | FLOATING(64))
#define WAV_KINDS (UNSIGNED(8) | SIGNED_16_UP | FLOATS)
#define SIGNED_KINDS (SIGNED(8) | SIGNED_16_UP | FLOATS)
#define UNSIGNED_KINDS (UNSIGNED(8) | UNSIGNED(16) | UNSIGNED(24) | UNSIGNED(32))
#define ALL_KINDS (SIGNED_KINDS | UNSIGNED_KINDS)
#define LOSSY 0u // takes floats, whatever the bits

enum { MIN_RATE = 1000, MAX_RATE = 768000, MAX_NAMES = 3 };

static const struct {
    const char *names[MAX_NAMES];
    unsigned kinds;
    int max_rate;
} types[] = {
    [WT_TYPE_RAW] = {{"raw", "pcm"}, ALL_KINDS, MAX_RATE},
    [WT_TYPE_WAV] = {{"wav", "wave"}, WAV_KINDS, MAX_RATE},
    [WT_TYPE_AIFF] = {{"aiff", "aif", "aifc"}, SIGNED_KINDS, MAX_RATE},
    [WT_TYPE_AU] = {{"au", "snd"}, SIGNED_KINDS, MAX_RATE},
    [WT_TYPE_CAF] = {{"caf"}, SIGNED_KINDS, MAX_RATE},
    [WT_TYPE_FLAC] = {{"flac"}, SIGNED(8) | SIGNED(16) | SIGNED(24), 655350},
    [WT_TYPE_OGG] = {{"ogg", "oga"}, LOSSY, 200000},
    [WT_TYPE_OPUS] = {{"opus"}, LOSSY, 48000},
    [WT_TYPE_W64] = {{"w64"}, WAV_KINDS, MAX_RATE},
    [WT_TYPE_RF64] = {{"rf64"}, WAV_KINDS, MAX_RATE},
};

enum { N_TYPES = sizeof types / sizeof *types };

int wt_type_by_name(const char *name) {
    for (int i = 0; i < N_TYPES; i++) {
        for (int j = 0; j < MAX_NAMES && types[i].names[j]; j++) {
            if (strcasecmp(name, types[i].names[j]) == 0) {
                return i;
            }
        }
    }
    return -1;
}

int wt_type_by_suffix(const char *path) {
    const char *const slash = strrchr(path, '/');
    const char *const name = slash ? slash + 1 : path;
    const char *const dot = strrchr(name, '.');
    return dot && dot != name ? wt_type_by_name(dot + 1) : -1;
}

const char *wt_type_name(wt_type type) {
    return types[type].names[0];
}

static bool is_lossy(wt_type type) {
    return types[type].kinds == LOSSY;
}

static bool holds(wt_type type, wt_encoding encoding, int bits) {
    const unsigned kind = encoding == WT_SIGNED     ? SIGNED(bits)
                          : encoding == WT_UNSIGNED ? UNSIGNED(bits)
                                                    : FLOATING(bits);
    return types[type].kinds & kind;
}

void wt_sound_format_default(wt_sound_format *format, bool has_bits, bool has_encoding) {
    if (!has_encoding) {
        const bool is_64 = has_bits && format->bits == 64;
        const bool is_unsigned = has_bits && format->bits == 8 &&
                                 !holds(format->type, WT_SIGNED, 8) &&
                                 holds(format->type, WT_UNSIGNED, 8);
        format->encoding = is_64 ? WT_FLOATING : is_unsigned ? WT_UNSIGNED : WT_SIGNED;
    }
    if (!has_bits) {
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
    if (is_lossy(format->type)) {
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
    wt_message_set(message, "%s cannot hold %s %d-bit samples, only %s (see -b, -e and -t)",
                   wt_type_name(format->type), encoding_names[format->encoding], bits, list);
    return WT_UNSUPPORTED;
}

static wt_status check_rate(const wt_sound_format *format, wt_message *message) {
    const int rate = format->rate;
    const int max_rate = types[format->type].max_rate;
    if (rate < MIN_RATE || rate > MAX_RATE) {
        wt_message_set(message, "a rate of %d Hz is outside %d..%d", rate, MIN_RATE, MAX_RATE);
        return WT_BAD_RANGE;
    }
    const bool is_opus_rate = rate == 8000 || rate == 12000 || rate == 16000 || rate == 24000;
    if (format->type == WT_TYPE_OPUS && !is_opus_rate && rate != 48000) {
        wt_message_set(message,
                       "opus has the rates 8000, 12000, 16000, 24000 and 48000 Hz, not %d "
                       "(use -r 48000)",
                       rate);
        return WT_UNSUPPORTED;
    }
    if (rate > max_rate) {
        wt_message_set(message, "%s has rates up to %d Hz, not %d (see -r and -t)",
                       wt_type_name(format->type), max_rate, rate);
        return WT_UNSUPPORTED;
    }
    if (format->type == WT_TYPE_FLAC && rate > UINT16_MAX && rate % 10 != 0) {
        wt_message_set(message,
                       "flac has rates above 65535 Hz only in tens, not %d (see -r and -t)", rate);
        return WT_UNSUPPORTED;
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
        wt_message_set(message, "%llu frames are too many for any file",
                       (unsigned long long)format->frames);
        return WT_LIMIT;
    }
    const bool counts_32 = type == WT_TYPE_AIFF || type == WT_TYPE_AU;
    if ((counts_32 && format->frames * block > UINT32_MAX - HEADERS) ||
        (type == WT_TYPE_FLAC && format->frames >> 36 != 0)) {
        wt_message_set(message, "too long for %s (use -t rf64, w64 or caf)", wt_type_name(type));
        return WT_UNSUPPORTED;
    }
    if (type == WT_TYPE_WAV && wt_wav_needs_rf64(format)) {
        format->type = WT_TYPE_RF64;
        wt_warn(warner, "past 4 GiB, which WAV cannot say: written as RF64");
    }
    return WT_OK;
}

static wt_status check_sampler(wt_sound_format *format, const wt_warner *warner,
                               wt_message *message) {
    const bool is_wav = format->type == WT_TYPE_WAV || format->type == WT_TYPE_RF64;
    if (!is_wav && (format->has_root || format->has_loop)) {
        wt_warn(warner, "%s has no place for a root key or loop: left out",
                wt_type_name(format->type));
        format->has_root = format->has_loop = false;
    }
    if (format->has_root && !(format->root_key >= 0.0 && format->root_key < 128.0)) {
        wt_message_set(message, "a root key of %g is outside 0..127", format->root_key);
        return WT_BAD_RANGE;
    }
    if (format->has_loop &&
        (format->loop.begin > format->loop.end || format->loop.end >= format->frames)) {
        wt_message_set(message, "a loop from frame %lu to %lu does not fit in %llu frames",
                       (unsigned long)format->loop.begin, (unsigned long)format->loop.end,
                       (unsigned long long)format->frames);
        return WT_BAD_RANGE;
    }
    return WT_OK;
}

wt_status wt_sound_format_check(wt_sound_format *format, const wt_warner *warner,
                                wt_message *message) {
    if (format->channels < 1 || format->channels > 2) {
        wt_message_set(message, "%d channels are outside 1..2", format->channels);
        return WT_BAD_RANGE;
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
    if (is_lossy(format->type)) {
        return WT_F32;
    }
    if (format->encoding == WT_FLOATING) {
        return format->bits == 64 ? WT_F64 : WT_F32;
    }
    return format->bits <= 16 ? WT_I16 : WT_I32;
}
