// Building levels: harmonics, divided by the kernel's response, into rows.
//
// The length is chosen from the spectrum: a saw's level has 14 to 50 samples to its highest
// harmonic, one whose harmonics are all as loud, which leave far more images, 34 to 69. Measured,
// 20 Hz to 20 kHz, worst of saw, square, narrow pulse and a bright 2048-sample cycle over 88 keys
// at 44.1 to 96 kHz (tests/core/test_alias_*.c):
//     float cubic -139 dB   linear -104     16 bits: the noise of its rounding:
//     q31   cubic -139      linear -125     q15 cubic -84 to -96, linear -81 to -94
// Float rounding alone leaves -145 to -150. The same holds for flat spectra, and for cycles of 2 to
// 65536 samples. Only below hearing, where harmonics are many, is the longest level too short: a
// cycle of 32767 harmonics at 0.1 Hz has -116 dB (cubic, saw -126) and -62 dB (linear, saw -82).
#include "core/tables/level.h"
#include "base/memory.h"

#include "base/math.h"
#include "core/plain.h"
#include "core/tables/fft.h"
#include "core/tables/interpolation.h"

// Reading taps takes 1.1 times as long as reading polynomials on 16 lanes, 1.4 on 8 and 1.7 on 4,
// until the polynomials fall out of the nearest cache; from there on it takes 0.7 to 0.9 times as
// long on 16 and 8. So there are 8 KB of them at most: 1000 sounds of 4 s that move through 65
// cycles take 0.87 of the time that they take with 16 KB, and 0.55 of what they take with 64 KB.
enum { MOST_POLYNOMIALS = 512 };

static bool is_polynomial(wt_form form) {
    return wt_interpolation_of(form.interp)->reader == WT_READ_POLYNOMIAL;
}

size_t wt_row_size(wt_form form) {
    if (is_polynomial(form)) {
        return 16;
    }
    return wt_engine_of(form) == WT_ENGINE_Q15 ? 2 : 4;
}

bool wt_level_has_taps(wt_form form, uint32_t length) {
    return wt_engine_of(form) == WT_ENGINE_FLOAT && form.interp == WT_INTERP_CUBIC &&
           length > MOST_POLYNOMIALS;
}

int wt_headroom_bits(wt_form form, bool bandlimit) {
    return wt_engine_of(form) == WT_ENGINE_Q15 && bandlimit ? 1 : 0;
}

static double power(double x, int n) {
    double product = 1.0;
    for (int i = 0; i < n; ++i) {
        product *= x;
    }
    return product;
}

uint32_t wt_level_length(wt_form form, const double *pairs, uint32_t harmonics) {
    const wt_interpolation *interpolation = wt_interpolation_of(form.interp);
    const wt_interp_images images = interpolation->images;
    double signal = 1e-300;
    double weighted = 0.0; // by h^order
    double rising = 0.0;   // by h^(order + 2)
    for (uint32_t h = 1; h <= harmonics; ++h) {
        const double p = pairs[2 * h] * pairs[2 * h] + pairs[2 * h + 1] * pairs[2 * h + 1];
        const double by_order = p * power(h, images.order);
        signal += p;
        weighted += by_order;
        rising += by_order * h * h;
    }
    const double allowed = interpolation->allowed[wt_engine_of(form)] * signal;
    uint32_t length = 64;
    while (length < interpolation->longest &&
           (length < 8 * (uint64_t)harmonics ||
            images.factor * weighted + images.rise * rising / power(length, 2) >
                allowed * power(length, images.order))) {
        length *= 2;
    }
    return length;
}

uint32_t wt_level_points(wt_form form, const double *pairs, uint32_t harmonics, uint32_t length) {
    if (is_polynomial(form)) {
        return length;
    }
    const wt_form cubic = {WT_ENGINE_FLOAT, WT_INTERP_CUBIC};
    const uint32_t points = wt_level_length(cubic, pairs, harmonics);
    return points < length ? points : length;
}

size_t wt_level_work(uint32_t points) {
    return (size_t)points + 4;
}

static int32_t to_integer(double x, int bits) {
    const double full = (double)(1 << bits);
    const double limit = bits == 15 ? full - 1.0 : 4.0 * full - 1.0;
    const double low = bits == 15 ? -full : -limit;
    const double y = wt_round(x * full);
    return (int32_t)(y > limit ? limit : y < low ? low : y);
}

