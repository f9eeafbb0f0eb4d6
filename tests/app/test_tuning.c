// Keys sound as the definition of Scala's scales and keyboard mappings says.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/score/tuning.h"

#define TWELVE                                                                                     \
    "! twelve.scl\n!\nTwelve equal steps\n 12\n!\n 100.0\n 200.\n 300.0\n 400.0\n 500.0\n 600.0\n" \
    " 700.0\n 800.0\n 900.0\n 1000.0\n 1100.0\n 2/1\n"
#define JUST "Just major, 7 notes\n7\n9/8\n5/4\n4/3\n3/2\n5/3\n15/8\n2/1\n"
#define WHITE_KEYS "12\n0\n127\n60\n69\n440.0\n7\n0\nx\n1\nx\n2\n3\nx\n4\nx\n5\nx\n6\n"
#define LINEAR_C "0\n0\n127\n60\n60\n261.625565300599\n0\n"

static wt_tuning tuning_of(double a4_hz, const char *scale, const char *keymap) {
    wt_tuning t;
    wt_fault fault = {0};
    assert_true(wt_tuning_make(&t, a4_hz, NULL, NULL, &fault));
    assert_int_equal(wt_scala_read_scale(&t.scale, scale, strlen(scale), NULL, NULL), WT_OK);
    t.scala = true;
    if (keymap) {
        assert_int_equal(wt_scala_read_keymap(&t.keymap, keymap, strlen(keymap), NULL, NULL),
                         WT_OK);
    }
    return t;
}

// An equal division of a ratio into `n`, as text in cents.
static void equal_steps(char *text, size_t size, int n, double period_cents) {
    size_t at = (size_t)snprintf(text, size, "Equal\n%d\n", n);
    for (int i = 1; i <= n; ++i) {
        at += (size_t)snprintf(text + at, size - at, "%.12f\n", period_cents * i / n);
    }
}

// Hertz as libm has them: `cents` above `hz`.
static double above(double hz, double cents) {
    return hz * pow(2.0, cents / 1200.0);
}

