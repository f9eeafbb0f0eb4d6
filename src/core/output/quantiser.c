// Gain, dither, rounding, saturation.
#include "core/output/quantiser.h"

#include "base/math.h"
#include "core/output/dither.h"
#include "core/output/rounding.h"

#include <string.h>

enum { CHUNK = 4096 };

void wt_quantiser_init(wt_quantiser *q, wt_engine engine, wt_container container, int bits,
                       bool dither, uint32_t seed, double gain) {
    const int gain_bits = engine == WT_ENGINE_Q31 ? 20 : 24;
    *q = (wt_quantiser){.engine = engine,
                        .container = container,
                        .bits = bits,
                        .dither = dither,
                        .seed = seed,
                        .gain = (float)gain,
                        .gain_q = (int64_t)wt_round(gain * (double)(1 << gain_bits))};
    wt_quantiser_seek(q, 0);
}

void wt_quantiser_seek(wt_quantiser *q, uint64_t position) {
    q->position = position;
    wt_dither_seed(q->random, q->seed, position / WT_DITHER_SPAN);
}

void wt_quantiser_shape(wt_quantiser *q, const wt_noise_shape *shape, int channels) {
    q->shape = q->dither ? shape : NULL;
    q->channels = channels;
}

static int64_t integer_at(const wt_quantiser *q, wt_bus bus, size_t i) {
    return q->engine == WT_ENGINE_Q15 ? bus.q15[i] : bus.q31[i];
}

// A sample of an integer bus times the gain, in units of 2^-48 of full scale, kept below 2^62.
static int64_t amplified(const wt_quantiser *q, int64_t x) {
    const int64_t limit = ((int64_t)1 << 62) / (q->gain_q > 0 ? q->gain_q : 1);
    const int64_t safe = x > limit ? limit : x < -limit ? -limit : x;
    return safe * q->gain_q;
}

static int full_scale_bits(const wt_quantiser *q) {
    return q->engine == WT_ENGINE_Q15 ? 15 + 24 : WT_Q31_BITS + 20;
}

// An integer bus in units of 2^-fraction of a step, rounded half up. Of q15 at 32 bits with dither
// these units are the bus's own: there is nothing to round.
static int64_t integer_steps(const wt_quantiser *q, wt_bus bus, size_t i, int fraction) {
    const int shift = full_scale_bits(q) - (q->bits - 1) - fraction;
    const int64_t half = shift > 0 ? (int64_t)1 << (shift - 1) : 0;
    return (amplified(q, integer_at(q, bus, i)) + half) >> shift;
}

// The float bus in the same units, rounded to the nearest even. 2^62 stands for anything beyond.
static int64_t float_steps(const wt_quantiser *q, wt_bus bus, size_t i, int fraction) {
    const double steps =
        (double)(bus.f[i] * q->gain) * (double)((uint64_t)1 << (q->bits - 1 + fraction));
    const double limit = 1125899906842624.0;
    return (int64_t)wt_round(steps > limit ? limit : steps < -limit ? -limit : steps);
}

static int64_t steps(const wt_quantiser *q, wt_bus bus, size_t i, int fraction) {
    return q->engine == WT_ENGINE_FLOAT ? float_steps(q, bus, i, fraction)
                                        : integer_steps(q, bus, i, fraction);
}

void wt_energy_join(wt_energy *energy, const wt_energy *other) {
    const uint64_t fraction = energy->fraction + other->fraction;
    energy->whole += other->whole + (fraction >> 60);
    energy->fraction = fraction & (((uint64_t)1 << 60) - 1);
}

// Squares are 0 to 2^53; what is larger counts as that.
static void add_energy(wt_energy *energy, double squares) {
    const double safe = squares < 0x1p53 ? squares : 0x1p53;
    const uint64_t whole = (uint64_t)safe;
    const wt_energy added = {whole, (uint64_t)((safe - (double)whole) * 0x1p60)};
    wt_energy_join(energy, &added);
}

double wt_energy_rms(const wt_energy *energy, uint64_t n) {
    const double sum = (double)energy->whole + (double)energy->fraction * 0x1p-60;
    return n > 0 ? wt_sqrt(sum / (double)n) : 0.0;
}

