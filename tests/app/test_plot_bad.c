// What plots refuse, and what they survive.
#include <math.h>

#include "cycle_file.h"
#include "folder.h"
#include "program.h"

static void mistakes_are_told(void **state) {
    (void)state;
    static const struct {
        const char *words;
        int status;
        const char *part;
    } cases[] = {
        {"", 2, "nothing to draw"},
        {"--spectrum", 2, "nothing to play"},
        {"--wave-out", 2, "nothing to play"},
        {"--env", 2, "--env: expected ENV"},
        {"--env 0:0,1", 2, "--env"},
        {"--env 0:nan", 2, "--env"},
        {"--env 1:0,0:1", 2, "--env"},
        {"--spectrum --wave-out A4", 2, "one picture at a time"},
        {"--spectrum --env 1 A4", 2, "one picture at a time"},
        {"A4", 2, "--wave-out: over time, --spectrum: by frequency"},
        {"-w saw A4", 2, "no pitch"},
        {"-w saw -w sine", 2, "one dimension"},
        {"-w saw -m 0.5", 2, "--mix: a picture of cycles has no use for it"},
        {"-w saw -r 44100", 2, "--rate: a picture of cycles"},
        {"--env 1 -w saw", 2, "--wave: a picture of an envelope"},
        {"--env 1 --adsr 0,0,1,0", 2, "--adsr: a picture of an envelope"},
        {"--env 1 A4 B4", 2, "drawn for one note"},
        {"--spectrum A4 B4", 2, "a spectrum is of one note"},
        {"--spectrum A4..C5", 2, "a range is many notes"},
        {"--spectrum _", 2, "a rest has no spectrum"},
        {"--spectrum H4", 2, "NOTE"},
        {"--spectrum A4:0.01", 2, "too short a time"},
        {"--spectrum -d 1e6 0.001Hz", 2, "too low"},
        {"--env 0:0,1e300:1", 4, "limit is 1e9"},
        {"--env 1 -d 1e300", 4, "limit is 1e9"},
        {"--spectrum A4:0", 2, "too short a time"},
        {"--spectrum -r 768000 1Hz", 2, "too short a time"},
        {"--spectrum -r 1000 A4+2000c", 2, "not below half the rate"},
        {"--spectrum -c 1 --pan 1 A4", 2, "--pan"},
        {"--spectrum --index 1 A4", 2, "--index"},
        {"--spectrum -m 1=0 A4", 2, "--mix"},
        {"--spectrum -e unsigned -b 64 A4", 2, "--bits"},
        {"--spectrum -r 5 A4", 2, "--rate"},
        {"--spectrum -s x.mid A4", 2, "-s"},
        {"--spectrum --each A4", 2, "--each"},
        {"-w nothing", 2, "no wave of this name"},
        {"-w ./none.wav", 3, "none.wav"},
        {"--env file:none.wav", 3, "none.wav"},
        {"--wave-out --scale none.scl A4", 3, "none.scl"},
        {"-w saw -o a.gif", 2, "use .svg, .png, .csv or .txt"},
        {"-w saw -o a", 2, "use .svg, .png, .csv or .txt"},
        {"-w saw -o a.wav", 2, "use .svg, .png, .csv or .txt"},
        {"-w saw -t gif", 2, "svg, png, csv, txt"},
        {"-w saw -o . -t svg", 2, "directory"},
        {"-w saw -o none/a.svg", 5, "none/a.svg"},
        {"--wave-out A4:1e12", 4, "1e9"},
        {"--frob", 2, "--frob"},
        {"none.wav", 2, "--spectrogram FILE"},
        {"--spectrum none.wav", 3, "none.wav"},
        {"--spectrogram none.wav", 3, "none.wav"},
        {"--spectrogram .", 3, "directory"},
        {"--spectrogram none.wav A4", 2, "the picture is of the file"},
        {"--spectrum a.wav b.wav", 2, "one file at a time"},
        {"--wave-out none.wav A4", 2, "leave it out"},
        {"--spectrum -w saw none.wav", 2, "--wave: a picture of a sound file"},
        {"--spectrum none.wav -r 44100", 2, "--rate: a picture of a sound file"},
        {"--spectrogram A4:0 --adsr 0,0,1,0", 2, "there is no frame"},
        {"--spectrogram --spectrum A4", 2, "one picture at a time"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ending e = run(*cases[i].words ? "plot %s" : "plot", cases[i].words);
        assert_refused(&e, cases[i].status, cases[i].part, cases[i].words);
        assert_int_equal(e.n_out, 0);
        forget(&e);
        assert_int_equal(n_files(), 0);
    }
}

static void extremes_are_drawn(void **state) {
    (void)state;
    float cycles[256];
    for (size_t i = 0; i < 256; ++i) {
        cycles[i] = i % 2 ? 1.0f : -1.0f;
    }
    make_cycle_f32("two.wav", cycles, 2);
    for (size_t i = 0; i < 256; ++i) {
        cycles[i] = 0.0f;
    }
    make_cycle_f32("silent.wav", cycles, 256);
    for (size_t i = 0; i < 256; ++i) {
        cycles[i] = 1e-40f;
    }
    make_cycle_f32("denormal.wav", cycles, 256);
    ending made = run("table make sine,saw --cycles 256 --length 32 -o many.wav");
    assert_done(&made, "make");
    forget(&made);
    static const char *const words[] = {
        "-w ./two.wav --frame 2",
        "-w ./silent.wav",
        "-w ./denormal.wav",
        "-w ./many.wav",
        "-w ./many.wav --frame 2",
        "-w sine,./two.wav,saw --frame 2",
        "--spectrum -w ./two.wav --frame 2 A4",
        "--spectrum -w ./silent.wav A4",
        "--spectrum -r 1000 100Hz",
        "--spectrum -r 768000 A4",
        "--spectrum -r 768000 C8:4",
        "--spectrum -p 1000 A4",
        "--spectrum -p -1000 A4",
        "--spectrum -p 0:-1000,1:1000 A4",
        "--spectrum -g 60 A4",
        "--spectrum -g -200 A4",
        "--spectrum --normalize=-6 A4",
        "--spectrum --length 0.5 A4",
        "--spectrum --fm 0.001 --index 1000 A4",
        "--spectrum --scan random -w sine,saw,square A4",
        "--spectrum --adsr 0.5,10,0,1 A4",
        "--spectrum A4@0",
        "--wave-out -r 1000 1Hz:10",
        "--wave-out -g 60 C4:0.1",
        "--wave-out --length 0 C4",
        "--wave-out C4:0.00001",
        "--env 1e9",
        "--env -1e9+1e-9",
        "--env 0:0,0:1",
        "--env 0:0,1e6:1",
        "--env 0:0,1:1~100",
        "--env 0:0 -d 0",
        "--env file:silent.wav",
        "--env vel+key _:2",
        "--env lfo:sine:1000000Hz:0:1 -d 100",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; ++i) {
        static const char *const types[] = {"svg", "png", "txt", "csv"};
        ending e = run("plot %s -q -o - -t %s", words[i], types[i % 4]);
        assert_done(&e, words[i]);
        assert_true(e.n_out > 10);
        forget(&e);
    }
    empty_folder();
}

// Samples that are no numbers are refused where tables are read; an envelope's are drawn somewhere.
static void values_that_are_no_numbers_do_no_harm(void **state) {
    (void)state;
    float values[64];
    for (size_t i = 0; i < 64; ++i) {
        values[i] = i % 3 == 0 ? (float)NAN : i % 3 == 1 ? (float)INFINITY : (float)-INFINITY;
    }
    make_cycle_f32("nan.wav", values, 64);
    static const char *const words[] = {"--env file:nan.wav", "-w ./nan.wav",
                                        "--spectrum -w ./nan.wav A4",
                                        "--wave-out -a file:nan.wav A4"};
    for (size_t i = 0; i < sizeof words / sizeof *words; ++i) {
        ending e = run("plot %s", words[i]);
        assert_true(e.status == 0 || e.status == 3);
        forget(&e);
    }
    for (size_t i = 0; i < 64; ++i) {
        values[i] = i == 33 ? -(float)INFINITY : 0.5f;
    }
    make_cycle_f32("inf.wav", values, 64);
    ending e = run("plot --spectrum ./inf.wav A4");
    assert_refused(&e, 3, "inf.wav: sample 33 is -inf, which is not sound", "which");
    forget(&e);
    empty_folder();
}

static void a_full_disk_is_told(void **state) {
    (void)state;
    static const char *const types[] = {"svg", "png", "csv", "txt"};
    for (size_t i = 0; i < 4; ++i) {
        ending e = run("plot -w saw -o /dev/full -t %s", types[i]);
        assert_refused(&e, 5, "/dev/full", types[i]);
        forget(&e);
        e = run_how(&(circumstances){.out_path = "/dev/full"}, "plot --spectrum A4");
        assert_refused(&e, 5, "standard output", "stdout");
        forget(&e);
    }
}

static void small_disk(void) {
    const struct rlimit most = {3000, 3000};
    setrlimit(RLIMIT_FSIZE, &most);
}

static void a_failed_plot_leaves_the_old_file(void **state) {
    (void)state;
    static const char *const names[] = {"a.svg", "a.png", "a.csv", "a.txt"};
    for (size_t i = 0; i < 4; ++i) {
        make_file(names[i], "old", 3);
        char line[64];
        snprintf(line, sizeof line, "plot -w sine,saw -o %s", names[i]);
        ending e = run_how(&(circumstances){.prepare = small_disk}, line);
        if (i == 3) { // so few bytes that they fit
            assert_done(&e, line);
        } else {
            assert_refused(&e, 5, names[i], line);
            assert_true(file_is(names[i], "old", 3));
        }
        assert_int_equal(n_files(), 1);
        forget(&e);
        empty_folder();
    }
}

static void close_stdin(void) {
    close(STDIN_FILENO);
}

static void close_stdout(void) {
    close(STDOUT_FILENO);
}

static void closed_descriptors_do_no_harm(void **state) {
    (void)state;
    ending e = run_how(&(circumstances){.prepare = close_stdin}, "plot -w saw -o a.svg");
    assert_done(&e, "stdin closed");
    forget(&e);
    e = run_how(&(circumstances){.prepare = close_stdout}, "plot -w saw");
    assert_refused(&e, 5, "standard output", "stdout closed");
    forget(&e);
    empty_folder();
}

static void a_picture_does_not_overwrite_what_it_shows(void **state) {
    (void)state;
    ending e = run("table make saw -o t.wav");
    forget(&e);
    size_t n;
    unsigned char *before = file_bytes("t.wav", &n);
    e = run("plot -w ./t.wav -o t.wav -t svg");
    assert_refused(&e, 2, "also what is read", "wave");
    forget(&e);
    e = run("plot --env file:t.wav -o t.wav -t svg");
    assert_refused(&e, 2, "also what is read", "env");
    forget(&e);
    assert_true(file_is("t.wav", before, n));
    free(before);
    empty_folder();
}

static void verbose_plots_say_what_they_drew(void **state) {
    (void)state;
    ending e = run("plot -v -w sine,saw -o a.svg");
    assert_int_equal(e.status, 0);
    assert_string_equal(e.err, "a.svg: sine,saw, 2 cycles of 4096 samples\n");
    forget(&e);
    empty_folder();
}

static void clipping_is_told(void **state) {
    (void)state;
    ending e = run("plot --wave-out -b 16 -g 12 C4:0.1 -o a.csv");
    assert_int_equal(e.status, 0);
    assert_non_null(strstr(e.err, "clipped"));
    forget(&e);
    empty_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_are_told),
        cmocka_unit_test(extremes_are_drawn),
        cmocka_unit_test(values_that_are_no_numbers_do_no_harm),
        cmocka_unit_test(a_full_disk_is_told),
        cmocka_unit_test(a_failed_plot_leaves_the_old_file),
        cmocka_unit_test(closed_descriptors_do_no_harm),
        cmocka_unit_test(a_picture_does_not_overwrite_what_it_shows),
        cmocka_unit_test(clipping_is_told),
        cmocka_unit_test(verbose_plots_say_what_they_drew),
    };
    return cmocka_run_group_tests_name("plot bad input", tests, enter_folder, leave_folder);
}
