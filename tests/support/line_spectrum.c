#include "line_spectrum.h"

uint32_t odd_turns(double hz, double rate, size_t n) {
    const uint32_t half = (uint32_t)(hz / rate * (double)n / 2.0);
    return 2 * half + 1;
}

double turns_hz(uint32_t k, double rate, size_t n) {
    return (double)k * rate / (double)n;
}

static const double *circle_of(size_t n) {
    static double *circles[32];
    int log2_n = 0;
    while ((size_t)1 << log2_n < n) {
        log2_n++;
    }
    if (!circles[log2_n]) {
        circles[log2_n] = malloc(2 * n * sizeof(double));
        assert_non_null(circles[log2_n]);
        wt_fft_turn(circles[log2_n], n);
    }
    return circles[log2_n];
}

spectra transform(const double *a, const double *b, size_t n) {
    spectra s = {malloc(2 * n * sizeof(double)), n};
    assert_non_null(s.z);
    for (size_t i = 0; i < n; i++) {
        s.z[2 * i] = a[i];
        s.z[2 * i + 1] = b ? b[i] : 0.0;
    }
    wt_fft(s.z, n, circle_of(n), 1);
    return s;
}

void bin_pair(const spectra *s, int second, size_t bin, double *pair) {
    const double *p = s->z + 2 * bin;
    const double *q = s->z + 2 * (s->n - bin);
    pair[0] = (second ? p[1] + q[1] : p[0] + q[0]) / (double)s->n;
    pair[1] = (second ? q[0] - p[0] : p[1] - q[1]) / (double)s->n;
}

double band_top(double rate) {
    return rate < 44100.0 ? rate * (20.0 / 44.1) : 20000.0;
}

double power_db(double ratio) {
    return 10.0 * log10(fmax(ratio, 1e-30));
}

double noise_top(double rate) {
    return rate < 44100.0 ? rate / 2.0 : 20000.0;
}

purity purity_of(const spectra *s, int second, uint32_t k, double rate, const wave *w,
                 double top_hz) {
    const double hz_bin = rate / (double)s->n;
    const size_t last = (size_t)(top_hz / hz_bin);
    double signal = 0.0, noise = 0.0, worst = 0.0;
    for (size_t bin = (size_t)ceil(20.0 / hz_bin); bin <= last && 2 * bin < s->n; bin++) {
        double p[2];
        bin_pair(s, second, bin, p);
        const size_t h = bin % k == 0 && bin / k <= w->harmonics ? bin / k : 0;
        if (h > 1 && (double)bin * hz_bin > band_top(rate)) {
            continue;
        }
        const double *ideal = w->pairs + 2 * h;
        if (h == 0) {
            noise += p[0] * p[0] + p[1] * p[1];
            continue;
        }
        const double has = ideal[0] * ideal[0] + ideal[1] * ideal[1];
        signal += has;
        noise += pow(p[0] - ideal[0], 2.0) + pow(p[1] - ideal[1], 2.0);
        if (has > 1e-12) {
            worst = fmax(worst, fabs(power_db((p[0] * p[0] + p[1] * p[1]) / has)));
        }
    }
    return (purity){signal / 2.0, power_db(noise / signal), worst};
}