// Of integers after gain. The peak is exact, as sounds are normalised by it.
static wt_loudness loudness_of_integers(const wt_quantiser *q, wt_bus bus, size_t n) {
    float x[CHUNK];
    int64_t peak = 0;
    for (size_t i = 0; i < n; ++i) {
        const int64_t v = integer_at(q, bus, i);
        const int64_t magnitude = v < 0 ? -v : v;
        x[i] = (float)v;
        peak = magnitude > peak ? magnitude : peak;
    }
    const double unit = 1.0 / (double)((int64_t)1 << full_scale_bits(q));
    const double gain = (double)q->gain_q * unit;
    return (wt_loudness){(float)((double)amplified(q, peak) * unit),
                         wt_rounding_best()->loudness(x, n).squares * gain * gain};
}

// Of a chunk after gain.
static wt_loudness loudness_of(const wt_quantiser *q, wt_bus bus, size_t n) {
    if (q->engine != WT_ENGINE_FLOAT) {
        return loudness_of_integers(q, bus, n);
    }
    const double gain = (double)q->gain;
    const wt_loudness found = wt_rounding_best()->loudness(bus.f, n);
    return (wt_loudness){found.peak * q->gain, found.squares * gain * gain};
}

// Where nothing is to be measured, only until something is audible.
static void listen(wt_quantiser *q, wt_bus bus, bool measure, size_t n) {
    if (!measure && q->audible) {
        return;
    }
    const wt_loudness found = loudness_of(q, bus, n);
    q->audible = q->audible || found.peak >= WT_AUDIBLE;
    if (measure) {
        q->peak = found.peak > q->peak ? found.peak : q->peak;
        add_energy(&q->energy, found.squares);
    }
}

static int64_t saturated(wt_quantiser *q, int64_t x) {
    const int64_t most = ((int64_t)1 << (q->bits - 1)) - 1;
    if (x > most || x < -most - 1) {
        ++q->clipped;
        return x > 0 ? most : -most - 1;
    }
    return x;
}

static void write_sample(const wt_quantiser *q, void *out, size_t i, int64_t x) {
    if (q->container == WT_I16) {
        ((int16_t *)out)[i] = (int16_t)(x * ((int64_t)1 << (16 - q->bits)));
    } else {
        ((int32_t *)out)[i] = (int32_t)(x * ((int64_t)1 << (32 - q->bits)));
    }
}

// One sample after the other, as the definition says.
static void define_integers(wt_quantiser *q, wt_bus bus, void *out, size_t n) {
    int32_t noise[CHUNK];
    const int fraction = q->dither ? 8 : 0;
    if (q->dither) {
        wt_dither(q->random, q->seed, q->position, noise, n);
    }
    for (size_t i = 0; i < n; ++i) {
        int64_t x = steps(q, bus, i, fraction);
        if (q->dither) {
            x = (x + noise[i] + 128) >> 8;
        }
        write_sample(q, out, i, saturated(q, x));
    }
}

// What past errors take from the next sample, 2^WT_SHAPE_BITS to a step.
static int64_t fed_back(const wt_noise_shape *shape, const int32_t *errors) {
    int64_t sum = 0;
    for (int k = 0; k < WT_SHAPE_TAPS; ++k) {
        sum += (int64_t)shape->taps[k] * errors[k];
    }
    return sum >> WT_SHAPE_BITS;
}

// The errors begin anew with each span, as the noise does, so that spans can be quantised apart.
static void define_shaped(wt_quantiser *q, wt_bus bus, void *out, size_t n) {
    const int64_t step = 1 << WT_SHAPE_BITS;
    int32_t noise[CHUNK];
    if (q->position % WT_DITHER_SPAN == 0) {
        memset(q->errors, 0, sizeof q->errors);
    }
    wt_dither(q->random, q->seed, q->position, noise, n);
    for (size_t i = 0; i < n; ++i) {
        int32_t *errors = q->errors[(q->position + i) % (unsigned)q->channels];
        const int64_t v = steps(q, bus, i, WT_SHAPE_BITS) - fed_back(q->shape, errors);
        const int64_t y = (v + noise[i] * (step / 256) + step / 2) >> WT_SHAPE_BITS;
        memmove(errors + 1, errors, (WT_SHAPE_TAPS - 1) * sizeof *errors);
        errors[0] = (int32_t)(y * step - v);
        write_sample(q, out, i, saturated(q, y));
    }
}

