// Places between left and right: equal power, wherever they come from.
#include "steady.h"

enum { RATE = 48000 };

static double quarter_turn(void) {
    return acos(0.0);
}

// Fail unless frame i has the cosine and the sine of where `pan` lies, and so the power of 1.
static void check(const ending *e, const char *what, size_t i, double pan, double gain,
                  double most) {
    const double left = (double)f32_at(e, 2 * i);
    const double right = (double)f32_at(e, 2 * i + 1);
    const double at = (fmin(fmax(pan, -1.0), 1.0) + 1.0) / 2.0 * quarter_turn();
    if (!(fabs(left - gain * cos(at)) <= most) || !(fabs(right - gain * sin(at)) <= most)) {
        fail_msg("%s: frame %zu is %.8g and %.8g, not %.8g and %.8g", what, i, left, right,
                 gain * cos(at), gain * sin(at));
    }
    const double db = 10.0 * log10((left * left + right * right) / (gain * gain));
    if (!(fabs(db) <= 0.01)) {
        fail_msg("%s: the power of frame %zu is off by %g dB", what, i, db);
    }
}

static void every_place_has_the_same_power(void **state) {
    (void)state;
    for (int k = 0; k < N_ENGINES; k++) {
        for (int place = -10; place <= 10; place++) {
            ending e = run("render -w ./one.wav " PLAINLY " -E %s -c 2 --pan %g 60:0.01",
                           engine_limits[k].name, place / 10.0);
            assert_done(&e, "pan");
            assert_int_equal(e.n_out, 2 * 4 * RATE / 100);
            for (size_t i = 0; i < e.n_out / 8; i++) {
                check(&e, engine_limits[k].name, i, place / 10.0, 1.0, engine_limits[k].most);
            }
            forget(&e);
        }
    }
}

static double from_left_to_right(double s) {
    return -1.0 + 2.0 * s;
}

static double beyond_both(double s) {
    return 3.0 - 6.0 * s;
}

static double there_and_back(double s) {
    return 0.5 * sin(4.0 * quarter_turn() * 3.0 * s);
}

static double by_key(double s) {
    return s < 0.0 ? 0.0 : 60.0 / 127.0;
}

static void a_moving_place_is_exact_at_every_frame(void **state) {
    (void)state;
    static const struct {
        const char *env;
        double (*place)(double s);
    } cases[] = {
        {"0:-1,1:1", from_left_to_right},
        {"0:3,1:-3", beyond_both},
        {"lfo:sine:3Hz:-0.5:0.5", there_and_back},
        {"key", by_key},
    };
    for (int k = 0; k < N_ENGINES; k++) {
        for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
            ending e = run("render -w ./one.wav " PLAINLY " -E %s -c 2 --pan %s 60@100",
                           engine_limits[k].name, cases[c].env);
            assert_done(&e, cases[c].env);
            for (size_t i = 0; i < e.n_out / 8; i++) {
                check(&e, cases[c].env, i, cases[c].place((double)i / RATE), 100.0 / 127.0,
                      engine_limits[k].most);
            }
            forget(&e);
        }
    }
}

static void two_channels_without_a_place_both_hold_all(void **state) {
    (void)state;
    ending e = run("render -w ./one.wav " PLAINLY " -c 2 60:0.1");
    assert_done(&e, "-c 2");
    for (size_t i = 0; i < e.n_out / 8; i++) {
        assert_true(f32_at(&e, 2 * i) == 1.0f && f32_at(&e, 2 * i + 1) == 1.0f);
    }
    forget(&e);
}

static void a_place_makes_two_channels(void **state) {
    (void)state;
    ending said = run("render --pan 0.5 -c 2 A4:0.01");
    ending unsaid = run("render --pan 0.5 A4:0.01");
    assert_done(&said, "-c 2");
    assert_done(&unsaid, "--pan");
    assert_int_equal(said.n_out, unsaid.n_out);
    assert_memory_equal(said.out, unsaid.out, said.n_out);
    forget(&said);
    forget(&unsaid);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_place_has_the_same_power),
        cmocka_unit_test(a_moving_place_is_exact_at_every_frame),
        cmocka_unit_test(two_channels_without_a_place_both_hold_all),
        cmocka_unit_test(a_place_makes_two_channels),
    };
    return cmocka_run_group_tests_name("sound options pan", tests, enter_folder_with_steady_cycles,
                                       leave_folder);
}
