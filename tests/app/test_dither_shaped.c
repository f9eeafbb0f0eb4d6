// Noise between sounds, and noise between frequencies: independent, and where it is heard least.
#include "folder.h"
#include "line_spectrum.h"
#include "program.h"
#include "rendered.h"

static double db(double power) {
    return 10.0 * log10(power);
}

// What rounding left in a sound of 16 bits, in steps.
static double *noise_of(const char *words, size_t *n) {
    rendered rounded = render_words(words, false);
    rendered exact = render_words(words, true);
    const size_t samples = exact.n * (size_t)exact.channels;
    double *noise = malloc((samples + 1) * sizeof *noise);
    assert_non_null(noise);
    for (size_t i = 0; i < samples; i++) {
        noise[i] = (rounded.frames[i] - exact.frames[i]) * 32768.0;
    }
    free(rounded.frames);
    free(exact.frames);
    *n = samples;
    return noise;
}

static double power_of(const double *x, size_t n) {
    double sum = 0.0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i] * x[i];
    }
    return sum / (double)n;
}

static void assert_independent(double *const *noise, int count, size_t n, const char *what) {
    double *sum = calloc(n, sizeof *sum), one = 0.0;
    assert_non_null(sum);
    for (int s = 0; s < count; s++) {
        one += power_of(noise[s], n) / count;
        for (size_t i = 0; i < n; i++) {
            sum[i] += noise[s][i];
        }
    }
    const double rise = db(power_of(sum, n) / one);
    print_message("%s: %+.2f dB\n", what, rise);
    if (!(fabs(rise - db(count)) <= 0.2)) {
        fail_msg("%s: %d together are %.2f dB above one, not %.2f", what, count, rise, db(count));
    }
    free(sum);
}

// Differing in one thing each.
static void different_sounds_have_independent_noise(void **state) {
    (void)state;
    static const char *const words[] = {
        "A4:2",          "B4:2",        "-w sine A4:2", "-g -6 A4:2",
        "--seed 1 A4:2", "-m 0.5 A4:2", "A4:2@100",     "--phase 0.5 A4:2"};
    double *noise[8];
    size_t n;
    for (int i = 0; i < 8; i++) {
        noise[i] = noise_of(words[i], &n);
    }
    assert_independent(noise, 8, n, "eight renders");
    for (int i = 0; i < 8; i++) {
        free(noise[i]);
    }
}

static double *noise_of_file(const char *rounded, const char *exact, size_t *n) {
    size_t n_rounded, n_exact;
    unsigned char *r = file_bytes(rounded, &n_rounded), *e = file_bytes(exact, &n_exact);
    *n = n_exact / 4;
    assert_int_equal(n_rounded / 2, *n);
    double *noise = malloc(*n * sizeof *noise);
    assert_non_null(noise);
    for (size_t i = 0; i < *n; i++) {
        int16_t x;
        float y;
        memcpy(&x, r + 2 * i, 2);
        memcpy(&y, e + 4 * i, 4);
        noise[i] = x - (double)y * 32768.0;
    }
    free(r);
    free(e);
    return noise;
}

static void so_have_the_files_of_a_batch_and_of_each(void **state) {
    (void)state;
    char jobs[2000], names[2][32];
    double *noise[8];
    size_t n, at = 0;
    for (int i = 0; i < 8; i++) {
        at += (size_t)sprintf(jobs + at, "-o b%d.raw %d:1\n-o B%d.raw -e float %d:1\n", i, 60 + i,
                              i, 60 + i);
    }
    make_file("jobs.txt", jobs, at);
    ending e = run("batch jobs.txt");
    assert_done(&e, "batch");
    forget(&e);
    e = run("render --each -d 1 -o b{n}.raw.each -t raw 60..67");
    assert_done(&e, "--each");
    forget(&e);
    for (int i = 0; i < 8; i++) {
        snprintf(names[0], sizeof names[0], "b%d.raw", i);
        snprintf(names[1], sizeof names[1], "B%d.raw", i);
        noise[i] = noise_of_file(names[0], names[1], &n);
    }
    assert_independent(noise, 8, n, "a batch");
    for (int i = 0; i < 8; i++) { // the same sound, by another way
        size_t a, b;
        snprintf(names[0], sizeof names[0], "b%d.raw", i);
        snprintf(names[1], sizeof names[1], "b%d.raw.each", i + 1);
        unsigned char *x = file_bytes(names[0], &a), *y = file_bytes(names[1], &b);
        assert_int_equal(a, b);
        assert_memory_equal(x, y, a);
        free(x);
        free(y);
        free(noise[i]);
    }
}