static bool try_float(wt_quantiser *q, wt_bus bus, void *out, size_t n) {
    const wt_rounding *wide = wt_rounding_best();
    const float scale = q->gain * (float)((uint64_t)1 << (q->bits - 1));
    if (q->container == WT_I32) {
        return !q->dither && wide->float_to_i32(bus.f, scale, 32 - q->bits, out, n);
    }
    if (q->bits != 16) {
        return false;
    }
    if (!q->dither) {
        return wide->float_to_i16(bus.f, scale, out, n);
    }
    if (q->position % WT_DITHER_STRIDE != 0) {
        return false;
    }
    if (q->position % WT_DITHER_SPAN == 0) {
        wt_dither_seed(q->random, q->seed, q->position / WT_DITHER_SPAN);
    }
    return wide->float_to_i16_dithered(bus.f, scale * 256.0f, q->random, out, n);
}

static bool try_q31(const wt_quantiser *q, wt_bus bus, void *out, size_t n) {
    const wt_rounding *wide = wt_rounding_best();
    const int32_t gain = (int32_t)q->gain_q;
    if (q->container == WT_I32) {
        return wide->q31_to_i32(bus.q31, gain, q->bits, 32 - q->bits, out, n);
    }
    int32_t x[CHUNK];
    if (!wide->q31_to_i32(bus.q31, gain, q->bits, 16 - q->bits, x, n)) {
        return false;
    }
    for (size_t i = 0; i < n; ++i) {
        ((int16_t *)out)[i] = (int16_t)x[i];
    }
    return true;
}

// The wide way, where there is one and nothing saturates.
static bool try_wide(wt_quantiser *q, wt_bus bus, void *out, size_t n) {
    if (q->engine == WT_ENGINE_FLOAT) {
        return try_float(q, bus, out, n);
    }
    if (q->dither || q->gain_q > INT32_MAX) {
        return false;
    }
    if (q->engine == WT_ENGINE_Q31) {
        return try_q31(q, bus, out, n);
    }
    return q->container == WT_I16 && q->bits == 16 &&
           wt_rounding_best()->q15_to_i16(bus.q15, (int32_t)q->gain_q, out, n);
}

static void to_integers(wt_quantiser *q, wt_bus bus, void *out, size_t n) {
    if (q->shape) {
        define_shaped(q, bus, out, n);
    } else if (!try_wide(q, bus, out, n)) {
        define_integers(q, bus, out, n);
    }
}

static void to_floats(const wt_quantiser *q, wt_bus bus, void *out, size_t n) {
    if (q->engine == WT_ENGINE_FLOAT && q->container == WT_F32) {
        wt_rounding_best()->float_to_f32(bus.f, q->gain, out, n);
        return;
    }
    const double unit = 1.0 / (double)((int64_t)1 << full_scale_bits(q));
    for (size_t i = 0; i < n; ++i) {
        const double x = q->engine == WT_ENGINE_FLOAT
                             ? (double)(bus.f[i] * q->gain + 0.0f)
                             : (double)amplified(q, integer_at(q, bus, i)) * unit;
        if (q->container == WT_F32) {
            ((float *)out)[i] = (float)x;
        } else {
            ((double *)out)[i] = x;
        }
    }
}

static void quantise_chunk(wt_quantiser *q, wt_bus bus, void *out, size_t n) {
    const uint64_t before = q->clipped;
    if (q->container == WT_I16 || q->container == WT_I32) {
        to_integers(q, bus, out, n);
    } else {
        to_floats(q, bus, out, n);
    }
    listen(q, bus, q->measure || q->clipped > before, n);
    q->position += n;
}

// Steps end where a span does, and, where they can, are whole strides of the dither.
static size_t step_of(const wt_quantiser *q, size_t n) {
    const size_t into = (size_t)(q->position % WT_DITHER_STRIDE);
    if (into > 0 && n > WT_DITHER_STRIDE - into) {
        return WT_DITHER_STRIDE - into;
    }
    const size_t whole = n / WT_DITHER_STRIDE * WT_DITHER_STRIDE;
    const size_t step = whole > 0 && into == 0 ? whole : n;
    const size_t left = (size_t)(WT_DITHER_SPAN - q->position % WT_DITHER_SPAN);
    const size_t most = left < CHUNK ? left : CHUNK;
    return step < most ? step : most;
}

void wt_quantise(wt_quantiser *q, wt_bus bus, void *out, size_t n) {
    char *bytes = out;
    for (size_t done = 0; done < n;) {
        const size_t step = step_of(q, n - done);
        wt_bus at = bus;
        if (q->engine == WT_ENGINE_Q31) {
            at.q31 += done;
        } else {
            at.f += done; // q15 and float are both four bytes wide
        }
        quantise_chunk(q, at, bytes + done * wt_container_size(q->container), step);
        done += step;
    }
}
