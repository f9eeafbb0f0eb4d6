// Notes that sound together, and how they begin and end.
#include "folder.h"
#include "program.h"

#include <math.h>

enum { RATE = 48000 };

static double f64_at(const ending *e, size_t i) {
    uint64_t word = 0;
    for (size_t k = 8; k-- > 0;) {
        word = word << 8 | e->out[8 * i + k];
    }
    double x;
    memcpy(&x, &word, sizeof x);
    return x;
}

static int32_t i24_at(const ending *e, size_t i) {
    const unsigned char *const b = e->out + 3 * i;
    const int32_t low = b[0] | b[1] << 8;
    return low + (b[2] < 128 ? b[2] : b[2] - 256) * 65536;
}

// The worst difference between `together` and the sum of the others, in steps of 24 bits.
static long steps_from_sum(const char *options, const char *together, const char *const *alone,
                           size_t n_alone) {
    ending all = run("render %s -b 24 %s", options, together);
    assert_done(&all, together);
    const size_t n = all.n_out / 3;
    double *const sum = calloc(n, sizeof *sum);
    assert_non_null(sum);
    for (size_t k = 0; k < n_alone; k++) {
        ending one = run("render %s -e float -b 64 %s", options, alone[k]);
        assert_done(&one, alone[k]);
        assert_true(one.n_out / 8 <= n);
        for (size_t i = 0; i < one.n_out / 8; i++) {
            sum[i] += f64_at(&one, i);
        }
        forget(&one);
    }
    long worst = 0;
    for (size_t i = 0; i < n; i++) {
        const long steps = labs(i24_at(&all, i) - lround(sum[i] * 8388608.0));
        worst = steps > worst ? steps : worst;
    }
    free(sum);
    forget(&all);
    return worst;
}

