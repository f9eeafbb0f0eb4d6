// Decoding of samples, block by block.
#include "io/sound/pcm.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

// Without it the compiler may keep one loop, which then asks at every sample what is constant.
#define INLINED static inline __attribute__((always_inline))

static const double LOUDEST = 1e6;

unsigned wt_pcm_sample_bytes(wt_pcm_format format) {
    return (format.bits + 7) / 8;
}

// The `n` bytes of a sample as the upper ones of 64 bits. Compilers know the usual widths as loads.
INLINED uint64_t word_at(const uint8_t *bytes, unsigned n, bool big_endian) {
    if (n == 2 && !big_endian) {
        return (uint64_t)wt_le16(bytes) << 48;
    }
    if (n == 4 && !big_endian) {
        return (uint64_t)wt_le32(bytes) << 32;
    }
    uint64_t word = 0;
    for (unsigned i = 0; i < n; i++) {
        word = word >> 8 | (uint64_t)bytes[big_endian ? n - 1 - i : i] << 56;
    }
    return word;
}

INLINED float float_at(const uint8_t *bytes, bool big_endian) {
    const uint32_t bits = (uint32_t)(word_at(bytes, 4, big_endian) >> 32);
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

// Past what a float holds, the conversion would be undefined: what is infinite stays so, what is
// not becomes the most that a float is.
INLINED float double_at(const uint8_t *bytes, bool big_endian) {
    const uint64_t bits = word_at(bytes, 8, big_endian);
    double x;
    memcpy(&x, &bits, sizeof x);
    return fabs(x) <= (double)FLT_MAX ? (float)x
           : isnan(x)                 ? NAN
                                      : (float)copysign(isinf(x) ? x : (double)FLT_MAX, x);
}

// Every width has one full scale, that of 32 bits.
INLINED float int_at(const uint8_t *bytes, unsigned n, bool big_endian) {
    const uint32_t bits = (uint32_t)(word_at(bytes, n, big_endian) >> 32);
    const int64_t x = bits < 0x80000000u ? (int64_t)bits : (int64_t)bits - 0x100000000;
    return (float)((double)x / 2147483648.0);
}

// Inlined with constants, so that every loop is of one kind.
INLINED void decode(float *out, const uint8_t *at, size_t n, size_t stride, unsigned bytes,
                    bool is_float, bool big_endian) {
    for (size_t i = 0; i < n; i++) {
        const uint8_t *const sample = at + i * stride;
        out[i] = !is_float    ? int_at(sample, bytes, big_endian)
                 : bytes == 4 ? float_at(sample, big_endian)
                              : double_at(sample, big_endian);
    }
}

void wt_pcm_decode(float *out, const uint8_t *frames, size_t n, wt_pcm_format format) {
    const unsigned bytes_each = wt_pcm_sample_bytes(format);
    const size_t stride = (size_t)bytes_each * format.channels;
    const uint8_t *const at = frames + (size_t)format.channel * bytes_each;
    if (bytes_each == 1) {
        const unsigned flip = format.signed_bytes ? 0x80 : 0;
        for (size_t i = 0; i < n; i++) {
            out[i] = (float)((int)(at[i * stride] ^ flip) - 128) / 128.0f;
        }
    } else if (format.big_endian) {
        decode(out, at, n, stride, bytes_each, format.is_float, true);
    } else if (format.is_float && format.bits == 32) {
        decode(out, at, n, stride, 4, true, false);
    } else if (!format.is_float && bytes_each == 2) {
        decode(out, at, n, stride, 2, false, false);
    } else {
        decode(out, at, n, stride, bytes_each, format.is_float, false);
    }
}

wt_status wt_pcm_check(const float *samples, size_t n, uint64_t first, wt_message *message) {
    for (size_t i = 0; i < n; i++) {
        if (!(fabsf(samples[i]) <= (float)LOUDEST)) {
            const bool is_more = fabsf(samples[i]) >= FLT_MAX && isfinite(samples[i]);
            return wt_refuse(message, WT_BAD_FORMAT,
                             "sample %" PRIu64 " is %g%s, which is not sound (full scale is 1)",
                             first + i, (double)samples[i], is_more ? " or beyond" : "");
        }
    }
    return WT_OK;
}

wt_status wt_pcm_read(float *out, wt_source *source, uint64_t at, uint64_t n, wt_pcm_format format,
                      wt_message *message) {
    uint8_t block[8192];
    const size_t frame_bytes = (size_t)wt_pcm_sample_bytes(format) * format.channels;
    const size_t block_frames = sizeof block / frame_bytes;
    for (uint64_t done = 0; done < n;) {
        const size_t now = n - done < block_frames ? (size_t)(n - done) : block_frames;
        wt_status status =
            wt_source_read(source, at + done * frame_bytes, block, now * frame_bytes, message);
        if (status != WT_OK) {
            return status;
        }
        wt_pcm_decode(out + done, block, now, format);
        status = wt_pcm_check(out + done, now, done, message);
        if (status != WT_OK) {
            return status;
        }
        done += now;
    }
    return WT_OK;
}

static void decode_narrow(int16_t *out, const uint8_t *frames, size_t n, wt_pcm_format format) {
    const unsigned bytes_each = wt_pcm_sample_bytes(format);
    const size_t stride = (size_t)bytes_each * format.channels;
    const uint8_t *const at = frames + (size_t)format.channel * bytes_each;
    const int flip = bytes_each == 1 && !format.signed_bytes ? 0x80 : 0;
    const size_t high_at = bytes_each == 1 || format.big_endian ? 0 : 1;
    for (size_t i = 0; i < n; i++) {
        const uint8_t *const sample = at + i * stride;
        const int low = bytes_each == 1 ? 0 : sample[1 - high_at];
        const int high = sample[high_at] ^ flip;
        out[i] = (int16_t)(low + (high < 128 ? high : high - 256) * 256);
    }
}

wt_status wt_pcm_read_narrow(int16_t *out, wt_source *source, uint64_t at, uint64_t n,
                             wt_pcm_format format, wt_message *message) {
    uint8_t block[8192];
    const size_t frame_bytes = (size_t)wt_pcm_sample_bytes(format) * format.channels;
    const size_t block_frames = sizeof block / frame_bytes;
    for (uint64_t done = 0; done < n;) {
        const size_t now = n - done < block_frames ? (size_t)(n - done) : block_frames;
        const wt_status status =
            wt_source_read(source, at + done * frame_bytes, block, now * frame_bytes, message);
        if (status != WT_OK) {
            return status;
        }
        decode_narrow(out + done, block, now, format);
        done += now;
    }
    return WT_OK;
}
