// The q15 engine against whole-number arithmetic, sample for sample.
#include "cycle_file.h"
#include "program.h"

#include <math.h>

enum { LENGTH = 4096, N = 480000, INCREMENT = 39370320 };

static const char plain[] = "-E q15 -B off -g 0 --adsr 0,0,1,0";
static int16_t sine[LENGTH];

static int make_sine(void **state) {
    int16_t cast[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
        const double x = sin(2.0 * acos(-1.0) * i / LENGTH) * 32767.0;
        sine[i] = (int16_t)lround(x);
        cast[i] = (int16_t)x;
    }
    if (enter_folder(state) != 0) {
        return -1;
    }
    make_cycle_i16("sine.wav", sine, LENGTH);
    make_cycle_i16("cast.wav", cast, LENGTH);
    return 0;
}

static int truncated(const int16_t *t, uint32_t phase) {
    return t[phase >> 20];
}

static int nearest(const int16_t *t, uint32_t phase) {
    return t[((phase >> 20) + (phase >> 19 & 1)) % LENGTH];
}

// Rounded down, also where the step is negative.
static int linear(const int16_t *t, uint32_t phase) {
    const int64_t a = t[phase >> 20];
    const int64_t b = t[((phase >> 20) + 1) % LENGTH];
    const int64_t product = (b - a) * (phase & 0xfffff);
    return (int)(a + (product >= 0 ? product / 1048576 : -((-product + 1048575) / 1048576)));
}

static const struct {
    const char *name;
    int (*read)(const int16_t *t, uint32_t phase);
} models[] = {{"none", truncated}, {"nearest", nearest}, {"linear", linear}};

static size_t n_different(const ending *e, int (*read)(const int16_t *t, uint32_t phase),
                          uint32_t phase) {
    size_t n = 0;
    for (size_t i = 0; i < N; i++, phase += INCREMENT) {
        n += i16_at(e, i) != read(sine, phase);
    }
    return n;
}

static void a_cycle_of_16_bits_sounds_as_whole_number_arithmetic_says(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        ending e = run("render %s -w ./sine.wav -i %s -d 10 439.997613Hz", plain, models[i].name);
        assert_done(&e, models[i].name);
        assert_int_equal(e.n_out, 2 * N);
        assert_int_equal(n_different(&e, models[i].read, 0), 0);
        forget(&e);
    }
}

static void the_phase_of_a_note_start_shifts_the_same_samples(void **state) {
    (void)state;
    ending e = run("render %s -w ./sine.wav -i none --phase 0.25 -d 10 439.997613Hz", plain);
    assert_done(&e, "a quarter");
    assert_int_equal(n_different(&e, truncated, 1u << 30), 0);
    forget(&e);
}

// Its programs cast the sine to int16_t, and advance before they read, so that theirs starts with
// our second frame.
static void interpolation_begins_as_the_fixed_point_article_prints(void **state) {
    (void)state;
    static const int printed[] = {1885, 3765, 5632, 7482, 9305};
    ending e = run("render %s -w ./cast.wav -i linear 439.997613Hz", plain);
    assert_int_equal(i16_at(&e, 0), 0);
    for (size_t i = 0; i < sizeof printed / sizeof *printed; i++) {
        assert_int_equal(i16_at(&e, i + 1), printed[i]);
    }
    forget(&e);
}

static void the_built_in_sine_is_the_cycle_that_the_file_holds(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof models / sizeof *models; i++) {
        ending built_in = run("render %s -w sine -i %s A4", plain, models[i].name);
        ending from_file = run("render %s -w ./sine.wav -i %s A4", plain, models[i].name);
        size_t most = 0;
        assert_int_equal(built_in.n_out, from_file.n_out);
        for (size_t k = 0; k < built_in.n_out / 2; k++) {
            const size_t step = (size_t)abs(i16_at(&built_in, k) - i16_at(&from_file, k));
            most = step > most ? step : most;
        }
        assert_true(most <= 1); // full scale may be 32767 or 32768
        forget(&built_in);
        forget(&from_file);
    }
}

static void exact_440_hz_advances_by_39370534(void **state) {
    (void)state;
    ending e = run("render %s -w ./sine.wav -i none -d 10 440Hz", plain);
    uint32_t phase = 0;
    for (size_t i = 0; i < N; i++, phase += 39370534u) {
        assert_int_equal(i16_at(&e, i), truncated(sine, phase));
    }
    forget(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cycle_of_16_bits_sounds_as_whole_number_arithmetic_says),
        cmocka_unit_test(the_phase_of_a_note_start_shifts_the_same_samples),
        cmocka_unit_test(interpolation_begins_as_the_fixed_point_article_prints),
        cmocka_unit_test(the_built_in_sine_is_the_cycle_that_the_file_holds),
        cmocka_unit_test(exact_440_hz_advances_by_39370534),
    };
    return cmocka_run_group_tests_name("exact", tests, make_sine, leave_folder);
}