static void notes_together_are_the_sum_of_notes_alone(void **state) {
    (void)state;
    static const struct {
        const char *options, *together, *alone[4];
    } cases[] = {
        {"-g -12", "C4,E4,G4", {"C4", "E4", "G4"}},
        {"-g -12 -w square", "C2,C6", {"C2", "C6"}},
        {"-g -12 -E q31", "A4,C#5,E5", {"A4", "C#5", "E5"}},
        {"-g -12 --adsr 20ms,0.1,0.5,0.3 -w sine,saw -m 0:0,1:1",
         "C4,E4:0.5@100",
         {"C4:0.5@100", "E4:0.5@100"}},
        {"-g -12 --adsr 5ms,0,1,0.4",
         "C4:0.2 E4:0.2 G4:0.3",
         {"C4:0.2", "_:0.2 E4:0.2", "_:0.4 G4:0.3"}},
        {"-g -12 --adsr 5ms,0,1,2",
         "C4:1/8 C4:1/8 C4:1/8",
         {"C4:1/8", "_:1/8 C4:1/8", "_:1/4 C4:1/8"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n = 0;
        while (n < 4 && cases[i].alone[n]) {
            n++;
        }
        const long worst = steps_from_sum(cases[i].options, cases[i].together, cases[i].alone, n);
        if (worst > 1) {
            fail_msg("%s: %ld steps of 24 bits", cases[i].together, worst);
        }
    }
}

// The most that one sample differs from the one before.
static double largest_step(const ending *e, size_t first, size_t last) {
    double most = 0.0;
    for (size_t i = first ? first : 1; i < last; i++) {
        const double step = fabs((double)f32_at(e, i) - (double)f32_at(e, i - 1));
        most = step <= most ? most : step;
    }
    return most;
}

// A sine that stands at its crest when the note ends: a jump in level would show whole.
static void a_note_off_in_mid_attack_does_not_jump(void **state) {
    (void)state;
    static const struct {
        const char *adsr;
        double level; // at the note's end
    } cases[] = {
        {"1,0,1,0.2", 0.3},         {"1,0,0.5,0.05", 0.3}, {"0.1,1,0,0.2", 1.0},
        {"0.3,0,1,0.1", 1.0},       {"0,0,0.7,0.1", 0.7},  {"0.2,0.05,0.4,0.1", 0.4},
        {"0.29999,0.1,0.2,1", 1.0},
    };
    const double hz = 30.25 / 0.3;
    const double slope = 2.0 * acos(-1.0) * hz / RATE;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ending e = run("render -w sine -e float -g 0 --adsr %s %.12gHz:0.3", cases[i].adsr, hz);
        assert_done(&e, cases[i].adsr);
        const size_t gate = 3 * RATE / 10;
        const double step = largest_step(&e, gate - 3, gate + 3);
        // At the crest the sine itself stands still; what is left is 4 times as fast as a straight
        // release of 50 ms.
        if (!(step <= slope * slope * 4.0 + 0.002)) {
            fail_msg("%s: a step of %g at the note's end", cases[i].adsr, step);
        }
        if (!(largest_step(&e, 1, e.n_out / 4) <= slope + 0.002)) {
            fail_msg("%s: a step of %g", cases[i].adsr, largest_step(&e, 1, e.n_out / 4));
        }
        const double reached = fabs((double)f32_at(&e, gate));
        if (cases[i].level == 0.3 && !(fabs(reached - 0.3) < 0.001)) {
            fail_msg("%s: the release begins at %g", cases[i].adsr, reached);
        }
        forget(&e);
    }
}

static void a_sound_ends_in_silence(void **state) {
    (void)state;
    static const char *const cases[] = {"A4", "A4:0.001", "C2,E2:0.3", "-w square A4:0.25",
                                        "--adsr 2,0,1,50ms A4:0.3"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ending e = run("render -e float -g 0 %s", cases[i]);
        assert_done(&e, cases[i]);
        assert_true(fabs((double)f32_at(&e, e.n_out / 4 - 1)) < 0.005);
        forget(&e);
    }
}

static void velocity_is_gain_out_of_127(void **state) {
    (void)state;
    ending loud = run("render -e float -g 0 A4");
    for (int velocity = 0; velocity <= 127; velocity += 21) {
        ending e = run("render -e float -g 0 A4@%d", velocity);
        if (velocity > 0) {
            assert_done(&e, "velocity");
        } else {
            assert_done_with_note(&e, "it is silent", "velocity 0");
        }
        for (size_t i = 0; i < e.n_out / 4; i += 7) {
            const double wanted = (double)f32_at(&loud, i) * velocity / 127.0;
            assert_true(fabs((double)f32_at(&e, i) - wanted) <= 1e-6);
        }
        forget(&e);
    }
    forget(&loud);
}

static void an_event_happens_at_its_own_frame(void **state) {
    (void)state;
    static const int frames[] = {1, 63, 64, 1000, 1023, 1024, 1025, 8191, 8192, 12345};
    ending alone = run("render -e float A4:0.1");
    for (size_t i = 0; i < sizeof frames / sizeof *frames; i++) {
        ending e = run("render -e float _:%.9f A4:0.1", frames[i] / (double)RATE);
        assert_done(&e, "a note after a rest");
        assert_int_equal(e.n_out, alone.n_out + 4 * (size_t)frames[i]);
        assert_memory_equal(e.out + 4 * frames[i], alone.out, alone.n_out);
        for (size_t k = 0; k < (size_t)frames[i]; k++) {
            assert_true(f32_at(&e, k) == 0.0f);
        }
        forget(&e);
    }
    forget(&alone);
}

// Half an attack, on a wave that is almost all -1.
static void a_release_starts_from_the_level_reached(void **state) {
    (void)state;
    ending e =
        run("render -w pulse:0.999999 -B off -b 32 -e float -g 0 --adsr 0.2,0,1,0.1 10Hz:0.1");
    assert_done(&e, "half an attack");
    assert_int_equal(e.n_out / 4, 9600);
    assert_true(fabs((double)f32_at(&e, 4800) + 0.5) < 1e-3);
    assert_true(fabs((double)f32_at(&e, 9599)) < 1e-3);
    forget(&e);
}

// One chord of 300 notes, or its thirds added up.
static ending chord_of(int first, int last) {
    FILE *f = fopen("notes", "w");
    for (int i = first; i < last; ++i) {
        fprintf(f, "%s%.2f", i > first ? "," : "", 30.0 + 0.2 * i);
    }
    fputs(":0.2\n", f);
    fclose(f);
    ending e = run("render -g -50 -b 32 -e float @notes");
    assert_done(&e, "chord");
    return e;
}

static void three_hundred_notes_sound_at_once(void **state) {
    (void)state;
    ending all = chord_of(0, 300);
    ending thirds[3];
    for (int t = 0; t < 3; ++t) {
        thirds[t] = chord_of(100 * t, 100 * t + 100);
    }
    for (size_t i = 0; i < all.n_out / 4; ++i) {
        double sum = 0.0;
        for (int t = 0; t < 3; ++t) {
            sum += (double)f32_at(&thirds[t], i);
        }
        assert_true(fabs(sum - (double)f32_at(&all, i)) < 1e-6);
    }
    for (int t = 0; t < 3; ++t) {
        forget(&thirds[t]);
    }
    forget(&all);
}

// Threads pass over the notes of each other's chunks: more of them than ever sound at once.
static void many_short_notes_are_the_same_on_any_number_of_threads(void **state) {
    (void)state;
    FILE *f = fopen("short", "w");
    for (int i = 0; i < 20000; ++i) {
        fprintf(f, "%d:5ms\n", 40 + i % 50);
    }
    fclose(f);
    ending one = run("render -p 0:0,5ms:1 -j 1 @short");
    ending three = run("render -p 0:0,5ms:1 -j 3 @short");
    assert_done(&one, "one thread");
    assert_done(&three, "three threads");
    assert_int_equal(one.n_out, three.n_out);
    assert_memory_equal(one.out, three.out, one.n_out);
    forget(&one);
    forget(&three);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(notes_together_are_the_sum_of_notes_alone),
        cmocka_unit_test(a_note_off_in_mid_attack_does_not_jump),
        cmocka_unit_test(a_sound_ends_in_silence),
        cmocka_unit_test(velocity_is_gain_out_of_127),
        cmocka_unit_test(an_event_happens_at_its_own_frame),
        cmocka_unit_test(a_release_starts_from_the_level_reached),
        cmocka_unit_test(three_hundred_notes_sound_at_once),
        cmocka_unit_test(many_short_notes_are_the_same_on_any_number_of_threads),
    };
    return cmocka_run_group_tests_name("polyphony", tests, enter_folder, leave_folder);
}
