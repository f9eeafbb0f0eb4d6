// Turns samples into little-endian bytes by shifts.
#include "io/sample_bytes.h"

#include <string.h>

static bool host_is_little_endian(void) {
    const uint16_t one = 1;
    return *(const uint8_t *)&one == 1;
}

bool wt_samples_are_bytes(const wt_sound_format *format) {
    const bool fills_container = format->bits != 8 && format->bits != 24;
    return host_is_little_endian() && fills_container && format->encoding != WT_UNSIGNED;
}

static void from_int16(uint8_t *out, const int16_t *samples, size_t n, int bits, unsigned flip) {
    for (size_t i = 0; i < n; i++) {
        const unsigned sample = (uint16_t)samples[i] ^ flip;
        if (bits == 16) {
            *out++ = (uint8_t)sample;
        }
        *out++ = (uint8_t)(sample >> 8);
    }
}

static void from_int32(uint8_t *out, const int32_t *samples, size_t n, int bits, uint32_t flip) {
    for (size_t i = 0; i < n; i++) {
        const uint32_t sample = (uint32_t)samples[i] ^ flip;
        for (int shift = 32 - bits; shift < 32; shift += 8) {
            *out++ = (uint8_t)(sample >> shift);
        }
    }
}

static void from_float(uint8_t *out, const float *samples, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint32_t sample;
        memcpy(&sample, &samples[i], sizeof sample);
        for (int shift = 0; shift < 32; shift += 8) {
            *out++ = (uint8_t)(sample >> shift);
        }
    }
}

static void from_double(uint8_t *out, const double *samples, size_t n) {
    for (size_t i = 0; i < n; i++) {
        uint64_t sample;
        memcpy(&sample, &samples[i], sizeof sample);
        for (int shift = 0; shift < 64; shift += 8) {
            *out++ = (uint8_t)(sample >> shift);
        }
    }
}

void wt_sample_bytes(uint8_t *out, const void *samples, size_t n, const wt_sound_format *format) {
    const bool is_unsigned = format->encoding == WT_UNSIGNED;
    switch (wt_sound_format_container(format)) {
    case WT_I16:
        from_int16(out, samples, n, format->bits, is_unsigned ? 0x8000u : 0);
        break;
    case WT_I32:
        from_int32(out, samples, n, format->bits, is_unsigned ? 0x80000000u : 0);
        break;
    case WT_F32:
        from_float(out, samples, n);
        break;
    case WT_F64:
        from_double(out, samples, n);
        break;
    }
}