// The threshold of hearing in dB (E. Terhardt, "Calculating virtual pitch", 1979).
static double threshold(double hz) {
    const double k = hz / 1000.0;
    return 3.64 * pow(k, -0.8) - 6.5 * exp(-0.6 * pow(k - 3.3, 2.0)) + 1e-3 * pow(k, 4.0);
}

enum { FRAMES = 1 << 18 };

// The power of noise as it is heard, and the most that a line stands out of its surroundings: of 64
// bins on either side, the mean.
static double heard(const double *noise, double rate, double *line_db) {
    const spectra s = transform(noise, NULL, FRAMES);
    double sum = 0.0, around = 0.0;
    static double power[FRAMES / 2];
    for (size_t bin = 1; bin < FRAMES / 2; bin++) {
        double pair[2];
        const double hz = rate * (double)bin / FRAMES;
        bin_pair(&s, 0, bin, pair);
        power[bin] = pair[0] * pair[0] + pair[1] * pair[1];
        sum += hz > 20.0 && hz < 20000.0 ? power[bin] * pow(10.0, -threshold(hz) / 10.0) : 0.0;
    }
    *line_db = -300.0;
    for (size_t bin = 1; bin < FRAMES / 2; bin++) {
        around += power[bin] - (bin > 128 ? power[bin - 128] : 0.0);
        if (bin > 128) {
            *line_db = fmax(*line_db, db(power[bin - 64] / (around / 128.0)));
        }
    }
    free(s.z);
    return sum;
}

static void shaped_noise_is_heard_10_db_less(void **state) {
    (void)state;
    static const struct {
        const char *sound;
        double rate;
    } cases[] = {{"-r 48000 A3", 48000},
                 {"-r 44100 -w sine C6", 44100},
                 {"-r 48000 -E q31 A3", 48000},
                 {"-r 44100 -E q15 A3", 44100},
                 {"-r 48000 -g -80 -w sine 997Hz", 48000},
                 {"-r 48000 -a 0 A3", 48000}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char words[200];
        size_t n;
        double line;
        snprintf(words, sizeof words, "%s:%dfr --dither tpdf", cases[i].sound, FRAMES);
        double *noise = noise_of(words, &n);
        const double white = heard(noise, cases[i].rate, &line);
        free(noise);
        snprintf(words, sizeof words, "%s:%dfr --dither shaped", cases[i].sound, FRAMES);
        noise = noise_of(words, &n);
        const double shaped = heard(noise, cases[i].rate, &line);
        print_message("%-30s %.1f dB, no line above %.1f dB\n", cases[i].sound, db(shaped / white),
                      line);
        free(noise);
        assert_true(db(shaped / white) <= -10.0);
        assert_true(line <= 13.5); // of 2^17 random bins the highest is 10 log10 ln 2^17 = 10.7
    }
}

static void shaped_samples_do_not_depend_on_threads(void **state) {
    (void)state;
    ending one = run("render --dither shaped -j 1 -c 2 -r 48000 A3:6");
    ending two = run("render --dither shaped -j 2 -c 2 -r 48000 A3:6");
    assert_done(&one, "one thread");
    assert_int_equal(one.n_out, two.n_out);
    assert_memory_equal(one.out, two.out, one.n_out);
    forget(&one);
    forget(&two);
}

static void other_rates_and_bits_are_refused(void **state) {
    (void)state;
    static const char *const words[] = {"-r 96000", "-r 22050", "-b 32"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        ending e = run("render --dither shaped %s A4 -o x.wav", words[i]);
        assert_refused(&e, 2, "--dither", words[i]);
        forget(&e);
    }
}

static int start(void **state) {
    return enter_folder(state) == 0 ? open_waves(state) : -1;
}

static int stop(void **state) {
    close_waves(state);
    return leave_folder(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(different_sounds_have_independent_noise),
        cmocka_unit_test(so_have_the_files_of_a_batch_and_of_each),
        cmocka_unit_test(shaped_noise_is_heard_10_db_less),
        cmocka_unit_test(shaped_samples_do_not_depend_on_threads),
        cmocka_unit_test(other_rates_and_bits_are_refused),
    };
    return cmocka_run_group_tests_name("dither shaped", tests, start, stop);
}
