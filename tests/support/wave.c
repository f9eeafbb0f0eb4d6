#include "wave.h"

double *new_pairs(uint32_t harmonics) {
    double *pairs = calloc(2 * ((size_t)harmonics + 1), sizeof *pairs);
    assert_non_null(pairs);
    return pairs;
}

void forget_wave(wave *w) {
    free(w->pairs);
    free(w->samples);
}

wave saw_wave(uint32_t harmonics) {
    wave w = {"saw", {.kind = WT_CYCLE_SAW}, harmonics, new_pairs(harmonics), NULL};
    for (uint32_t h = 1; h <= harmonics; h++) {
        w.pairs[2 * h + 1] = -2.0 / (pi * h);
    }
    return w;
}

wave square_wave(uint32_t harmonics) {
    wave w = {"square", {.kind = WT_CYCLE_SQUARE}, harmonics, new_pairs(harmonics), NULL};
    for (uint32_t h = 1; h <= harmonics; h += 2) {
        w.pairs[2 * h + 1] = -4.0 / (pi * h);
    }
    return w;
}

wave pulse_wave(double width, uint32_t harmonics) {
    wave w = {
        "pulse", {.kind = WT_CYCLE_PULSE, .width = width}, harmonics, new_pairs(harmonics), NULL};
    const double step = 1.0 / fmax(width, 1.0 - width);
    for (uint32_t h = 1; h <= harmonics; h++) {
        w.pairs[2 * h] = -step / (pi * h) * sin(2.0 * pi * h * width);
        w.pairs[2 * h + 1] = -2.0 * step / (pi * h) * pow(sin(pi * h * width), 2.0);
    }
    return w;
}

wave sampled_wave(const char *name, uint32_t length, double slope, uint32_t scatter,
                  uint32_t every) {
    const uint32_t harmonics = (length - 1) / 2;
    wave w = {name,
              {.kind = WT_CYCLE_SAMPLES, .length = length},
              harmonics,
              new_pairs(harmonics),
              malloc(length * sizeof(float))};
    double *exact = calloc(length, sizeof *exact);
    double *turn = malloc(length * sizeof *turn);
    assert_true(w.samples && exact && turn);
    for (uint32_t i = 0; i < length; i++) {
        turn[i] = cos(2.0 * pi * i / length);
    }
    for (uint32_t h = 1; h <= harmonics; h += every) {
        const uint32_t shift = (uint32_t)((uint64_t)scatter * h * h % length);
        const double amplitude = pow(h, -slope);
        w.pairs[2 * h] = amplitude * turn[shift];
        w.pairs[2 * h + 1] = amplitude * sin(2.0 * pi * shift / length);
        for (uint32_t i = 0, at = (length - shift) % length; i < length; i++) {
            exact[i] += amplitude * turn[at];
            at = at + h < length ? at + h : at + h - length;
        }
    }
    double peak = 0.0;
    for (uint32_t i = 0; i < length; i++) {
        peak = fmax(peak, fabs(exact[i]));
    }
    for (uint32_t i = 0; i < length; i++) {
        w.samples[i] = (float)(exact[i] / peak);
    }
    for (size_t i = 0; i < 2 * ((size_t)harmonics + 1); i++) {
        w.pairs[i] /= peak;
    }
    free(exact);
    free(turn);
    w.cycle.samples = w.samples;
    return w;
}

wave bright_wave(void) {
    return sampled_wave("bright", 2048, 1.0, 3, 1);
}
