// Turns samples into bytes by shifts.
#include "io/sound/sample_bytes.h"

#include "io/sound/sound_type.h"

#include <string.h>

static bool is_big_endian(const wt_sound_format *format) {
    return wt_sound_type_of(format->type)->big_endian;
}

static bool host_is_big_endian(void) {
    const uint16_t one = 1;
    return *(const uint8_t *)&one == 0;
}

bool wt_samples_are_bytes(const wt_sound_format *format) {
    const bool fills_container = format->bits != 8 && format->bits != 24;
    return host_is_big_endian() == is_big_endian(format) && fills_container &&
           format->encoding != WT_UNSIGNED;
}

// Write the low `n` bytes of `value`. Inlined, with a constant `n`.
static inline uint8_t *put(uint8_t *out, uint64_t value, int n, bool big_endian) {
    for (int i = 0; i < n; i++) {
        out[big_endian ? n - 1 - i : i] = (uint8_t)(value >> (8 * i));
    }
    return out + n;
}

static void from_int16(uint8_t *out, const int16_t *samples, size_t n,
                       const wt_sound_format *format) {
    const bool big_endian = is_big_endian(format);
    const unsigned flip = format->encoding == WT_UNSIGNED ? 0x8000u : 0;
    if (format->bits == 8) {
        for (size_t i = 0; i < n; i++) {
            out[i] = (uint8_t)(((uint16_t)samples[i] ^ flip) >> 8);
        }
        return;
    }
    for (size_t i = 0; i < n; i++) {
        out = put(out, (uint16_t)samples[i] ^ flip, 2, big_endian);
    }
}

static void from_int32(uint8_t *out, const int32_t *samples, size_t n,
                       const wt_sound_format *format) {
    const bool big_endian = is_big_endian(format);
    const uint32_t flip = format->encoding == WT_UNSIGNED ? 0x80000000u : 0;
    if (format->bits == 24) {
        for (size_t i = 0; i < n; i++) {
            out = put(out, ((uint32_t)samples[i] ^ flip) >> 8, 3, big_endian);
        }
        return;
    }
    for (size_t i = 0; i < n; i++) {
        out = put(out, (uint32_t)samples[i] ^ flip, 4, big_endian);
    }
}

static void from_float(uint8_t *out, const float *samples, size_t n, bool big_endian) {
    for (size_t i = 0; i < n; i++) {
        uint32_t bits;
        memcpy(&bits, &samples[i], sizeof bits);
        out = put(out, bits, 4, big_endian);
    }
}

static void from_double(uint8_t *out, const double *samples, size_t n, bool big_endian) {
    for (size_t i = 0; i < n; i++) {
        uint64_t bits;
        memcpy(&bits, &samples[i], sizeof bits);
        out = put(out, bits, 8, big_endian);
    }
}

void wt_sample_bytes(uint8_t *out, const void *samples, size_t n, const wt_sound_format *format) {
    switch (wt_sound_format_container(format)) {
    case WT_I16:
        from_int16(out, samples, n, format);
        break;
    case WT_I32:
        from_int32(out, samples, n, format);
        break;
    case WT_F32:
        from_float(out, samples, n, is_big_endian(format));
        break;
    case WT_F64:
        from_double(out, samples, n, is_big_endian(format));
        break;
    }
}
