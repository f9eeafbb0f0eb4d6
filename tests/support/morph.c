#include "morph.h"

static void sum_samples(morph *m, int k) {
    double peak = 0.0;
    for (uint32_t i = 0; i < m->length; i++) {
        double sum = 0.0;
        for (uint32_t h = 1; h <= m->harmonics; h++) {
            const double turns = (double)((uint64_t)h * i % m->length) / m->length;
            sum += m->pairs[k][2 * h] * cos(2.0 * pi * turns);
            sum += m->pairs[k][2 * h + 1] * sin(2.0 * pi * turns);
        }
        m->samples[k][i] = sum;
        peak = fmax(peak, fabs(sum));
    }
    for (uint32_t i = 0; i < m->length; i++) {
        m->samples[k][i] *= 0.95 / peak;
    }
    for (uint32_t i = 0; i < 2 * (m->harmonics + 1); i++) {
        m->pairs[k][i] *= 0.95 / peak;
    }
}

morph make_morph(uint32_t length) {
    morph m = {.length = length, .harmonics = (length - 1) / 2};
    for (int k = 0; k < KEYS; k++) {
        m.pairs[k] = calloc(2 * ((size_t)m.harmonics + 1), sizeof(double));
        m.samples[k] = malloc(length * sizeof(double));
        assert_true(m.pairs[k] && m.samples[k]);
        for (uint32_t h = 1; h <= m.harmonics; h++) {
            const double turns = fmod((double)(k + 1) * 0.137 * (h - 1) * (h - 1), 1.0);
            const double factor = k == 1 ? h % 2 : k == 2 && h % 3 == 0 ? 2.0 : 1.0;
            m.pairs[k][2 * h] = factor / h * sin(2.0 * pi * turns);
            m.pairs[k][2 * h + 1] = factor / h * cos(2.0 * pi * turns);
        }
        sum_samples(&m, k);
    }
    return m;
}

void forget_morph(morph *m) {
    for (int k = 0; k < KEYS; k++) {
        free(m->pairs[k]);
        free(m->samples[k]);
    }
}

// How much of each spectrum is in what lies at x, 0..1.
static void weigh(double x, double *weights) {
    const double u = x * (KEYS - 1);
    for (int k = 0; k < KEYS; k++) {
        weights[k] = fmax(0.0, 1.0 - fabs(u - k));
    }
}

double morph_sample(const morph *m, double x, uint32_t i) {
    double weights[KEYS];
    weigh(x, weights);
    double sum = 0.0;
    for (int k = 0; k < KEYS; k++) {
        sum += weights[k] * m->samples[k][i];
    }
    return sum;
}

void weigh_between(double u, double step, double *weights) {
    double low[KEYS], high[KEYS];
    const double c = floor(u);
    weigh(c * step, low);
    weigh(fmin((c + 1.0) * step, 1.0), high);
    for (int k = 0; k < KEYS; k++) {
        weights[k] = low[k] + (high[k] - low[k]) * (u - c);
    }
}

double morph_amplitude(const morph *m, const double *weights, uint32_t h) {
    double a = 0.0, b = 0.0;
    for (int k = 0; k < KEYS; k++) {
        a += weights[k] * m->pairs[k][2 * h];
        b += weights[k] * m->pairs[k][2 * h + 1];
    }
    return hypot(a, b);
}

double morph_at(const morph *m, const double *weights, uint32_t n, uint32_t phase) {
    const double c = cos(2.0 * pi * (double)phase * 0x1p-32);
    const double s = sin(2.0 * pi * (double)phase * 0x1p-32);
    double re = c, im = s, sum = 0.0;
    for (uint32_t h = 1; h <= n; h++) {
        for (int k = 0; k < KEYS; k++) {
            sum += weights[k] * (m->pairs[k][2 * h] * re + m->pairs[k][2 * h + 1] * im);
        }
        const double next = re * c - im * s;
        im = re * s + im * c;
        re = next;
    }
    return sum;
}
