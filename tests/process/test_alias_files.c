// The program's files, measured by another hand: a windowed transform in Python.
#include "folder.h"
#include "program.h"

// The first Python that has numpy, or null.
static const char *python(void) {
    static const char *const names[] = {"python3", "/usr/bin/python3"};
    for (size_t i = 0; i < 2; i++) {
        ending e = run_shell("%s -c 'import numpy'", names[i]);
        const bool found = e.status == 0;
        forget(&e);
        if (found) {
            return names[i];
        }
    }
    return NULL;
}

// What noise_of_file.py says of tone.wav.
static void measure_file(const char *name, const char *hz, double *noise_db, double *worst_db) {
    ending e =
        run_shell("%s '%s/tests/process/noise_of_file.py' tone.wav %s", name, WT_SOURCE_DIR, hz);
    assert_done(&e, hz);
    assert_int_equal(sscanf((const char *)e.out, "%lf %lf", noise_db, worst_db), 2);
    forget(&e);
}

static void saws_in_files_are_as_clean_as_the_library_makes_them(void **state) {
    (void)state;
    static const struct {
        const char *hz;
        const char *options;
        double noise_db;
    } cases[] = {
        {"27.5", "-r 48000", -140},
        {"61.7", "-r 44100", -140},
        {"439.3", "-r 48000", -140},
        {"1979.53", "-r 44100", -140},
        {"4187.3", "-r 48000", -140},
        {"4187.3", "-r 96000", -140},
        {"110.3", "-r 48000 -i linear", -105},
        {"4187.3", "-r 44100 -i linear", -105},
        {"439.3", "-r 48000 -E q31", -124},
        {"439.3", "-r 48000 -E q15", -87},
    };
    const char *const name = python();
    if (!name) {
        print_message("skipped: python3 with numpy is not here\n");
        skip();
    }
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ending e = run("render -w saw -e float --adsr 0,0,1,0 -d 7 %s -o tone.wav %sHz",
                       cases[i].options, cases[i].hz);
        assert_done(&e, cases[i].hz);
        forget(&e);
        double noise_db, worst_db;
        measure_file(name, cases[i].hz, &noise_db, &worst_db);
        print_message("%s Hz, %s: %.1f dB, harmonics within %.5f dB\n", cases[i].hz,
                      cases[i].options, noise_db, worst_db);
        assert_true(noise_db <= cases[i].noise_db);
        assert_true(worst_db <= 0.01);
        remove("tone.wav");
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(saws_in_files_are_as_clean_as_the_library_makes_them),
    };
    return cmocka_run_group_tests_name("alias_files", tests, enter_folder, leave_folder);
}
