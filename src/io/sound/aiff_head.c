// Lays out AIFF and AIFF-C headers.
#include "io/sound/aiff_head.h"

#include <string.h>

enum {
    AIFF_SIZE = 54,
    AIFC_SIZE = 72,
    CHUNK_HEAD_SIZE = 8,
    COMM_SIZE = 18,
    COMM_NAME_SIZE = 6, // more in AIFF-C: the compression's code and an empty name
    SSND_HEAD_SIZE = 8,
    EXPONENT_BIAS = 16383,
};

#define AIFC_VERSION 0xA2805140u // the only one there is

static uint8_t *put(uint8_t *at, uint64_t value, int n_bytes) {
    for (int i = n_bytes - 1; i >= 0; i--) {
        *at++ = (uint8_t)(value >> (8 * i));
    }
    return at;
}

static uint8_t *put_id(uint8_t *at, const char *id) {
    memcpy(at, id, 4);
    return at + 4;
}

// As an 80-bit IEEE 754 extended number, whose leading one is explicit.
static uint8_t *put_rate(uint8_t *at, int rate) {
    uint64_t mantissa = (uint64_t)rate;
    unsigned exponent = EXPONENT_BIAS + 63;
    while (!(mantissa >> 63)) {
        mantissa <<= 1;
        exponent--;
    }
    return put(put(at, exponent, 2), mantissa, 8);
}

size_t wt_aiff_head(uint8_t out[WT_AIFF_HEAD_SIZE], const wt_sound_format *format) {
    const bool is_float = format->encoding == WT_FLOATING;
    const uint64_t size =
        format->frames * (uint64_t)format->channels * (uint64_t)(format->bits / 8);
    const uint64_t head_size = is_float ? AIFC_SIZE : AIFF_SIZE;
    uint8_t *at = put_id(out, "FORM");
    at = put(at, head_size - CHUNK_HEAD_SIZE + size + size % 2, 4);
    at = put_id(at, is_float ? "AIFC" : "AIFF");
    if (is_float) {
        at = put(put(put_id(at, "FVER"), 4, 4), AIFC_VERSION, 4);
    }
    at = put(put_id(at, "COMM"), COMM_SIZE + (is_float ? COMM_NAME_SIZE : 0), 4);
    at = put(at, (uint64_t)format->channels, 2);
    at = put(at, format->frames, 4);
    at = put(at, (uint64_t)format->bits, 2);
    at = put_rate(at, format->rate);
    if (is_float) {
        at = put(put_id(at, format->bits == 64 ? "fl64" : "fl32"), 0, 2);
    }
    at = put(put_id(at, "SSND"), SSND_HEAD_SIZE + size, 4);
    at = put(at, 0, 8); // no offset, no blocks
    return (size_t)(at - out);
}

size_t wt_aiff_tail(uint8_t out[1], const wt_sound_format *format) {
    const uint64_t bytes =
        format->frames * (uint64_t)format->channels * (uint64_t)(format->bits / 8);
    out[0] = 0;
    return (size_t)(bytes % 2);
}
