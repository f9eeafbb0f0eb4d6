// Our own functions against libm's.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/math.h"
#include "core/pitch/pitch.h"

static void exp2_agrees_with_libm(void **state) {
    (void)state;
    for (double x = -100.0; x < 100.0; x += 0.00137) {
        assert_true(fabs(wt_exp2(x) / exp2(x) - 1.0) < 5e-16);
    }
    assert_true(wt_exp2(3.0) == 8.0);
    assert_true(wt_exp2(-2000.0) == 0.0);
    assert_true(isinf(wt_exp2(2000.0)));
}

static void log2_agrees_with_libm(void **state) {
    (void)state;
    for (double x = 1e-9; x < 1e9; x *= 1.000317) {
        assert_true(fabs(wt_log2(x) - log2(x)) < 1e-15 + 3e-16 * fabs(log2(x)));
    }
    assert_true(wt_log2(1024.0) == 10.0);
}

static void square_roots_agree_with_libm(void **state) {
    (void)state;
    for (double x = 1e-300; x < 1e300; x *= 1.0317) {
        assert_true(fabs(wt_sqrt(x) / sqrt(x) - 1.0) < 3e-16);
    }
    assert_true(wt_sqrt(4.0) == 2.0 && wt_sqrt(0.0) == 0.0 && isinf(wt_sqrt(INFINITY)));
    assert_true(isnan(wt_sqrt(-1.0)));
    assert_true(fabs(wt_sqrt(5e-324) / sqrt(5e-324) - 1.0) < 3e-16);
}

static void powers_agree_with_libm(void **state) {
    (void)state;
    double worst = 0.0;
    for (double x = 1e-6; x < 1e6; x *= 1.0317) {
        for (double y = -40.0; y < 40.0; y += 0.37) {
            const double bound = 1e-15 * (1.0 + fabs(y) * (1.0 + fabs(log2(x))));
            worst = fmax(worst, fabs(wt_pow(x, y) / pow(x, y) - 1.0) / bound);
        }
        for (int y = -32; y <= 32; ++y) { // a product rounds y times
            assert_true(fabs(wt_pow(-x, y) / pow(-x, y) - 1.0) < 2.3e-16 * (1 + abs(y)));
        }
    }
    assert_true(worst < 1.0);
    static const double exact[][3] = {{2, 10, 1024},
                                      {-2, 3, -8},
                                      {-2, 33, -8589934592.0},
                                      {-1, 1e6 + 1, -1},
                                      {-1, 1e300, 1},
                                      {0, 0, 1},
                                      {0, 2.5, 0},
                                      {7, 0, 1},
                                      {2, -1, 0.5},
                                      {0.5, 1e9, 0},
                                      {9, 1e9, INFINITY},
                                      {0, -2, INFINITY},
                                      {INFINITY, 0.5, INFINITY},
                                      {INFINITY, -33, 0}};
    for (size_t i = 0; i < sizeof exact / sizeof *exact; ++i) {
        assert_true(wt_pow(exact[i][0], exact[i][1]) == exact[i][2]);
    }
    assert_true(isnan(wt_pow(-2.0, 0.5)) && isnan(wt_pow(NAN, 2.0)) && isnan(wt_pow(2.0, NAN)));
}

static void sine_and_cosine_agree_with_libm(void **state) {
    (void)state;
    for (double t = -3.0; t < 3.0; t += 0.0000713) {
        const long double x = 2.0L * 3.14159265358979323846264338327950288L * (t - rint(t));
        assert_true(fabs(wt_sin(t) - (double)sinl(x)) < 3e-16);
        assert_true(fabs(wt_cos(t) - (double)cosl(x)) < 3e-16);
    }
    assert_true(wt_sin(0.25) == 1.0 && wt_sin(0.5) == 0.0 && wt_cos(0.25) == 0.0);
}

static void rounding_is_to_the_nearest_even(void **state) {
    (void)state;
    static const double cases[] = {-2.5, -1.5, -0.5, -0.4, 0.0, 0.5, 1.5, 2.5, 2.51, 1e12 + 0.5};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        assert_true(wt_round(cases[i]) == rint(cases[i]));
        assert_true(wt_floor(cases[i]) == floor(cases[i]));
    }
}

// 0.001 cent over the 88 keys at 48 kHz, the increment's rounding included.
static void every_piano_key_is_in_tune(void **state) {
    (void)state;
    for (int note = 21; note <= 108; ++note) {
        const double exact = 440.0 * pow(2.0, (note - 69) / 12.0);
        assert_true(fabs(1200.0 * log2(wt_note_hz(note, 440.0) / exact)) < 1e-9);
        const double played =
            wt_increment(wt_note_hz(note, 440.0), 48000.0) / 4294967296.0 * 48000.0;
        assert_true(fabs(1200.0 * log2(played / exact)) < 0.001);
        assert_true(fabs(wt_hz_note(exact, 440.0) - note) < 1e-12);
    }
    assert_int_equal(wt_increment(440.0, 48000.0), 39370534);
    assert_int_equal(wt_increment(439.997613, 48000.0), 39370320);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exp2_agrees_with_libm),
        cmocka_unit_test(log2_agrees_with_libm),
        cmocka_unit_test(square_roots_agree_with_libm),
        cmocka_unit_test(powers_agree_with_libm),
        cmocka_unit_test(sine_and_cosine_agree_with_libm),
        cmocka_unit_test(rounding_is_to_the_nearest_even),
        cmocka_unit_test(every_piano_key_is_in_tune),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