static void put(wt_form form, void *rows, size_t i, double value) {
    switch (wt_engine_of(form)) {
    case WT_ENGINE_FLOAT:
        ((float *)rows)[i] = (float)value;
        break;
    case WT_ENGINE_Q15:
        ((int16_t *)rows)[i] = (int16_t)to_integer(value, 15);
        break;
    case WT_ENGINE_Q31:
        ((int32_t *)rows)[i] = to_integer(value, WT_Q31_BITS);
        break;
    }
}

static void write_samples(wt_form form, const double *x, uint32_t length, void *rows) {
    for (uint32_t i = 0; i <= length; ++i) {
        put(form, rows, i, x[i % length]);
    }
}

// The cubic through `points` samples is 141 dB clean (wt_level_length), so a linear level, 4 to 16
// times as long, takes the rest of its samples from it: a fourth of the time of a longer FFT.
static void write_filled(wt_form form, const double *x, uint32_t points, uint32_t length,
                         void *rows) {
    const uint32_t between = length / points;
    for (uint32_t i = 0; i <= points; ++i) {
        const double t[4] = {x[(i + points - 1) % points], x[i % points], x[(i + 1) % points],
                             x[(i + 2) % points]};
        double c[4];
        wt_interp_fitted(t, c);
        for (uint32_t j = 0; j < (i < points ? between : 1); ++j) {
            const double z = (double)j / between - 0.5;
            put(form, rows, (size_t)i * between + j, ((c[3] * z + c[2]) * z + c[1]) * z + c[0]);
        }
    }
}

// Far past full scale polynomials would reach where the difference of two has no room in 32 bits:
// their values, |c0| + |c1| / 2 + |c2| / 4 + |c3| / 8 at most, are held within 4.
static void hold_within_4(double *c) {
    double most = 0.0;
    for (int k = 0; k < 4; ++k) {
        most += (c[k] < 0.0 ? -c[k] : c[k]) / (double)(1 << k);
    }
    for (int k = 0; k < 4 && most > 3.99; ++k) {
        c[k] *= 3.99 / most;
    }
}

// x has room for the three samples that the last polynomials reach beyond the turn.
static void write_polynomials(wt_form form, double *x, uint32_t length, void *rows,
                              wt_interp_fit fit) {
    const double last = x[length - 1];
    memmove(x + 1, x, length * sizeof *x);
    x[0] = last;
    for (uint32_t i = 0; i < 3; ++i) {
        x[length + 1 + i] = x[1 + i % length];
    }
    for (uint32_t i = 0; i <= length; ++i) {
        double c[4];
        fit(x + i, c);
        if (wt_engine_of(form) == WT_ENGINE_Q31) {
            hold_within_4(c);
        }
        for (int k = 0; k < 4; ++k) {
            if (wt_engine_of(form) == WT_ENGINE_FLOAT) {
                ((float *)rows)[4 * i + k] = (float)c[k];
            } else {
                ((int32_t *)rows)[4 * i + k] = to_integer(c[k], WT_Q31_BITS);
            }
        }
    }
}

static void write_taps(const double *x, uint32_t length, float *rows) {
    for (uint32_t i = 0; i < length + 4; ++i) {
        rows[i] = (float)x[(i + length - 1) % length];
    }
}

void wt_level_build(wt_form form, const double *pairs, uint32_t harmonics, uint32_t length,
                    const double *turn, double *work, void *rows) {
    const wt_interpolation *interpolation = wt_interpolation_of(form.interp);
    const wt_interpolation *fill = &wt_interpolations[WT_INTERP_CUBIC];
    const double scale = 1.0 / (1 << wt_headroom_bits(form, true));
    const uint32_t points = wt_level_points(form, pairs, harmonics, length);
    memset(work, 0, wt_level_work(points) * sizeof *work);
    for (uint32_t h = 1; h <= harmonics; ++h) {
        double gain = scale / interpolation->response((double)h / length);
        if (points < length) {
            gain /= fill->response((double)h / points);
        }
        work[2 * h] = pairs[2 * h] * gain;
        work[2 * h + 1] = pairs[2 * h + 1] * gain;
    }
    work[0] = pairs[0] * scale;
    wt_fft_synthesise(work, points, turn);
    if (points < length) {
        write_filled(form, work, points, length, rows);
    } else if (wt_level_has_taps(form, length)) {
        write_taps(work, length, rows);
    } else if (is_polynomial(form)) {
        write_polynomials(form, work, length, rows, interpolation->fitted);
    } else {
        write_samples(form, work, length, rows);
    }
}

void wt_level_build_as_is(wt_form form, double *samples, uint32_t length, void *rows) {
    if (is_polynomial(form)) {
        write_polynomials(form, samples, length, rows, wt_interpolation_of(form.interp)->through);
    } else {
        write_samples(form, samples, length, rows);
    }
}
