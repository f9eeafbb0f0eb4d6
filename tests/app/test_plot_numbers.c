// The numbers that plots show, through their CSV.
#include <math.h>

#include "folder.h"
#include "plot_csv.h"

// Level of the line nearest to `hz`, which must be within 0.05 Hz of it.
static double level_at(const table *t, const char *what, double hz) {
    for (size_t i = 0; i < t->n; ++i) {
        if (strcmp(t->rows[i].what, what) == 0 && fabs(t->rows[i].x - hz) < 0.05) {
            return t->rows[i].y;
        }
    }
    fail_msg("no %s at %f Hz", what, hz);
    return 0.0;
}

// The k-th harmonic of a saw of peak 1 is 2 / (pi k); -g -3 is the default.
static void a_saws_harmonics_stand_where_and_as_high_as_they_should(void **state) {
    (void)state;
    static const struct {
        const char *words;
        double hz, gain_db;
        int highest;
    } cases[] = {
        {"--spectrum A4", 440.0, -3.0, 45},
        {"--spectrum -w saw -g 0 A2:2", 110.0, 0.0, 180},
        {"--spectrum -r 96000 440Hz", 440.0, -3.0, 45},
        {"--spectrum -r 44100 C7", 2093.004522, -3.0, 9},
        {"--spectrum --adsr 5ms,100ms,0.5,10ms A4", 440.0, -9.0206, 45},
        {"--spectrum -E q31 A4", 440.0, -3.0, 40},
        {"--spectrum -c 2 A4", 440.0, -3.0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        table t = csv_of(cases[i].words);
        for (int k = 1; k <= cases[i].highest; ++k) {
            const double ideal = 20.0 * log10(2.0 / (M_PI * k)) + cases[i].gain_db;
            const double is = level_at(&t, "harmonics", k * cases[i].hz);
            if (fabs(is - ideal) > 0.05) {
                fail_msg("%s: harmonic %d at %f dB, not %f", cases[i].words, k, is, ideal);
            }
        }
        free_table(&t);
    }
}

static void a_plain_table_shows_its_aliases_and_the_default_has_none(void **state) {
    (void)state;
    table off = csv_of("--spectrum -B off C7");
    assert_true(n_rows_of(&off, "aliases and others") > 100);
    // Harmonic 23 of 2093.0045 Hz folds down from 48139.1 Hz to 139.1 Hz.
    const double ideal = 20.0 * log10(2.0 / (M_PI * 23.0)) - 3.0;
    assert_true(fabs(level_at(&off, "aliases and others", 23.0 * 2093.004522 - 48000.0) - ideal) <
                0.2);
    free_table(&off);
    static const char *const clean[] = {"C7", "A0",          "C4",           "A4",
                                        "C8", "-r 44100 C7", "-w square C7", "-w pulse:0.2 A5"};
    for (size_t i = 0; i < sizeof clean / sizeof *clean; ++i) {
        char words[64];
        snprintf(words, sizeof words, "--spectrum %s", clean[i]);
        table t = csv_of(words);
        if (n_rows_of(&t, "aliases and others") != 0) {
            fail_msg("%s has aliases", clean[i]);
        }
        assert_true(n_rows_of(&t, "harmonics") > 3);
        free_table(&t);
    }
}

static void the_caption_names_fundamental_alias_and_noise(void **state) {
    (void)state;
    setenv("COLUMNS", "160", 1);
    ending e = run("plot --spectrum -B off C7");
    assert_done(&e, "off");
    assert_non_null(strstr((const char *)e.out, "fundamental 2.0930 kHz at -6.92 dBFS"));
    assert_non_null(strstr((const char *)e.out, "strongest alias -22.9 dBc at 18.69"));
    forget(&e);
    e = run("plot --spectrum C7");
    assert_non_null(strstr((const char *)e.out, "no alias up to 20 kHz"));
    forget(&e);
    e = run("plot --spectrum -r 22050 C5");
    assert_non_null(strstr((const char *)e.out, "no alias up to 10 kHz"));
    forget(&e);
    unsetenv("COLUMNS");
}

static void sixteen_bits_have_the_noise_of_their_dither(void **state) {
    (void)state;
    // Triangular dither and rounding: 4.77 dB above steps of 2^-15 / sqrt(12); in 20 of 24 kHz. A
    // sine of that power is sqrt(2) times the rms.
    const double step_db = 20.0 * log10(ldexp(1.0, -15) / sqrt(12.0));
    const double ideal = step_db + 4.77 + 10.0 * log10(20.0 / 24.0) + 3.01 + 3.0;
    ending e = run("plot --spectrum -w sine -b 16 A4");
    assert_done(&e, "16 bits");
    const char *at = strstr((const char *)e.out, "noise up to 20 kHz ");
    assert_non_null(at);
    assert_true(fabs(atof(at + 19) - ideal) < 0.5);
    forget(&e);
    e = run("plot --spectrum -w noise A4");
    assert_non_null(strstr((const char *)e.out, "\nall of it up to 20 kHz -5.7 dBFS\n"));
    forget(&e);
}

static void dc_and_chords_and_moving_pitches_are_no_aliases(void **state) {
    (void)state;
    static const char *const words[] = {
        "--spectrum -w pulse:0.25 A3",
        "--spectrum C4,E4,G4 -d 2",
        "--spectrum --unison 5,12 -d 2 A3",
        "--spectrum -w sine --fm 2 --index 1.5 A3",
        "--spectrum -w sine --fm 0.5 A4",
        "--spectrum -p 7 A3",
        "--spectrum -w sine -p lfo:sine:5Hz:-0.3:0.3 A4:3",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; ++i) {
        table t = csv_of(words[i]);
        for (size_t k = 0; k < t.n; ++k) {
            if (strcmp(t.rows[k].what, "aliases and others") == 0 && t.rows[k].y > -90.0) {
                fail_msg("%s: %f Hz, %f dB", words[i], t.rows[k].x, t.rows[k].y);
            }
        }
        free_table(&t);
    }
    table turns = csv_of("--spectrum -w sine,saw --scan cycle A4"); // two cycles are one period
    assert_true(level_at(&turns, "harmonics", 220.0) > -30.0);
    free_table(&turns);
    table t = csv_of("--spectrum -B off -w pulse:0.25 -g 0 A3");
    assert_true(fabs(level_at(&t, "harmonics", 0.0) - 20.0 * log10(0.5)) < 0.05);
    free_table(&t);
}

static void an_envelope_is_exact_at_every_frame(void **state) {
    (void)state;
    table t = csv_of("--env 0:0,0.5:1,2:0.2 -r 1000");
    assert_string_equal(t.header, "time (s),value");
    assert_int_equal(t.n, 2001);
    for (size_t i = 0; i < t.n; ++i) {
        const double s = (double)i / 1000.0;
        const double ideal = s <= 0.5 ? s / 0.5 : 1.0 + (0.2 - 1.0) * (s - 0.5) / 1.5;
        assert_true(fabs(t.rows[i].x - s) < 1e-9);
        assert_true(fabs(t.rows[i].y - ideal) < 1e-8);
    }
    free_table(&t);
}

static void an_envelope_follows_its_note(void **state) {
    (void)state;
    static const struct {
        const char *words;
        double seconds, first;
    } cases[] = {
        {"--env vel -r 1000 C4:2@64", 2.0, 64.0 / 127.0},
        {"--env key -r 1000 69", 1.0, 69.0 / 127.0},
        {"--env 1key -r 1000 -d 3 440Hz", 3.0, 69.0 / 127.0},
        {"--env 0:1,50%:0 -r 1000 -d 1/4 -T 60", 1.0, 1.0},
        {"--env lfo:square:2Hz:-1:1 -r 1000", 1.0, -1.0},
        {"--env 0.25+0.5 -r 1000", 1.0, 0.75},
        {"--env 0:2,4:1 -r 1000", 4.0, 2.0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        table t = csv_of(cases[i].words);
        assert_true(fabs(t.rows[t.n - 1].x - cases[i].seconds) < 1e-6);
        if (fabs(t.rows[0].y - cases[i].first) > 1e-8) {
            fail_msg("%s: %.9g", cases[i].words, t.rows[0].y);
        }
        free_table(&t);
    }
}

static void cycles_are_told_sample_for_sample(void **state) {
    (void)state;
    ending e = run("table make sine,saw,square --cycles 5 --length 64 -o t.wav");
    assert_done(&e, "make");
    forget(&e);
    size_t n_bytes;
    unsigned char *bytes = file_bytes("t.wav", &n_bytes);
    table t = csv_of("-w ./t.wav");
    assert_string_equal(t.header, "phase (turns),amplitude,cycle");
    assert_int_equal(t.n, 5 * 64);
    for (size_t i = 0; i < t.n; ++i) {
        float x;
        memcpy(&x, bytes + n_bytes - 4 * (t.n - i), sizeof x);
        assert_true(t.rows[i].x == (double)(i % 64) / 64.0);
        assert_true((float)t.rows[i].y == x);
        assert_int_equal(atoi(t.rows[i].what), (int)(i / 64));
    }
    free_table(&t);
    free(bytes);
    t = csv_of("-w square");
    assert_string_equal(t.header, "phase (turns),amplitude");
    assert_int_equal(t.n, 4096);
    assert_true(t.rows[0].y == -1.0 && t.rows[4095].y == 1.0);
    free_table(&t);
    empty_folder();
}

static void the_waveform_is_what_render_writes(void **state) {
    (void)state;
    ending sound = run("render -t raw -b 32 -e float -w saw A4:0.1 C5:0.1");
    table t = csv_of("--wave-out -b 32 -e float -w saw A4:0.1 C5:0.1");
    assert_string_equal(t.header, "time (s),amplitude");
    assert_int_equal(t.n, sound.n_out / 4);
    for (size_t i = 0; i < t.n; ++i) {
        assert_true((float)t.rows[i].y == f32_at(&sound, i));
        assert_true(fabs(t.rows[i].x - (double)i / 48000.0) < 1e-9);
    }
    free_table(&t);
    forget(&sound);
    sound = run("render -t raw -c 2 --pan -1 A4:0.1");
    t = csv_of("--wave-out -b 16 -c 2 --pan -1 A4:0.1");
    assert_string_equal(t.header, "time (s),amplitude,channel");
    assert_int_equal(t.n, sound.n_out / 2);
    for (size_t i = 0; i < t.n / 2; ++i) {
        assert_true(fabs(t.rows[i].y - i16_at(&sound, 2 * i) / 32768.0) < 1e-9);
        assert_true(fabs(t.rows[t.n / 2 + i].y - i16_at(&sound, 2 * i + 1) / 32768.0) < 1e-9);
    }
    free_table(&t);
    forget(&sound);
}

static void a_long_sound_is_told_by_its_lowest_and_highest(void **state) {
    (void)state;
    ending e = run("plot --wave-out -w sine -g 0 -t csv A4:60");
    assert_done(&e, "a minute");
    assert_non_null(strstr((const char *)e.out, "time (s),lowest amplitude,highest amplitude\n"));
    assert_true(n_lines((const char *)e.out) < 1200000);
    double seconds, low, high;
    const char *line = strstr((const char *)e.out, "\n30,");
    assert_non_null(line);
    assert_int_equal(sscanf(line, "%lf,%lf,%lf", &seconds, &low, &high), 3);
    assert_true(low <= high && low >= -1.0 && high <= 1.0);
    forget(&e);
}

static void two_runs_give_the_same_bytes(void **state) {
    (void)state;
    static const char *const words[] = {"--spectrum -B off A5", "-w sine,saw", "--wave-out C3:0.3",
                                        "--env 0:0,1:1~3"};
    static const char *const types[] = {"svg", "csv", "txt", "png"};
    for (size_t i = 0; i < 4; ++i) {
        for (size_t t = 0; t < 4; ++t) {
            ending a = run("plot %s -o - -t %s", words[i], types[t]);
            ending b = run("plot %s -o - -t %s", words[i], types[t]);
            assert_done(&a, words[i]);
            assert_int_equal(a.n_out, b.n_out);
            assert_memory_equal(a.out, b.out, a.n_out);
            forget(&a);
            forget(&b);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_saws_harmonics_stand_where_and_as_high_as_they_should),
        cmocka_unit_test(a_plain_table_shows_its_aliases_and_the_default_has_none),
        cmocka_unit_test(the_caption_names_fundamental_alias_and_noise),
        cmocka_unit_test(sixteen_bits_have_the_noise_of_their_dither),
        cmocka_unit_test(dc_and_chords_and_moving_pitches_are_no_aliases),
        cmocka_unit_test(an_envelope_is_exact_at_every_frame),
        cmocka_unit_test(an_envelope_follows_its_note),
        cmocka_unit_test(cycles_are_told_sample_for_sample),
        cmocka_unit_test(the_waveform_is_what_render_writes),
        cmocka_unit_test(a_long_sound_is_told_by_its_lowest_and_highest),
        cmocka_unit_test(two_runs_give_the_same_bytes),
    };
    return cmocka_run_group_tests_name("plot numbers", tests, enter_folder, leave_folder);
}
