// The interpolation kernels against the formulas that define them.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/tables/interpolation.h"

static const double pi = 3.14159265358979323846;

// The cubic B-spline, and its second derivative.
static double b3(double t) {
    const double x = fabs(t);
    return x < 1.0 ? 2.0 / 3.0 - x * x + x * x * x / 2.0 : x < 2.0 ? pow(2.0 - x, 3.0) / 6.0 : 0.0;
}

static double b3_second(double t) {
    const double x = fabs(t);
    return x < 1.0 ? 3.0 * x - 2.0 : x < 2.0 ? 2.0 - x : 0.0;
}

// Blu, Thevenaz, Unser 2001: O-MOMS of order 4.
static double o_moms(double t) {
    return b3(t) + b3_second(t) / 42.0;
}

// R. Keys, "Cubic convolution interpolation for digital image processing", 1981, a = -1/2.
static double catmull_rom(double t) {
    const double x = fabs(t);
    return x < 1.0   ? (1.5 * x - 2.5) * x * x + 1.0
           : x < 2.0 ? ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
                     : 0.0;
}

static double straight(double t) {
    return fmax(0.0, 1.0 - fabs(t));
}

static double held(double t) {
    return fabs(t) <= 0.5 ? 1.0 : 0.0;
}

static double value(const double *c, double z) {
    return ((c[3] * z + c[2]) * z + c[1]) * z + c[0];
}

static void rows_are_the_kernels_around_four_samples(void **state) {
    (void)state;
    static const struct {
        void (*row)(const double *t, double *c);
        double (*phi)(double t);
    } kernels[] = {{wt_interp_fitted, o_moms}, {wt_interp_through, catmull_rom}};
    static const double samples[][4] = {
        {1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}, {0.3, -0.9, 0.5, 0.1}};
    for (size_t k = 0; k < 2; k++) {
        for (size_t s = 0; s < sizeof samples / sizeof *samples; s++) {
            double c[4];
            kernels[k].row(samples[s], c);
            for (double x = 0.0; x <= 1.0; x += 1.0 / 64.0) {
                double sum = 0.0;
                for (int j = 0; j < 4; j++) {
                    sum += samples[s][j] * kernels[k].phi(x - (j - 1));
                }
                assert_true(fabs(value(c, x - 0.5) - sum) < 1e-15);
            }
        }
    }
}

static void through_passes_through_its_samples(void **state) {
    (void)state;
    const double t[] = {0.7, -0.2, 0.4, 0.9};
    double c[4];
    wt_interp_through(t, c);
    assert_true(fabs(value(c, -0.5) - t[1]) < 1e-15);
    assert_true(fabs(value(c, 0.5) - t[2]) < 1e-15);
}

// The Fourier integral of an even kernel, on pieces that each are smooth, by Simpson's rule.
static double transform(double (*phi)(double t), double f) {
    enum { STEPS = 400 };
    double sum = 0.0;
    for (int piece = 0; piece < 4; piece++) {
        for (int i = 0; i <= STEPS; i++) {
            const double inside = i == 0 ? 1e-12 : i == STEPS ? -1e-12 : 0.0;
            const double t = (piece + (double)i / STEPS) / 2.0 + inside;
            const double weight = i == 0 || i == STEPS ? 1.0 : i % 2 ? 4.0 : 2.0;
            sum += weight * phi(t) * cos(2.0 * pi * f * t);
        }
    }
    return 2.0 * sum * (0.5 / STEPS) / 3.0;
}

static const struct {
    wt_interp interp;
    double (*phi)(double t);
    double least_ratio; // samples to a harmonic that the estimate of images must cover
} responses[] = {
    {WT_INTERP_NONE, held, 8.0},
    {WT_INTERP_NEAREST, held, 8.0},
    {WT_INTERP_LINEAR, straight, 8.0},
    {WT_INTERP_CUBIC, o_moms, 8.0},
};

static void responses_are_the_transforms_of_the_kernels(void **state) {
    (void)state;
    for (size_t k = 0; k < sizeof responses / sizeof *responses; k++) {
        for (double f = 0.0; f < 0.5; f += 0.01) {
            const double response = wt_interpolation_of(responses[k].interp)->response(f);
            assert_true(fabs(response - transform(responses[k].phi, f)) < 1e-9);
        }
    }
}

// Images lie at f + m; what is given for their power is at most 0.7 dB less (at 8 samples a
// harmonic, more exact with more) and 0.8 dB more than they are.
static void estimates_of_images_hold_and_are_not_wasteful(void **state) {
    (void)state;
    for (size_t k = 0; k < sizeof responses / sizeof *responses; k++) {
        const wt_interp_images images = wt_interpolation_of(responses[k].interp)->images;
        for (double ratio = responses[k].least_ratio; ratio <= 64.0; ratio *= 1.19) {
            const double f = 1.0 / ratio;
            const double self = transform(responses[k].phi, f);
            double power = 0.0;
            for (int m = 1; m < 20; m++) {
                power += pow(transform(responses[k].phi, m + f) / self, 2.0) +
                         pow(transform(responses[k].phi, m - f) / self, 2.0);
            }
            const double estimate = (images.factor + images.rise * f * f) * pow(f, images.order);
            if (!(power <= estimate * 1.17) || !(power >= estimate / 1.2)) {
                fail_msg("interpolation %d, %.1f samples: images %g, estimate %g",
                         responses[k].interp, ratio, power, estimate);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_the_kernels_around_four_samples),
        cmocka_unit_test(through_passes_through_its_samples),
        cmocka_unit_test(responses_are_the_transforms_of_the_kernels),
        cmocka_unit_test(estimates_of_images_hold_and_are_not_wasteful),
    };
    return cmocka_run_group_tests_name("kernel", tests, NULL, NULL);
}
