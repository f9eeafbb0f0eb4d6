// Notes sound at the frequency that they name.
#include <math.h>

#include "folder.h"
#include "program.h"

static const double pi = 3.14159265358979323846;

// The phase of a partial near `hz` around a frame, in turns: a Hann-windowed sum.
static double phase_at(const ending *e, size_t first, size_t n, double hz) {
    double re = 0.0;
    double im = 0.0;
    for (size_t i = 0; i < n; ++i) {
        const double w = 1.0 - cos(2.0 * pi * ((double)i + 0.5) / (double)n);
        const double turns = fmod(hz / 48000.0 * (double)(first + i), 1.0);
        re += w * (double)f32_at(e, first + i) * cos(2.0 * pi * turns);
        im -= w * (double)f32_at(e, first + i) * sin(2.0 * pi * turns);
    }
    return atan2(im, re) / (2.0 * pi);
}

// How far the sound is from `hz`, in cents, by the phase that it gains between two windows.
static double cents_off(const ending *e, double hz) {
    const size_t frames = e->n_out / 4;
    const size_t n = frames / 2;
    const double gained = phase_at(e, frames - n, n, hz) - phase_at(e, 0, n, hz);
    const double turns = gained - rint(gained);
    const double off = turns / ((double)(frames - n) / 48000.0);
    return 1200.0 * log2((hz + off) / hz);
}

static const char plain[] = "-w sine -b 32 -e float -g 0 --adsr 0,0,1,0 -d 4";

static void check(const char *note, double hz) {
    ending e = run("render %s %s", plain, note);
    assert_done(&e, note);
    const double cents = cents_off(&e, hz);
    if (!(fabs(cents) < 0.001)) {
        fail_msg("%s is %g cents off %g Hz", note, cents, hz);
    }
    forget(&e);
}

static void every_piano_key_sounds_within_a_thousandth_of_a_cent(void **state) {
    (void)state;
    for (int key = 21; key <= 108; key += is_sanitized ? 12 : 1) {
        char note[8];
        snprintf(note, sizeof note, "%d", key);
        check(note, 440.0 * pow(2.0, (key - 69) / 12.0));
    }
}

static void names_cents_numbers_and_hertz_mean_what_they_say(void **state) {
    (void)state;
    static const struct {
        const char *note;
        double key;
    } cases[] = {{"C4", 60},       {"A4", 69},           {"Bb2", 46},     {"F#3", 54},
                 {"A4+50c", 69.5}, {"A4-12.5c", 68.875}, {"60.5", 60.5},  {"C-1", 0},
                 {"G9", 127},      {"440Hz", 69},        {"0.44kHz", 69}, {"880Hz", 81}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        check(cases[i].note, 440.0 * pow(2.0, (cases[i].key - 69.0) / 12.0));
    }
}

static void tuning_moves_all_notes_but_those_in_hertz(void **state) {
    (void)state;
    check("--tuning 432 A4", 432.0);
    check("--tuning 432 440Hz", 440.0);
    check("-p 12 A3", 440.0);
    check("-p -0.5 A4", 440.0 * pow(2.0, -0.5 / 12.0));
}

// Its phase after an hour is that of increment 39370534 to the sample.
static void an_hour_of_one_note_does_not_drift(void **state) {
    (void)state;
    ending e =
        run_shell("\"$WT\" render -w sine -E q15 -i none -B off -g 0 --adsr 0,0,1,0 440Hz:3600 "
                  "| tail -c 96000");
    assert_done(&e, "an hour");
    assert_int_equal(e.n_out, 96000);
    uint32_t phase = (uint32_t)(3599ull * 48000ull * 39370534ull);
    for (size_t i = 0; i < 48000; ++i, phase += 39370534u) {
        const double exact = rint(32768.0 * sin(2.0 * pi * (phase >> 20) / 4096.0));
        assert_true(fabs((double)i16_at(&e, i) - exact) <= 1.0);
    }
    forget(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_piano_key_sounds_within_a_thousandth_of_a_cent),
        cmocka_unit_test(names_cents_numbers_and_hertz_mean_what_they_say),
        cmocka_unit_test(tuning_moves_all_notes_but_those_in_hertz),
        cmocka_unit_test(an_hour_of_one_note_does_not_drift),
    };
    return cmocka_run_group_tests_name("pitch", tests, enter_folder, leave_folder);
}
