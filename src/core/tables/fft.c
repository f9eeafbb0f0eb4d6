// A radix-2 transform with its twiddle factors by repeated doubling.
#include "core/tables/fft.h"

#include "base/math.h"

// e^(2 pi i (j + m) / n) = e^(2 pi i j / n) e^(2 pi i m / n): a table of m points grows to 2 m
// with one product a point, each point at most log2(n) products from an exact one. No pass of
// butterflies looks past half of it.
void wt_fft_turn(double *turn, size_t n) {
    turn[0] = 1.0;
    turn[1] = 0.0;
    for (size_t m = 1; m < n / 2; m *= 2) {
        const double c = wt_cos((double)m / (double)n);
        const double s = wt_sin((double)m / (double)n);
        for (size_t j = 0; j < m; ++j) {
            const double re = turn[2 * j];
            const double im = turn[2 * j + 1];
            turn[2 * (m + j)] = re * c - im * s;
            turn[2 * (m + j) + 1] = re * s + im * c;
        }
    }
}

static void swap(double *a, double *b) {
    const double t = *a;
    *a = *b;
    *b = t;
}

static void reverse_bits(double *x, size_t n) {
    for (size_t i = 1, j = 0; i < n; ++i) {
        size_t bit = n >> 1;
        for (; j & bit; bit >>= 1) {
            j ^= bit;
        }
        j ^= bit;
        if (i < j) {
            swap(x + 2 * i, x + 2 * j);
            swap(x + 2 * i + 1, x + 2 * j + 1);
        }
    }
}

// One pass of butterflies over blocks of 2 * half points.
static void pass(double *x, size_t n, size_t half, const double *turn, size_t stride) {
    for (size_t block = 0; block < n; block += 2 * half) {
        double *a = x + 2 * block;
        double *b = a + 2 * half;
        for (size_t k = 0; k < half; ++k) {
            const double *w = turn + 2 * k * stride;
            const double re = b[2 * k] * w[0] - b[2 * k + 1] * w[1];
            const double im = b[2 * k] * w[1] + b[2 * k + 1] * w[0];
            b[2 * k] = a[2 * k] - re;
            b[2 * k + 1] = a[2 * k + 1] - im;
            a[2 * k] += re;
            a[2 * k + 1] += im;
        }
    }
}

void wt_fft(double *x, size_t n, const double *turn, size_t stride) {
    reverse_bits(x, n);
    for (size_t half = 1; half < n; half *= 2) {
        pass(x, n, half, turn, stride * (n / (2 * half)));
    }
}

// With X[h] = (a - ib)/2 the complex spectrum of real samples, the even samples and i times the
// odd ones are one complex signal of half the length, whose spectrum is
// Z[h] = X[h] + conj X[m-h] + i e^(2 pi i h/n) (X[h] - conj X[m-h]), m = n/2
// (Press et al., Numerical Recipes, 12.3, backwards).
void wt_fft_synthesise(double *x, size_t n, const double *turn) {
    const size_t m = n / 2;
    const double dc = x[0];
    const double nyquist = x[1];
    x[0] = dc + nyquist;
    x[1] = dc - nyquist;
    for (size_t h = 1; h <= m / 2; ++h) {
        double *p = x + 2 * h;
        double *q = x + 2 * (m - h);
        const double *w = turn + 2 * h;
        const double sum_re = 0.5 * (p[0] + q[0]);
        const double sum_im = -0.5 * (p[1] - q[1]);
        const double dif_re = 0.5 * (p[0] - q[0]);
        const double dif_im = -0.5 * (p[1] + q[1]);
        const double tw_re = -(dif_re * w[1] + dif_im * w[0]);
        const double tw_im = dif_re * w[0] - dif_im * w[1];
        p[0] = sum_re + tw_re;
        p[1] = sum_im + tw_im;
        q[0] = sum_re - tw_re;
        q[1] = -sum_im + tw_im;
    }
    wt_fft(x, m, turn, 2);
}
