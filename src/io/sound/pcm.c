// Decoding of samples, block by block.
#include "io/sound/pcm.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

static const double LOUDEST = 1e6;

unsigned wt_pcm_sample_bytes(wt_pcm_format format) {
    return (format.bits + 7) / 8;
}

static float float_at(const uint8_t *bytes) {
    const uint32_t bits = wt_le32(bytes);
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

// Past what a float holds, the conversion would be undefined.
static float double_at(const uint8_t *bytes) {
    const uint64_t bits = wt_le64(bytes);
    double x;
    memcpy(&x, &bits, sizeof x);
    return fabs(x) <= LOUDEST ? (float)x : NAN;
}

// `bytes_each` bytes as the upper ones of an int32_t: every width has one full scale.
static float int_at(const uint8_t *bytes, unsigned bytes_each) {
    uint32_t bits = 0;
    for (unsigned i = 0; i < bytes_each; i++) {
        bits = bits >> 8 | (uint32_t)bytes[i] << 24;
    }
    const int64_t x = bits < 0x80000000u ? (int64_t)bits : (int64_t)bits - 0x100000000;
    return (float)((double)x / 2147483648.0);
}

void wt_pcm_decode(float *out, const uint8_t *frames, size_t n, wt_pcm_format format) {
    const unsigned bytes_each = wt_pcm_sample_bytes(format);
    const size_t stride = (size_t)bytes_each * format.channels;
    if (format.is_float && format.bits == 32) {
        for (size_t i = 0; i < n; i++) {
            out[i] = float_at(frames + i * stride);
        }
    } else if (format.is_float) {
        for (size_t i = 0; i < n; i++) {
            out[i] = double_at(frames + i * stride);
        }
    } else if (bytes_each == 1) {
        for (size_t i = 0; i < n; i++) {
            out[i] = (float)(frames[i * stride] - 128) / 128.0f;
        }
    } else {
        for (size_t i = 0; i < n; i++) {
            out[i] = int_at(frames + i * stride, bytes_each);
        }
    }
}

wt_status wt_pcm_check(const float *samples, size_t n, uint64_t first, wt_message *message) {
    for (size_t i = 0; i < n; i++) {
        if (!(fabsf(samples[i]) <= (float)LOUDEST)) {
            wt_message_set(message,
                           "sample %" PRIu64 " is %g, which is not sound (full scale is 1)",
                           first + i, (double)samples[i]);
            return WT_BAD_FORMAT;
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
    const bool one_byte = wt_pcm_sample_bytes(format) == 1;
    const size_t stride = (one_byte ? 1u : 2u) * (size_t)format.channels;
    for (size_t i = 0; i < n; i++) {
        const int low = one_byte ? 0 : frames[i * stride];
        const int high = one_byte ? frames[i * stride] ^ 0x80 : frames[i * stride + 1];
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
