// Many notes at once, and notes that end.
#include <math.h>

#include "folder.h"
#include "program.h"

static void a_chord_is_the_sum_of_its_notes(void **state) {
    (void)state;
    static const char *const notes[] = {"C3", "E3", "G3", "Bb3", "D4"};
    static const char how[] = "-w saw -m 0 -b 32 -e float -g -12 -d 1";
    ending chord = run("render %s C3,E3,G3,Bb3,D4", how);
    assert_done(&chord, "chord");
    const size_t n = chord.n_out / 4;
    double *sum = calloc(n, sizeof *sum);
    for (size_t k = 0; k < sizeof notes / sizeof *notes; ++k) {
        ending e = run("render %s %s", how, notes[k]);
        assert_int_equal(e.n_out, chord.n_out);
        for (size_t i = 0; i < n; ++i) {
            sum[i] += (double)f32_at(&e, i);
        }
        forget(&e);
    }
    for (size_t i = 0; i < n; ++i) {
        assert_true(fabs(sum[i] - (double)f32_at(&chord, i)) <= 1.0 / 8388608.0);
    }
    free(sum);
    forget(&chord);
}

// A 1 kHz sine moves by at most 0.131 of its amplitude a frame; a jump of the level would add to
// that.
static void a_note_that_ends_in_its_attack_does_not_jump(void **state) {
    (void)state;
    static const char *const shapes[] = {"0.2,0,1,0.1", "0.05,0.2,0.3,0.2", "5ms,0,1,10ms"};
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; ++s) {
        ending e = run("render -w sine -b 32 -e float -g 0 --adsr %s 1000Hz:0.1", shapes[s]);
        assert_done(&e, shapes[s]);
        for (size_t i = 1; i < e.n_out / 4; ++i) {
            const double step = (double)f32_at(&e, i) - (double)f32_at(&e, i - 1);
            assert_true(fabs(step) < 0.135);
        }
        forget(&e);
    }
}

// The release starts from the level that the attack had reached: half.
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

static void a_release_overlaps_the_next_note(void **state) {
    (void)state;
    static const char how[] = "-w sine -b 32 -e float -g -6 --adsr 0,0,1,0.5";
    ending both = run("render %s A3:0.25 A4:0.25", how);
    ending first = run("render %s A3:0.25", how);
    ending second = run("render %s _:0.25 A4:0.25", how);
    assert_int_equal(both.n_out / 4, 48000);
    for (size_t i = 0; i < both.n_out / 4; ++i) {
        const double a = i < first.n_out / 4 ? (double)f32_at(&first, i) : 0.0;
        assert_true(fabs(a + (double)f32_at(&second, i) - (double)f32_at(&both, i)) < 1e-6);
    }
    forget(&both);
    forget(&first);
    forget(&second);
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chord_is_the_sum_of_its_notes),
        cmocka_unit_test(a_note_that_ends_in_its_attack_does_not_jump),
        cmocka_unit_test(a_release_starts_from_the_level_reached),
        cmocka_unit_test(a_release_overlaps_the_next_note),
        cmocka_unit_test(three_hundred_notes_sound_at_once),
    };
    return cmocka_run_group_tests_name("polyphony", tests, enter_folder, leave_folder);
}
