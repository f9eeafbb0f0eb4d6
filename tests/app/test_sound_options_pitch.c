// Pitch envelopes, tunings and scales, against sines whose phase advances as they say.
#include "folder.h"
#include "sine_score.h"

enum { RATE = 48000 };

static double two_octaves(double s) {
    return 24.0 * s - 12.0;
}

static double a_bend(double s) {
    return s < 0.5 ? 12.0 * expm1(2.0 * s / 0.5) / expm1(2.0) : 12.0;
}

static double a_vibrato(double s) {
    return sin(2.0 * acos(-1.0) * 6.0 * s);
}

static double a_jump(double s) {
    return s < 0.517 ? 0.0 : 7.0;
}

static double a_step_of_keys(double s) {
    return s < 0.0 ? 0.0 : 12.0 * 69.0 / 127.0;
}

static double a_sum(double s) {
    return 0.5 + (s < 0.25 ? -48.0 * s : -12.0) + 0.25 * a_vibrato(s);
}

// What a float holds of semitones is 1e-7 of them, so phases drift by 1e-5 turns in a second.
static void the_pitch_follows_the_envelope_at_every_frame(void **state) {
    (void)state;
    static const struct {
        const char *env;
        double (*semitones)(double s);
    } cases[] = {
        {"0:-12,1:12", two_octaves},      {"0:0,0.5:12~2", a_bend},
        {"lfo:sine:6Hz:-1:1", a_vibrato}, {"0:0,517ms:0,517ms:7", a_jump},
        {"12key", a_step_of_keys},        {"0.5+0:0,25%:-12+lfo:sine:6Hz:-0.25:0.25", a_sum},
    };
    static const struct {
        const char *name;
        double most;
    } engines[] = {{"float", 1e-4}, {"q15", 1e-4 + 3.0 / 32768}, {"q31", 1e-4}};
    const double tau = 2.0 * acos(-1.0);
    for (size_t k = 0; k < 3; k++) {
        for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
            ending e = run("render " AS_SINES " -E %s -p %s A4", engines[k].name, cases[c].env);
            assert_done(&e, cases[c].env);
            assert_int_equal(e.n_out, 4 * RATE);
            uint32_t phase = 0;
            for (size_t i = 0; i < RATE; i++) {
                const double wanted = sin(tau * (double)phase * 0x1p-32);
                if (!(fabs((double)f32_at(&e, i) - wanted) <= engines[k].most)) {
                    fail_msg("%s -p %s: frame %zu is %.8g, not %.8g", engines[k].name, cases[c].env,
                             i, (double)f32_at(&e, i), wanted);
                }
                const double semitones = cases[c].semitones((double)i / RATE);
                phase += (uint32_t)llround(440.0 * exp2(semitones / 12.0) / RATE * 0x1p32);
            }
            forget(&e);
        }
    }
}

#define MIDDLE_C 261.62556530059863

static const char just[] = "! just.scl\nFive-limit\n 12\n 16/15\n 9/8\n 6/5\n 5/4\n 4/3\n 45/32\n"
                           " 3/2\n 8/5\n 5/3\n 9/5\n 15/8\n 2/1\n";
static const char thirds[] = "! thirds.scl\nNineteen equal steps, by cents\n 19\n 63.15789\n "
                             "126.31579\n 189.47368\n 252.63158\n 315.78947\n 378.94737\n "
                             "442.10526\n 505.26316\n 568.42105\n 631.57895\n 694.73684\n "
                             "757.89474\n 821.05263\n 884.21053\n 947.36842\n 1010.52632\n "
                             "1073.68421\n 1136.84211\n 2/1\n";
// White keys alone: the seven degrees of the major scale, with 264 Hz on middle C.
static const char white[] =
    "! white.kbm\n12\n0\n127\n60\n60\n264.0\n12\n0\nx\n2\nx\n4\n5\nx\n7\nx\n9"
    "\nx\n11\n";

static void scales_and_mappings_tune_the_keys(void **state) {
    (void)state;
    static const struct {
        const char *words;
        double hz;
    } cases[] = {
        {"--scale just.scl 60", MIDDLE_C},
        {"--scale just.scl C4", MIDDLE_C},
        {"--scale just.scl 61", MIDDLE_C * 16 / 15},
        {"--scale just.scl 64", MIDDLE_C * 5 / 4},
        {"--scale just.scl G4", MIDDLE_C * 3 / 2},
        {"--scale just.scl 69", MIDDLE_C * 5 / 3},
        {"--scale just.scl 72", MIDDLE_C * 2},
        {"--scale just.scl 48", MIDDLE_C / 2},
        {"--scale just.scl --tuning 432 64", MIDDLE_C * 5 / 4 * 432 / 440},
        {"--scale just.scl 440Hz", 440.0},
        {"--scale just.scl -p 12 60", MIDDLE_C * 2},
        {"--scale thirds.scl 60", MIDDLE_C},
        {"--scale thirds.scl 79", MIDDLE_C * 2},
        {"--scale thirds.scl 61", MIDDLE_C * 1.0371550444461919},
        {"--scale just.scl --keymap white.kbm 60", 264.0},
        {"--scale just.scl --keymap white.kbm 62", 297.0},
        {"--scale just.scl --keymap white.kbm 71", 495.0},
        {"--scale just.scl --keymap white.kbm 84", 1056.0},
    };
    make_file("just.scl", just, sizeof just - 1);
    make_file("thirds.scl", thirds, sizeof thirds - 1);
    make_file("white.kbm", white, sizeof white - 1);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        ending e = run("render " AS_SINES " -d 0.5 %s", cases[c].words);
        assert_done(&e, cases[c].words);
        // Cents with five decimals may be 1e-5 cents off: 2e-5 radians in half a second.
        const double hz = cases[c].hz;
        double worst = 0.0;
        uint32_t phase = 0;
        for (size_t i = 0; i < e.n_out / 4; i++) {
            worst = fmax(worst, fabs((double)f32_at(&e, i) -
                                     sin(2.0 * acos(-1.0) * (double)phase * 0x1p-32)));
            phase += (uint32_t)llround(hz / RATE * 0x1p32);
        }
        if (!(worst <= 5e-5)) {
            fail_msg("%s: off by %g", cases[c].words, worst);
        }
        forget(&e);
    }
    ending e = run("render --scale just.scl --keymap white.kbm -o out.wav 61");
    assert_refused(&e, 2, "leaves this key out", "an unmapped key");
    forget(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_pitch_follows_the_envelope_at_every_frame),
        cmocka_unit_test(scales_and_mappings_tune_the_keys),
    };
    return cmocka_run_group_tests_name("sound options pitch", tests, enter_folder, leave_folder);
}
