// Joined cycles against the integral that defines them.
#include "wave.h"

#include "core/tables/join.h"

#include <complex.h>

// e^(-2 pi i x u) over 0..1.
static double complex whole(double x) {
    return fabs(x) < 1e-12 ? 1.0 : (1.0 - cexp(-2.0 * I * pi * x)) / (2.0 * I * pi * x);
}

// A sum of harmonics, each integrated by itself.
static double complex of_harmonics(const wave *w, double nu) {
    double complex sum = 0.0;
    for (uint32_t h = 0; h <= w->harmonics; h++) {
        sum += w->pairs[2 * h] * 0.5 * (whole(nu - h) + whole(nu + h));
        sum += w->pairs[2 * h + 1] * (whole(nu - h) - whole(nu + h)) / (2.0 * I);
    }
    return sum;
}

static double shape_at(const wt_cycle *c, double u) {
    const double step = 1.0 / fmax(c->width, 1.0 - c->width);
    switch (c->kind) {
    case WT_CYCLE_TRIANGLE:
        return u < 0.5 ? 4.0 * u - 1.0 : 3.0 - 4.0 * u;
    case WT_CYCLE_SQUARE:
        return u < 0.5 ? -1.0 : 1.0;
    case WT_CYCLE_SAW:
        return 2.0 * u - 1.0;
    default:
        return step * (u < c->width ? c->width - 1.0 : c->width);
    }
}

// A shape, by Gauss's rule of three points on each side of its step or bend.
static double complex of_shape(const wt_cycle *c, double nu) {
    static const double at[] = {0.5 - 0.38729833462074169, 0.5, 0.5 + 0.38729833462074169};
    static const double weight[] = {5.0 / 18, 8.0 / 18, 5.0 / 18};
    enum { CELLS = 4000 };
    const double step = c->kind == WT_CYCLE_PULSE ? c->width : 0.5;
    double complex sum = 0.0;
    for (int side = 0; side < 2; side++) {
        const double from = side ? step : 0.0, to = side ? 1.0 : step;
        for (int i = 0; i < CELLS; i++) {
            for (int k = 0; k < 3; k++) {
                const double u = from + (to - from) * (i + at[k]) / CELLS;
                sum +=
                    (to - from) / CELLS * weight[k] * shape_at(c, u) * cexp(-2.0 * I * pi * nu * u);
            }
        }
    }
    return sum;
}

static void a_joined_cycle_has_the_harmonics_of_its_definition(void **state) {
    (void)state;
    enum { N = 1500 };
    static const double sines[] = {0.5, 0.0, 1.0, -0.25};
    wave waves[] = {
        {"sine", {.kind = WT_CYCLE_SINE}, 1, new_pairs(1), NULL},
        {"square", {.kind = WT_CYCLE_SQUARE}, 0, NULL, NULL},
        {"saw", {.kind = WT_CYCLE_SAW}, 0, NULL, NULL},
        {"triangle", {.kind = WT_CYCLE_TRIANGLE}, 0, NULL, NULL},
        {"pulse", {.kind = WT_CYCLE_PULSE, .width = 0.1}, 0, NULL, NULL},
        {"harm",
         {.kind = WT_CYCLE_HARMONICS, .amplitudes = sines, .n_amplitudes = 4},
         4,
         new_pairs(4),
         NULL},
        sampled_wave("dull", 512, 1.5, 3, 1),
        sampled_wave("bright", 2048, 1.0, 3, 1),
        sampled_wave("click", 600, 0.0, 0, 1),
    };
    static const int cases[][4] = {{0, 1, 2, -1}, {3, 4, -1}, {6, 7, 8, -1},
                                   {5, 2, 7, 0},  {2, 2, -1}, {8, -1}};
    waves[0].pairs[3] = 1.0;
    for (int h = 1; h <= 4; h++) {
        waves[5].pairs[2 * h + 1] = sines[h - 1];
    }
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        wt_cycle parts[4];
        uint32_t n = 0;
        for (; n < 4 && cases[c][n] >= 0; n++) {
            parts[n] = waves[cases[c][n]].cycle;
        }
        const wt_cycle joined = {.kind = WT_CYCLE_JOINED, .parts = parts, .n_parts = n};
        double *pairs = new_pairs(N);
        double *work = malloc(wt_join_work(&joined, N) * sizeof *work);
        assert_non_null(work);
        wt_join_series(&joined, N, pairs, work);
        double worst = 0.0;
        for (uint32_t m = 1; m <= N; m += m < 120 ? 1 : 29) {
            double complex sum = 0.0;
            for (uint32_t k = 0; k < n; k++) {
                const wave *w = &waves[cases[c][k]];
                const double nu = (double)m / n;
                sum += cexp(-2.0 * I * pi * m * k / n) *
                       (w->pairs ? of_harmonics(w, nu) : of_shape(&w->cycle, nu)) / n;
            }
            worst = fmax(worst, fabs(pairs[2 * m] - 2.0 * creal(sum)));
            worst = fmax(worst, fabs(pairs[2 * m + 1] + 2.0 * cimag(sum)));
        }
        print_message("case %zu: harmonics within %.1e\n", c, worst);
        assert_true(worst < 1e-7); // -140 dB
        free(work);
        free(pairs);
    }
    for (size_t i = 0; i < sizeof waves / sizeof *waves; i++) {
        forget_wave(&waves[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_joined_cycle_has_the_harmonics_of_its_definition),
    };
    return cmocka_run_group_tests_name("join", tests, NULL, NULL);
}
