// Rounding samples, WT_LANES at a time. The definitions are in core/output/quantiser.c.
#include "core/output/rounding.h"
#include "core/engine/simd/lanes.h"
#include "core/engine/simd/variants.h"
#include "core/output/dither.h"

// True where a lane is outside -2^bits .. 2^bits - 1, judging by what was gathered in `seen`:
// x + 2^bits then has a bit at or above 2^(bits + 1).
static bool beyond(wt_vu seen, int bits) {
    return wt_any(seen >> (bits + 1));
}

static bool float_to_i16(const float *x, float scale, int16_t *out, size_t n) {
    wt_vu seen = {0};
    if (!WT_CAN_ROUND || n % (2 * WT_LANES) != 0) {
        return false;
    }
    for (size_t i = 0; i < n; i += 2 * WT_LANES) {
        const wt_vi a = wt_nearest(wt_load_f(x + i) * scale);
        const wt_vi b = wt_nearest(wt_load_f(x + i + WT_LANES) * scale);
        seen |= ((wt_vu)a + 32768u) | ((wt_vu)b + 32768u);
        wt_store_i16(out + i, a, b);
    }
    return !beyond(seen, 15);
}

static wt_vu xorshift(wt_vu x) {
    x ^= x << 13;
    x ^= x >> 17;
    return x ^ x << 5;
}

// A sum that overflows is far out of range either way, and is then done again by the definition.
static wt_vi wrapping_sum(wt_vi a, wt_vi b) {
    return (wt_vi)((wt_vu)a + (wt_vu)b);
}

// Two vectors of samples with the noise of one step of `random`. Return what `beyond` judges.
static inline wt_vu dither_two(const float *x, float scale, wt_vu random, int16_t *out) {
    wt_vi noise_a, noise_b;
    wt_byte_differences(random, 128, &noise_a, &noise_b);
    const wt_vi fine_a = wt_nearest(wt_load_f(x) * scale);
    const wt_vi fine_b = wt_nearest(wt_load_f(x + WT_LANES) * scale);
    const wt_vi a = wrapping_sum(fine_a, noise_a) >> 8;
    const wt_vi b = wrapping_sum(fine_b, noise_b) >> 8;
    wt_store_i16(out, a, b);
    return ((wt_vu)a + 32768u) | ((wt_vu)b + 32768u);
}

// Two vectors of generators at a time, if there are two, as each step waits for the one before.
static bool float_to_i16_dithered(const float *x, float scale, uint32_t *random, int16_t *out,
                                  size_t n) {
    enum { AT_ONCE = WT_LANES < WT_DITHER_LANES ? 2 : 1 };
    uint32_t moved[WT_DITHER_LANES];
    wt_vu seen = {0};
    if (!WT_CAN_ROUND || n % WT_DITHER_STRIDE != 0) {
        return false;
    }
    for (size_t g = 0; g < WT_DITHER_LANES; g += AT_ONCE * WT_LANES) {
        wt_vu first = wt_load_u(random + g);
        wt_vu second = wt_load_u(random + g + (AT_ONCE - 1) * WT_LANES);
        for (size_t i = 2 * g; i < n; i += WT_DITHER_STRIDE) {
            first = xorshift(first);
            second = xorshift(second);
            seen |= dither_two(x + i, scale, first, out + i);
            if (AT_ONCE == 2) {
                const size_t next = i + 2 * WT_LANES;
                seen |= dither_two(x + next, scale, second, out + next);
            }
        }
        wt_store(moved + g, (wt_vi)first);
        wt_store(moved + g + (AT_ONCE - 1) * WT_LANES, (wt_vi)second);
    }
    if (beyond(seen, 15)) {
        return false;
    }
    memcpy(random, moved, sizeof moved);
    return true;
}

static bool float_to_i32(const float *x, float scale, int shift, int32_t *out, size_t n) {
    wt_vu seen = {0};
    const int bits = 31 - shift;
    if (!WT_CAN_ROUND || n % WT_LANES != 0 || shift == 0) {
        return false;
    }
    for (size_t i = 0; i < n; i += WT_LANES) {
        const wt_vi a = wt_nearest(wt_load_f(x + i) * scale);
        seen |= (wt_vu)a + (1u << bits);
        wt_store(out + i, (wt_vi)((wt_vu)a << shift));
    }
    return !beyond(seen, bits);
}

// (x gain + 2^23) >> 24 of an x with 16 bits, 0 <= gain < 2^30: gain's upper and lower 15 bits are
// multiplied apart.
static inline wt_vi amplified(wt_vi x, int32_t gain) {
    const wt_vi upper = wt_multiply_i16(x, (int16_t)(gain >> 15));
    const wt_vi lower = wt_multiply_i16(x, (int16_t)(gain & 0x7fff));
    return (upper + (lower >> 15) + (1 << 8)) >> 9;
}

