// How loud a sound comes out: -g, --normalize, and what --strict says where it does not fit.
#include "steady.h"

enum { RATE = 48000 };

static double gain_of(double db) {
    return pow(10.0, db / 20.0);
}

static void the_gain_is_in_decibels(void **state) {
    (void)state;
    static const double gains[] = {-200, -60, -6.0206, -3, -0.1, 0, 0.1, 6, 20, 60};
    for (int k = 0; k < N_ENGINES; k++) {
        for (size_t i = 0; i < sizeof gains / sizeof *gains; i++) {
            ending e = run("render -w ./one.wav -e float --adsr 0,0,1,0 -E %s -g %g 60:0.01",
                           engine_limits[k].name, gains[i]);
            const double wanted = gain_of(gains[i]);
            if (gains[i] < -90.0) {
                assert_done_with_note(&e, "it is silent", "-g");
            } else {
                assert_done(&e, "-g");
            }
            const double most = fmax(wanted, 1.0) * engine_limits[k].most;
            assert_true(fabs((double)f32_at(&e, 100) - wanted) <= most);
            forget(&e);
        }
    }
    ending usual = run("render -w ./one.wav -e float --adsr 0,0,1,0 60:0.01");
    assert_true(fabs((double)f32_at(&usual, 100) - gain_of(-3)) <= 1e-6);
    forget(&usual);
}

static double sample(const ending *e, size_t i, int bits, bool is_float) {
    const unsigned char *const b = e->out + i * (size_t)(bits / 8);
    if (is_float) {
        return (double)f32_at(e, i);
    }
    int64_t x = 0;
    for (int k = bits / 8; k-- > 0;) {
        x = x << 8 | b[k];
    }
    return (double)(x >= (int64_t)1 << (bits - 1) ? x - ((int64_t)1 << bits) : x) /
           (double)((int64_t)1 << (bits - 1));
}

// Within 0.01 dB, and one step (two and a half with dither) of integers.
static void normalize_puts_the_peak_where_it_is_asked(void **state) {
    (void)state;
    static const struct {
        const char *words;
        int bits;
        bool is_float;
    } formats[] = {
        {"-e float", 32, true}, {"-b 16", 16, false},          {"-b 16 --dither none", 16, false},
        {"-b 24", 24, false},   {"-b 32", 32, false},          {"-b 8", 8, false},
        {"-E q15", 16, false},  {"-E q31 -e float", 32, true}, {"-c 2 --pan 0.3", 16, false}};
    static const char *const sounds[] = {"-w square A2:0.3", "-w sine C6,E6:0.3 G2:0.1",
                                         "-g -40 -w saw,square -m 0:0,1:1 A4:0.3@20",
                                         "-g 20 --unison 5,20 A3:0.5"};
    static const double peaks[] = {0, -0.1, -1, -6, -12};
    for (size_t f = 0; f < sizeof formats / sizeof *formats; f++) {
        for (size_t s = 0; s < sizeof sounds / sizeof *sounds; s++) {
            for (size_t p = 0; p < sizeof peaks / sizeof *peaks; p++) {
                ending e =
                    run("render --normalize=%g %s %s", peaks[p], formats[f].words, sounds[s]);
                assert_done(&e, sounds[s]);
                double peak = 0.0;
                for (size_t i = 0; i < e.n_out / (size_t)(formats[f].bits / 8); i++) {
                    peak = fmax(peak, fabs(sample(&e, i, formats[f].bits, formats[f].is_float)));
                }
                const double wanted = gain_of(peaks[p]);
                const double steps =
                    formats[f].is_float ? 0.0 : 2.5 / (double)((int64_t)1 << (formats[f].bits - 1));
                const double off = fabs(peak - wanted);
                if (!(off <= steps || fabs(20.0 * log10(peak / wanted)) <= 0.01)) {
                    fail_msg("%s %s: %.4f dB, not %g", formats[f].words, sounds[s],
                             20.0 * log10(peak), peaks[p]);
                }
                forget(&e);
            }
        }
    }
}

static void normalize_without_a_number_is_full_scale_and_does_not_clip(void **state) {
    (void)state;
    static const char *const words[] = {"-b 8",     "-b 16",         "-b 24",  "-b 32",
                                        "-e float", "--dither none", "-E q15", "-E q31"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        ending e = run("render --normalize --strict %s -w square A2:0.3", words[i]);
        assert_done(&e, words[i]);
        forget(&e);
    }
    ending silence = run("render --normalize -a 0 A4:0.1");
    assert_done_with_note(&silence, "it is silent", "silence");
    forget(&silence);
}

// Of a minute the program needs no more memory than of a second.
static void normalize_takes_no_memory_for_what_it_measures(void **state) {
    (void)state;
    const circumstances away = {.out_path = "/dev/null"};
    ending brief = run_how(&away, "render --normalize -j 1 A4:100");
    ending lengthy = run_how(&away, "render --normalize -j 1 A4:300");
    assert_done(&brief, "100 seconds");
    assert_done(&lengthy, "five minutes");
    assert_true(lengthy.peak_kb <= brief.peak_kb + 3 * 1024); // a large page is 2 MB
    forget(&brief);
    forget(&lengthy);
}

// The message names a gain; with it nothing clips, and with 0.2 dB more something does.
static void strict_fails_and_keeps_the_file_and_its_advice_helps(void **state) {
    (void)state;
    ending e = run("render --strict -g 6 -w square A2:0.5 -o loud.wav");
    assert_refused(&e, 1, "clipped", "--strict");
    const char *const advice = strstr(e.err, "-g ");
    assert_non_null(advice);
    const double gain = strtod(advice + 3, NULL);
    forget(&e);
    size_t n;
    unsigned char *const file = file_bytes("loud.wav", &n);
    assert_int_equal(n, 44 + 2 * (RATE / 2 + RATE / 100));
    free(file);
    e = run("render --strict -g %g -w square A2:0.5 -o right.wav", gain);
    assert_done(&e, "the gain that was told");
    forget(&e);
    e = run("render --strict -g %g -w square A2:0.5 -o loud.wav", gain + 0.2);
    assert_int_equal(e.status, 1);
    forget(&e);
    e = run("render -g 6 -w square A2:0.5 -o loud.wav");
    assert_int_equal(e.status, 0);
    assert_non_null(strstr(e.err, "clipped"));
    forget(&e);
    e = run("render --strict -g 6 -e float -w square A2:0.5 -o loud.wav");
    assert_done(&e, "floats do not clip");
    forget(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_gain_is_in_decibels),
        cmocka_unit_test(normalize_puts_the_peak_where_it_is_asked),
        cmocka_unit_test(normalize_without_a_number_is_full_scale_and_does_not_clip),
        cmocka_unit_test(normalize_takes_no_memory_for_what_it_measures),
        cmocka_unit_test(strict_fails_and_keeps_the_file_and_its_advice_helps),
    };
    return cmocka_run_group_tests_name("sound options level", tests,
                                       enter_folder_with_steady_cycles, leave_folder);
}
