// The transform of any length: directly for powers of two, else as a convolution with a chirp.
#include "core/tables/spectrum.h"
#include "base/memory.h"

#include "base/math.h"
#include "core/tables/fft.h"

static int is_power_of_two(uint32_t n) {
    return (n & (n - 1)) == 0;
}

static size_t convolution_length(uint32_t length) {
    size_t n = 4;
    while (n < 2 * (size_t)length) {
        n *= 2;
    }
    return n;
}

size_t wt_spectrum_work(uint32_t length) {
    return is_power_of_two(length) ? 3 * (size_t)length
                                   : 5 * convolution_length(length) + 2 * (size_t)length;
}

// e^(pi i j^2 / length), the square taken modulo 2 length in whole numbers.
static void chirp(double *out, uint32_t length) {
    for (uint64_t j = 0; j < length; ++j) {
        const double turns = (double)(j * j % (2 * (uint64_t)length)) / (2.0 * length);
        out[2 * j] = wt_cos(turns);
        out[2 * j + 1] = wt_sin(turns);
    }
}

static void multiply(double *x, const double *y) {
    const double re = x[0] * y[0] - x[1] * y[1];
    x[1] = x[0] * y[1] + x[1] * y[0];
    x[0] = re;
}

// Bluestein: j k = (j^2 + k^2 - (k - j)^2) / 2, so that X[k] = c[k] sum x[j] c[j] c*[k - j] with
// the chirp c (L. I. Bluestein, A linear filtering approach to the computation of the DFT, 1970).
static double *bluestein(const float *samples, uint32_t length, double *work) {
    const size_t n = convolution_length(length);
    double *x = work;
    double *filter = x + 2 * n;
    double *turn = filter + 2 * n;
    double *c = turn + n;
    chirp(c, length);
    wt_fft_turn(turn, n);
    memset(x, 0, 4 * n * sizeof *x);
    for (size_t j = 0; j < length; ++j) {
        x[2 * j] = (double)samples[j] * c[2 * j];
        x[2 * j + 1] = (double)samples[j] * c[2 * j + 1];
        const size_t mirror = (n - j) % n;
        filter[2 * j] = filter[2 * mirror] = c[2 * j];
        filter[2 * j + 1] = filter[2 * mirror + 1] = -c[2 * j + 1];
    }
    wt_fft(x, n, turn, 1);
    wt_fft(filter, n, turn, 1);
    for (size_t k = 0; k < n; ++k) {
        multiply(x + 2 * k, filter + 2 * k);
        x[2 * k + 1] = -x[2 * k + 1]; // conj, transform, conj: the opposite direction
    }
    wt_fft(x, n, turn, 1);
    for (size_t k = 0; k < length; ++k) {
        x[2 * k] /= (double)n;
        x[2 * k + 1] /= -(double)n;
        multiply(x + 2 * k, c + 2 * k);
    }
    return x;
}

static double *direct(const float *samples, uint32_t length, double *work) {
    for (size_t j = 0; j < length; ++j) {
        work[2 * j] = (double)samples[j];
        work[2 * j + 1] = 0.0;
    }
    wt_fft_turn(work + 2 * (size_t)length, length);
    wt_fft(work, length, work + 2 * (size_t)length, 1);
    return work;
}

void wt_spectrum(const float *samples, uint32_t length, double *pairs, double *work) {
    const double *x =
        is_power_of_two(length) ? direct(samples, length, work) : bluestein(samples, length, work);
    const double scale = 2.0 / length;
    pairs[0] = x[0] / length;
    pairs[1] = 0.0;
    for (size_t h = 1; h <= length / 2; ++h) {
        const double once = 2 * h == length ? 0.5 : 1.0; // the cosine at Nyquist is its own mirror
        pairs[2 * h] = x[2 * h] * scale * once;
        pairs[2 * h + 1] = 2 * h == length ? 0.0 : x[2 * h + 1] * scale;
    }
}
