// Lays out WAV and RF64 headers.
#include "io/sound/wav_head.h"

#include <string.h>

enum {
    FORMAT_PCM = 1,
    FORMAT_FLOAT = 3,
    DEFAULT_ROOT = 60,
    PCM_HEAD_SIZE = 44,
    FLOAT_HEAD_SIZE = 58,
    CHUNK_HEAD_SIZE = 8,
    DS64_SIZE = 28,
    SMPL_SIZE = 36,
    SMPL_LOOP_SIZE = 24,
};

static uint8_t *put(uint8_t *at, uint64_t value, int n_bytes) {
    for (int i = 0; i < n_bytes; i++) {
        *at++ = (uint8_t)(value >> (8 * i));
    }
    return at;
}

static uint8_t *put_id(uint8_t *at, const char *id) {
    memcpy(at, id, 4);
    return at + 4;
}

static uint64_t data_size(const wt_sound_format *format) {
    return format->frames * (uint64_t)format->channels * (uint64_t)(format->bits / 8);
}

static bool is_float(const wt_sound_format *format) {
    return format->encoding == WT_FLOATING;
}

static uint64_t tail_size(const wt_sound_format *format) {
    const uint64_t padding = data_size(format) % 2;
    if (!format->has_root && !format->has_loop) {
        return padding;
    }
    return padding + CHUNK_HEAD_SIZE + SMPL_SIZE + (format->has_loop ? SMPL_LOOP_SIZE : 0);
}

// What RIFF counts, without a ds64 chunk: all that follows the count.
static uint64_t riff_size(const wt_sound_format *format) {
    const uint64_t head = is_float(format) ? FLOAT_HEAD_SIZE : PCM_HEAD_SIZE;
    return head - CHUNK_HEAD_SIZE + data_size(format) + tail_size(format);
}

// 2^32 - 1 itself stands for "see ds64", and some readers take it for "unknown".
bool wt_wav_needs_rf64(const wt_sound_format *format) {
    return riff_size(format) >= UINT32_MAX;
}

static uint8_t *put_ds64(uint8_t *at, const wt_sound_format *format) {
    at = put(put_id(at, "ds64"), DS64_SIZE, 4);
    at = put(at, riff_size(format) + CHUNK_HEAD_SIZE + DS64_SIZE, 8);
    at = put(at, data_size(format), 8);
    at = put(at, format->frames, 8);
    return put(at, 0, 4); // no table of further sizes
}

static uint8_t *put_fmt(uint8_t *at, const wt_sound_format *format) {
    const unsigned block = (unsigned)(format->channels * (format->bits / 8));
    at = put(put_id(at, "fmt "), is_float(format) ? 18 : 16, 4);
    at = put(at, is_float(format) ? FORMAT_FLOAT : FORMAT_PCM, 2);
    at = put(at, (uint64_t)format->channels, 2);
    at = put(at, (uint64_t)format->rate, 4);
    at = put(at, (uint64_t)format->rate * block, 4);
    at = put(at, block, 2);
    at = put(at, (uint64_t)format->bits, 2);
    return put(at, 0, is_float(format) ? 2 : 0); // no extension
}

size_t wt_wav_head(uint8_t out[WT_WAV_HEAD_SIZE], const wt_sound_format *format) {
    const bool is_64 = format->type == WT_TYPE_RF64 || wt_wav_needs_rf64(format);
    uint8_t *at = put_id(out, is_64 ? "RF64" : "RIFF");
    at = put(at, is_64 ? UINT32_MAX : riff_size(format), 4);
    at = put_id(at, "WAVE");
    if (is_64) {
        at = put_ds64(at, format);
    }
    at = put_fmt(at, format);
    if (is_float(format)) {
        at = put(put_id(at, "fact"), 4, 4);
        at = put(at, is_64 ? UINT32_MAX : format->frames, 4);
    }
    at = put(put_id(at, "data"), is_64 ? UINT32_MAX : data_size(format), 4);
    return (size_t)(at - out);
}

size_t wt_wav_tail(uint8_t out[WT_WAV_TAIL_SIZE], const wt_sound_format *format) {
    uint8_t *at = put(out, 0, (int)(data_size(format) % 2));
    if (!format->has_root && !format->has_loop) {
        return (size_t)(at - out);
    }
    const double root = format->has_root ? format->root_key : DEFAULT_ROOT;
    const uint32_t key = (uint32_t)root;
    const uint32_t rate = (uint32_t)format->rate;
    at = put(put_id(at, "smpl"), SMPL_SIZE + (format->has_loop ? SMPL_LOOP_SIZE : 0), 4);
    at = put(at, 0, 8);                               // manufacturer and product: any
    at = put(at, (1000000000u + rate / 2) / rate, 4); // sample period in nanoseconds
    at = put(at, key, 4);
    at = put(at, (uint64_t)((root - key) * 4294967296.0), 4); // semitones above it, over 2^32
    at = put(at, 0, 8);                                       // no SMPTE offset
    at = put(at, format->has_loop, 4);
    at = put(at, 0, 4); // no sampler data
    if (format->has_loop) {
        at = put(at, 0, 8); // cue point 0, forward
        at = put(at, format->loop.begin, 4);
        at = put(at, format->loop.end, 4);
        at = put(at, 0, 8); // no fraction, for ever
    }
    return (size_t)(at - out);
}
