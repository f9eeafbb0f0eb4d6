// Glides: exact to the cent at every frame. Legato: one voice, whose phase and envelope go on.
#include "folder.h"
#include "program.h"

#include <math.h>

enum { RATE = 48000 };

static const double tau = 6.283185307179586;

// Fail unless a sine at full scale has, at every frame, the phase of pitches that `semitones_at`
// gives: within what a hundredth of a cent adds up to. (A whole one is 0.2 after the quarter of a
// second that the shortest glide from A3 takes.)
static void assert_phase(const ending *e, const char *what, double (*hz_at)(double time_s)) {
    double phase = 0.0, worst = 0.0;
    for (size_t i = 0; i < e->n_out / 4; i++) {
        const double x = (double)f32_at(e, i);
        worst = fmax(worst, fabs(x - sin(tau * phase)));
        if (!(fabs(x - sin(tau * phase)) < 2e-3)) {
            fail_msg("%s: frame %zu is %.6f, not %.6f", what, i, x, sin(tau * phase));
        }
        phase += hz_at((double)i / RATE) / RATE;
        phase -= floor(phase);
    }
    print_message("%s: no sample is off by more than %.1e\n", what, worst);
}

static double second_note(double time_s) {
    const double way = fmin(time_s / 0.25, 1.0);
    return 220.0 * exp2(way); // an octave, straight in semitones
}

static double joined(double time_s) {
    return time_s < 0.5 ? 220.0 : 440.0;
}

static double joined_and_gliding(double time_s) {
    return 220.0 * exp2(time_s < 0.5 ? 0.0 : fmin((time_s - 0.5) / 0.1, 1.0));
}

static double interrupted(double time_s) { // an octave up in 0.4 s, and back after a half of it
    return 220.0 * exp2(time_s < 0.1   ? 0.0
                        : time_s < 0.3 ? (time_s - 0.1) / 0.4
                        : time_s < 0.7 ? 0.5 - 0.5 * (time_s - 0.3) / 0.4
                                       : 0.0);
}

#define PLAIN "render -w sine -e float -g 0 --adsr 0,0,1,0 "

static void glides_are_straight_in_semitones_from_the_note_before(void **state) {
    (void)state;
    ending e = run(PLAIN "--glide 0.25 A3:0.5 A4:0.5");
    assert_done(&e, "glide");
    ending second = e; // a voice of its own, at phase 0
    second.out += 4 * RATE / 2;
    second.n_out -= 4 * RATE / 2;
    assert_phase(&second, "glide", second_note);
    forget(&e);
    ending first = run(PLAIN "--glide 0.25 A3:0.5");
    ending alone = run(PLAIN "A3:0.5");
    assert_memory_equal(first.out, alone.out, alone.n_out);
    forget(&first);
    forget(&alone);
}

static void legato_goes_on_without_a_step(void **state) {
    (void)state;
    static const struct {
        const char *words;
        double (*hz_at)(double);
    } cases[] = {
        {PLAIN "--legato A3:0.5 A4:0.5", joined},
        {PLAIN "--legato --glide 0.1 A3:0.5 A4:0.5", joined_and_gliding},
        {PLAIN "--legato --glide 0.4 A3:0.1 A4:0.2 A3:0.7", interrupted},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ending e = run("%s", cases[i].words);
        assert_done(&e, cases[i].words);
        assert_int_equal(e.n_out, 4 * RATE);
        assert_phase(&e, cases[i].words, cases[i].hz_at);
        forget(&e);
    }
}

// A decay goes on through the second note: that of one long one.
static void legato_strikes_once(void **state) {
    (void)state;
    ending joined_notes =
        run("render -w sine -e float -g 0 --adsr 0.1,0.5,0.2,0.1 --legato A3:0.3 A3:0.3");
    ending one = run("render -w sine -e float -g 0 --adsr 0.1,0.5,0.2,0.1 A3:0.6");
    assert_done(&joined_notes, "joined");
    assert_int_equal(joined_notes.n_out, one.n_out);
    for (size_t i = 0; i < one.n_out / 4; i++) {
        assert_true(fabs((double)f32_at(&joined_notes, i) - (double)f32_at(&one, i)) < 1e-4);
    }
    forget(&joined_notes);
    forget(&one);
    ending apart = run("render -w sine -e float -g 0 --legato A3:0.3 _:0.1 A4:0.3");
    ending plain = run("render -w sine -e float -g 0 A3:0.3 _:0.1 A4:0.3");
    assert_int_equal(apart.n_out, plain.n_out);
    for (size_t i = 0; i < plain.n_out / 4; i++) { // a rest parts them
        assert_true(fabs((double)f32_at(&apart, i) - (double)f32_at(&plain, i)) < 1e-4);
    }
    forget(&apart);
    forget(&plain);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(glides_are_straight_in_semitones_from_the_note_before),
        cmocka_unit_test(legato_goes_on_without_a_step),
        cmocka_unit_test(legato_strikes_once),
    };
    return cmocka_run_group_tests_name("glide", tests, enter_folder, leave_folder);
}
