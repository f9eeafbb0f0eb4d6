// Transforms and cycles against their definitions.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/math.h"
#include "core/tables/cycle.h"
#include "core/tables/fft.h"
#include "core/tables/spectrum.h"

static double noise(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return (double)*seed / 2147483648.0 - 1.0;
}

static double series_at(const double *pairs, uint32_t n, double phase) {
    double sum = 0.0;
    for (uint32_t h = 0; h <= n; ++h) {
        sum += pairs[2 * h] * wt_cos(h * phase) + pairs[2 * h + 1] * wt_sin(h * phase);
    }
    return sum;
}

static void a_synthesised_cycle_is_the_sum_of_its_harmonics(void **state) {
    (void)state;
    for (size_t n = 4; n <= 256; n *= 2) {
        double x[512], pairs[514], turn[512];
        uint32_t seed = 7;
        for (size_t i = 0; i < n; ++i) {
            x[i] = pairs[i] = noise(&seed);
        }
        pairs[1] = 0.0;
        pairs[n] = x[1];
        pairs[n + 1] = 0.0;
        wt_fft_turn(turn, n);
        wt_fft_synthesise(x, n, turn);
        for (size_t j = 0; j < n; ++j) {
            assert_true(fabs(x[j] - series_at(pairs, (uint32_t)n / 2, (double)j / (double)n)) <
                        1e-12);
        }
    }
}

static void the_spectrum_of_a_cycle_passes_through_every_sample(void **state) {
    (void)state;
    static const uint32_t lengths[] = {2, 3, 4, 5, 7, 16, 100, 127, 256, 600, 1470};
    for (size_t c = 0; c < sizeof lengths / sizeof *lengths; ++c) {
        const uint32_t n = lengths[c];
        float *x = malloc(n * sizeof *x);
        double *pairs = malloc((n + 2) * sizeof *pairs);
        double *work = malloc(wt_spectrum_work(n) * sizeof *work);
        uint32_t seed = n;
        for (uint32_t i = 0; i < n; ++i) {
            x[i] = (float)noise(&seed);
        }
        wt_spectrum(x, n, pairs, work);
        for (uint32_t j = 0; j < n; ++j) {
            assert_true(fabs(series_at(pairs, n / 2, (double)j / n) - (double)x[j]) < 1e-11);
        }
        free(work);
        free(pairs);
        free(x);
    }
}

// What is left of a shape without its mean: a pulse is then scaled to a peak of 1.
static void remove_dc(double *x, uint32_t n) {
    double mean = 0.0, peak = 0.0;
    for (uint32_t i = 0; i < n; ++i) {
        mean += x[i] / n;
    }
    for (uint32_t i = 0; i < n; ++i) {
        x[i] -= mean;
        peak = fmax(peak, fabs(x[i]));
    }
    for (uint32_t i = 0; i < n && fabs(mean) > 0.001; ++i) {
        x[i] /= peak;
    }
}

// Away from their steps, the sum of many harmonics comes close to the ideal shape.
static void every_shape_is_the_sum_of_its_series(void **state) {
    (void)state;
    static const double sines[] = {1, 0, -0.5};
    static const wt_cycle shapes[] = {
        {.kind = WT_CYCLE_SINE},
        {.kind = WT_CYCLE_TRIANGLE},
        {.kind = WT_CYCLE_SQUARE},
        {.kind = WT_CYCLE_SAW},
        {.kind = WT_CYCLE_PULSE, .width = 0.25},
        {.kind = WT_CYCLE_PULSE, .width = 0.9},
        {.kind = WT_CYCLE_HARMONICS, .amplitudes = sines, .n_amplitudes = 3},
    };
    enum { N = 4000 };
    double *pairs = malloc((N + 1) * 2 * sizeof *pairs);
    double ideal[WT_SHAPE_LENGTH];
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; ++s) {
        wt_cycle_series(&shapes[s], N, pairs);
        wt_cycle_render(&shapes[s], ideal);
        remove_dc(ideal, WT_SHAPE_LENGTH);
        assert_true(pairs[0] == 0.0);
        for (uint32_t i = 32; i < WT_SHAPE_LENGTH; i += 64) {
            assert_true(fabs(series_at(pairs, N, (double)i / WT_SHAPE_LENGTH) - ideal[i]) < 0.02);
        }
    }
    free(pairs);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_synthesised_cycle_is_the_sum_of_its_harmonics),
        cmocka_unit_test(the_spectrum_of_a_cycle_passes_through_every_sample),
        cmocka_unit_test(every_shape_is_the_sum_of_its_series),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
