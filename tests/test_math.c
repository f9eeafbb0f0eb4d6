// Our own functions against libm's.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "wavetable/math.h"
#include "wavetable/pitch.h"

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
        cmocka_unit_test(sine_and_cosine_agree_with_libm),
        cmocka_unit_test(rounding_is_to_the_nearest_even),
        cmocka_unit_test(every_piano_key_is_in_tune),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