static void keys_sound_as_the_mapping_defines(void **state) {
    (void)state;
    char edo31[1024];
    char bohlen_pierce[512];
    equal_steps(edo31, sizeof edo31, 31, 1200.0);
    equal_steps(bohlen_pierce, sizeof bohlen_pierce, 13, 1901.955000865387);
    const char *const pythagorean =
        "Pythagorean\n12\n256/243\n9/8\n32/27\n81/64\n4/3\n1024/729\n3/2\n"
        "128/81\n27/16\n16/9\n243/128\n2/1\n";
    const double c4 = above(440, -900);
    const char *const short_map = "4\n0\n127\n60\n60\n200.0\n3\n0\n1\n"; // 2 of 4 keys unmapped
    const char *const fifths = "1\n0\n127\n60\n60\n100.0\n4\n0\n";       // every key a fifth
    const struct {
        const char *name, *scale, *keymap;
        double note, hz;
    } cases[] = {
        {"A4 of 12 equal steps", TWELVE, NULL, 69, 440},
        {"C4", TWELVE, NULL, 60, above(440, -900)},
        {"two octaves down", TWELVE, NULL, 45, 110},
        {"lowest key", TWELVE, NULL, 0, above(440, -6900)},
        {"a quarter tone", TWELVE, NULL, 69.5, above(440, 50)},
        {"just fifth above C4", JUST, LINEAR_C, 64, 261.625565300599 * 3 / 2},
        {"just octave", JUST, LINEAR_C, 67, 261.625565300599 * 2},
        {"just leading note below", JUST, LINEAR_C, 59, 261.625565300599 * 15 / 16},
        {"without a mapping key 60 stays where it is", JUST, NULL, 60, c4},
        {"just fifth above it", JUST, NULL, 64, c4 * 3 / 2},
        {"Pythagorean sixth", pythagorean, NULL, 69, c4 * 27 / 16},
        {"Pythagorean comma", pythagorean, NULL, 66, c4 * 1024 / 729},
        {"31 keys an octave", edo31, NULL, 91, 2 * c4},
        {"a step of 31", edo31, NULL, 61, above(c4, 1200.0 / 31)},
        {"13 keys a tritave", bohlen_pierce, NULL, 73, 3 * c4},
        {"13 keys below", bohlen_pierce, NULL, 47, c4 / 3},
        {"an unmapped reference lies between its neighbours, 5/4 and 4/3", JUST,
         "3\n0\n127\n60\n61\n300.0\n7\n2\nx\n3\n", 60, 300 * 5.0 / 4 / sqrt(5.0 / 4 * 4 / 3)},
        {"and sounds nothing itself", JUST, "3\n0\n127\n60\n61\n300.0\n7\n2\nx\n3\n", 61, NAN},
        {"a neighbour an octave up", JUST, "2\n0\n127\n60\n61\n300.0\n7\n0\n", 62, 300 * sqrt(2.0)},
        {"white key", JUST, WHITE_KEYS, 69, 440},
        {"white E", JUST, WHITE_KEYS, 64, 440 / (5.0 / 3) * 5 / 4},
        {"white key an octave up", JUST, WHITE_KEYS, 81, 880},
        {"black key", JUST, WHITE_KEYS, 61, NAN},
        {"between a white and a black key", JUST, WHITE_KEYS, 60.5, NAN},
        {"between two white keys", JUST, WHITE_KEYS, 64.5, 440 / (5.0 / 3) * sqrt(5.0 / 4 * 4 / 3)},
        {"left out at the end: unmapped", JUST, short_map, 62, NAN},
        {"mapped", JUST, short_map, 61, 225},
        {"repeats at degree 3", JUST, short_map, 64, 200 * 4.0 / 3},
        {"repeats below", JUST, short_map, 56, 200 / (4.0 / 3)},
        {"every key a fifth", JUST, fifths, 62, 225},
        {"every key a fifth down", JUST, fifths, 58, 100 / 2.25},
        {"not retuned below first", JUST, "0\n60\n72\n60\n60\n200.0\n0\n", 57, above(440, -1200)},
        {"not retuned above last", JUST, "0\n60\n72\n60\n60\n200.0\n0\n", 81, 880},
        {"last retuned", JUST, "0\n60\n67\n60\n60\n200.0\n0\n", 67, 400},
        {"halfway to what is not retuned", JUST, "0\n60\n67\n60\n60\n220.0\n0\n", 59.5,
         sqrt(220 * above(440, -1000))},
        {"octave degree 0 is the last", JUST, "2\n0\n127\n60\n60\n100.0\n0\n0\n4\n", 62, 200},
        {"degrees past the last", JUST, "2\n0\n127\n60\n60\n100.0\n14\n0\n11\n", 61, 300},
        {"not a number", TWELVE, NULL, NAN, NAN},
        {"infinity", TWELVE, NULL, INFINITY, NAN},
        {"far too high", TWELVE, NULL, 1e300, NAN},
        {"1000 octaves", "x\n1\n1200000.0\n", NULL, 71, NAN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        wt_tuning tuning = tuning_of(440, cases[i].scale, cases[i].keymap);
        const double hz = wt_tuning_hz(&tuning, cases[i].note);
        const int same = isnan(cases[i].hz) ? isnan(hz) : fabs(hz / cases[i].hz - 1) < 1e-12;
        if (!same) {
            fail_msg("%s: expected %.15g Hz, got %.15g", cases[i].name, cases[i].hz, hz);
        }
        wt_tuning_free(&tuning);
    }
}

static void the_reference_key_has_exactly_its_frequency(void **state) {
    (void)state;
    wt_tuning mapped = tuning_of(415, JUST, WHITE_KEYS);
    wt_tuning linear = tuning_of(415, JUST, NULL);
    assert_true(memcmp(&(double){wt_tuning_hz(&mapped, 69)}, &(double){440.0}, 8) == 0);
    const double octave = wt_tuning_hz(&linear, 67) / wt_tuning_hz(&linear, 60);
    assert_true(octave >= 2.0 && octave <= 2.0);
    wt_tuning_free(&mapped);
    wt_tuning_free(&linear);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_sound_as_the_mapping_defines),
        cmocka_unit_test(the_reference_key_has_exactly_its_frequency),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