static bool one_voice_to_i16(const int32_t *x, int32_t gain, int16_t *out, size_t n) {
    wt_vu seen = {0};
    wt_vu large = {0};
    for (size_t i = 0; i < n; i += 2 * WT_LANES) {
        const wt_vi x0 = wt_load_i(x + i);
        const wt_vi x1 = wt_load_i(x + i + WT_LANES);
        const wt_vi a = amplified(x0, gain);
        const wt_vi b = amplified(x1, gain);
        large |= ((wt_vu)x0 + 32768u) | ((wt_vu)x1 + 32768u);
        seen |= ((wt_vu)a + 32768u) | ((wt_vu)b + 32768u);
        wt_store_i16(out + i, a, b);
    }
    return !beyond(seen, 15) && !beyond(large, 15);
}

static bool voices_to_i16(const int32_t *x, int32_t gain, int16_t *out, size_t n) {
    wt_vu seen = {0};
    wt_vu large = {0};
    const wt_vi g = (wt_vi){0} + gain;
    for (size_t i = 0; i < n; i += 2 * WT_LANES) {
        const wt_vi x0 = wt_load_i(x + i);
        const wt_vi x1 = wt_load_i(x + i + WT_LANES);
        const wt_vi a = wt_multiply_shift(x0, g, 1 << 23, 24);
        const wt_vi b = wt_multiply_shift(x1, g, 1 << 23, 24);
        large |= ((wt_vu)x0 + (1u << 23)) | ((wt_vu)x1 + (1u << 23)); // then the results fit
        seen |= ((wt_vu)a + 32768u) | ((wt_vu)b + 32768u);
        wt_store_i16(out + i, a, b);
    }
    return !beyond(seen, 15) && !beyond(large, 23);
}

// The samples of one voice have 16 bits, for which there is a shorter way.
static bool q15_to_i16(const int32_t *x, int32_t gain, int16_t *out, size_t n) {
    if (!WT_CAN_ROUND || n % (2 * WT_LANES) != 0) {
        return false;
    }
    return (gain < 1 << 30 && one_voice_to_i16(x, gain, out, n)) || voices_to_i16(x, gain, out, n);
}

// Sums are offset, so that a negative one has no bits above the highest wanted.
static bool q31_to_i32(const int64_t *x, int32_t gain, int bits, int left, int32_t *out, size_t n) {
    enum { HALF = WT_LANES / 2 };
    const int shift = 49 - bits;
    const uint64_t middle = (uint64_t)1 << (bits - 1);
    const uint64_t bias = (middle << shift) + ((uint64_t)1 << (shift - 1));
    uint64_t outside = 0;
    wt_vul large = {0};
    wt_vul seen = {0};
    if (!WT_CAN_ROUND || n % HALF != 0) {
        return false;
    }
    for (size_t i = 0; i < n; i += HALF) {
        wt_vl v;
        memcpy(&v, x + i, sizeof v);
        const wt_vul sum = ((wt_vul)wt_multiply_long(v, gain) + bias) >> shift;
        const wt_vul y = (sum - middle) << left;
        large |= (wt_vul)v + ((uint64_t)1 << 31);
        seen |= sum;
        for (int l = 0; l < HALF; ++l) {
            out[i + (size_t)l] = (int32_t)(uint32_t)y[l];
        }
    }
    for (int l = 0; l < HALF; ++l) {
        outside |= large[l] >> 32 | seen[l] >> bits;
    }
    return outside == 0;
}

static void float_to_f32(const float *x, float scale, float *out, size_t n) {
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        wt_store_f(out + i, wt_load_f(x + i) * scale + 0.0f);
    }
    for (; i < n; ++i) {
        out[i] = x[i] * scale + 0.0f;
    }
}

// Floats without their sign are ordered as integers are.
static inline wt_vi larger_magnitude(wt_vi most, wt_vf x) {
    return wt_larger_of((wt_vi)x & 0x7fffffff, most);
}

static void raise_peak(float *peak, float x) {
    const float magnitude = x < 0.0f ? -x : x;
    *peak = magnitude > *peak ? magnitude : *peak;
}

static wt_loudness loudness(const float *x, size_t n) {
    enum { SUMS = 32, GROUPS = SUMS / WT_LANES };
    wt_vf wide[GROUPS] = {0};
    wt_vi most[GROUPS] = {0};
    float sums[SUMS], peaks[SUMS];
    wt_loudness found = {0.0f, 0.0};
    size_t i = 0;
    for (; i + SUMS <= n; i += SUMS) {
#pragma GCC unroll 8 // sums stay in registers
        for (int g = 0; g < GROUPS; ++g) {
            const wt_vf v = wt_load_f(x + i + (size_t)g * WT_LANES);
            wide[g] += v * v;
            most[g] = larger_magnitude(most[g], v);
        }
    }
    memcpy(sums, wide, sizeof sums);
    memcpy(peaks, most, sizeof peaks);
    for (; i < n; ++i) {
        sums[i % SUMS] += x[i] * x[i];
        raise_peak(&found.peak, x[i]);
    }
    for (int s = 0; s < SUMS; ++s) {
        found.squares += (double)sums[s];
        raise_peak(&found.peak, peaks[s]);
    }
    return found;
}

const wt_rounding WT_WIDE(wt_rounding) = {
    .float_to_i16 = float_to_i16,
    .float_to_i16_dithered = float_to_i16_dithered,
    .float_to_i32 = float_to_i32,
    .q15_to_i16 = q15_to_i16,
    .q31_to_i32 = q31_to_i32,
    .float_to_f32 = float_to_f32,
    .loudness = loudness,
};
