// Every note starts and ends on its frame.
#include <math.h>

#include "folder.h"
#include "program.h"

static void a_tune_lasts_to_the_frame_at_any_tempo_and_rate(void **state) {
    (void)state;
    static const double tempos[] = {120, 90, 97.3, 33, 240};
    static const int rates[] = {48000, 44100, 8000, 11025, 96000};
    for (size_t t = 0; t < 5; ++t) {
        for (size_t r = 0; r < 5; ++r) {
            ending e = run("render -T %g -r %d C4:1/4 D4:1/8 _:1/8 E4:3/8", tempos[t], rates[r]);
            assert_done(&e, "tune");
            const double seconds = 7.0 / 8.0 * 240.0 / tempos[t] + 0.010;
            assert_int_equal(e.n_out / 2, (size_t)rint(seconds * rates[r]));
            forget(&e);
        }
    }
}

static void durations_have_units(void **state) {
    (void)state;
    static const struct {
        const char *words;
        double seconds;
    } cases[] = {{"C4:2", 2},     {"C4:0.25", 0.25},   {"C4:2s", 2},        {"C4:250ms", 0.25},
                 {"C4:1/4", 0.5}, {"-d 1/8 C4", 0.25}, {"-d 3 C4 C4:1", 4}, {"_ C4", 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ending e = run("render --adsr 0,0,1,0 %s", cases[i].words);
        assert_done(&e, cases[i].words);
        assert_int_equal(e.n_out / 2, (size_t)rint(cases[i].seconds * 48000));
        forget(&e);
    }
}

// 1000 notes of a third of a frame more than 100 frames: rounded one by one they would lose 333.
static void rounding_never_adds_up(void **state) {
    (void)state;
    FILE *f = fopen("many", "w");
    for (int i = 0; i < 1000; ++i) {
        fprintf(f, "C5:%.12f\n", 100.3333333333 / 48000.0);
    }
    fclose(f);
    ending e = run("render --adsr 0,0,1,0 @many");
    assert_done(&e, "many");
    assert_int_equal(e.n_out / 2, 100333);
    forget(&e);
}

static void length_cuts_without_a_click_and_pads_with_silence(void **state) {
    (void)state;
    ending cut = run("render -w sine -b 32 -e float -g 0 --adsr 0,0,1,0 --length 0.5 1000Hz:1");
    assert_done(&cut, "cut");
    assert_int_equal(cut.n_out / 4, 24000);
    for (size_t i = 1; i < 24000; ++i) {
        assert_true(fabs((double)f32_at(&cut, i) - (double)f32_at(&cut, i - 1)) < 0.135);
    }
    assert_true(fabs((double)f32_at(&cut, 23999)) < 0.01);
    ending padded = run("render -b 32 -e float --length 2 C4:1");
    assert_int_equal(padded.n_out / 4, 96000);
    for (size_t i = 48480; i < 96000; ++i) {
        assert_true(f32_at(&padded, i) == 0.0f);
    }
    forget(&cut);
    forget(&padded);
}

static void a_note_of_no_duration_is_an_empty_sound(void **state) {
    (void)state;
    static const char *const names[] = {"z.wav", "z.aiff", "z.flac", "z.au", "z.caf", "z.w64"};
    for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
        ending e = run("render C4:0 -o %s", names[i]);
        assert_done(&e, names[i]);
        forget(&e);
        assert_int_equal(access(names[i], F_OK), 0);
    }
    ending raw = run("render C4:0");
    assert_done(&raw, "raw");
    assert_int_equal(raw.n_out, 0);
    forget(&raw);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tune_lasts_to_the_frame_at_any_tempo_and_rate),
        cmocka_unit_test(durations_have_units),
        cmocka_unit_test(rounding_never_adds_up),
        cmocka_unit_test(length_cuts_without_a_click_and_pads_with_silence),
        cmocka_unit_test(a_note_of_no_duration_is_an_empty_sound),
    };
    return cmocka_run_group_tests_name("lengths", tests, enter_folder, leave_folder);
}
