// Dither: what it adds to rounding, that it hides nothing of the signal, and what the seed is for.
#include "folder.h"
#include "program.h"

#include <math.h>

enum { RATE = 48000, SECONDS = 10, N = SECONDS * RATE, LAGS = 32, BINS = 16 };

#define A_SOUND "--adsr 0,0,1,0 -d 10 -w saw,sine -m 0:0,10:1 -g -6 A3"

static double exact[N], error[N]; // in steps

static int64_t integer_at(const ending *e, size_t i, int bits) {
    int64_t x = 0;
    for (int k = bits / 8; k-- > 0;) {
        x = x << 8 | e->out[i * (size_t)(bits / 8) + (size_t)k];
    }
    return x >= (int64_t)1 << (bits - 1) ? x - ((int64_t)1 << bits) : x;
}

// What `options` make of the sound, less the sound: the floats of the program are what it rounds.
static void measure(const char *options, int bits) {
    ending f = run("render -e float -b 32 " A_SOUND);
    ending e = run("render -b %d %s " A_SOUND, bits, options);
    assert_done(&e, options);
    assert_int_equal(e.n_out, (size_t)N * (size_t)(bits / 8));
    for (size_t i = 0; i < N; i++) {
        exact[i] = (double)f32_at(&f, i) * (double)((int64_t)1 << (bits - 1));
        error[i] = (double)integer_at(&e, i, bits) - exact[i];
    }
    forget(&f);
    forget(&e);
}

static double mean_product(size_t lag) {
    double sum = 0.0;
    for (size_t i = lag; i < N; i++) {
        sum += error[i] * error[i - lag];
    }
    return sum / (double)(N - lag);
}

// Triangular noise of two steps and the rounding after it: a mean of 0 (or of half of 1/256 step,
// as that is how fine noise and signal are when they are added), a power of 2/12 + 1/12, white, and
// both the same wherever in a step the signal lies (Lipshitz, Wannamaker, Vanderkooy, "Quantization
// and dither: a theoretical survey", 1992). Four standard deviations are allowed.
static void check_triangular(const char *what) {
    double mean = 0.0, worst = 0.0;
    double sums[BINS] = {0}, squares[BINS] = {0}, counts[BINS] = {0};
    for (size_t i = 0; i < N; i++) {
        mean += error[i] / N;
        worst = fmax(worst, fabs(error[i]));
        const int bin = (int)((exact[i] - floor(exact[i])) * BINS) % BINS;
        sums[bin] += error[i];
        squares[bin] += error[i] * error[i];
        counts[bin] += 1.0;
    }
    const double power = mean_product(0);
    const double four = 4.0 / sqrt(N);
    print_message("%s: mean %.4f, power %.4f, at most %.3f\n", what, mean, power, worst);
    assert_true(fabs(mean - 1.0 / 512) <= 0.5 * four);
    assert_true(fabs(power - 0.25) <= 0.25 * 1.2 * four + 0.001);
    assert_true(worst > 1.3 && worst <= 1.5);
    for (size_t lag = 1; lag <= LAGS; lag++) {
        assert_true(fabs(mean_product(lag)) <= 0.25 * four);
    }
    for (int b = 0; b < BINS; b++) {
        assert_true(counts[b] > 1000);
        assert_true(fabs(sums[b] / counts[b] - 1.0 / 512) <= 0.5 * 4.5 / sqrt(counts[b]));
        assert_true(fabs(squares[b] / counts[b] - 0.25) <= 0.3 * 4.5 / sqrt(counts[b]) + 0.001);
    }
}

static void triangular_dither_is_white_and_knows_nothing_of_the_signal(void **state) {
    (void)state;
    measure("", 16);
    check_triangular("16 bits as it comes");
    measure("--dither tpdf --seed 7", 16);
    check_triangular("16 bits, seed 7");
    measure("", 8);
    check_triangular("8 bits");
}

// At -6 dB a float is a multiple of a quarter of such a step: rounding leaves 3/32 of power.
static void dither_of_24_bits_is_there_where_it_is_asked_for(void **state) {
    (void)state;
    measure("--dither tpdf", 24);
    assert_true(fabs(mean_product(0) - 0.25) <= 0.01);
    measure("", 24);
    assert_true(mean_product(0) <= 3.0 / 32 + 0.001);
}

static void without_dither_samples_are_rounded_to_the_nearest(void **state) {
    (void)state;
    static const int bits[] = {8, 16, 24};
    for (size_t b = 0; b < 3; b++) {
        measure("--dither none", bits[b]);
        for (size_t i = 0; i < N; i++) {
            assert_true(error[i] == nearbyint(exact[i]) - exact[i]);
        }
    }
}

// Half a step of a sine: rounding leaves nothing of it, dither all of it.
static void dither_lets_what_is_below_a_step_be_heard(void **state) {
    (void)state;
    static const struct {
        const char *dither;
        double wanted;
    } cases[] = {{"tpdf", 0.45}, {"none", 0.0}};
    for (size_t c = 0; c < 2; c++) {
        ending e = run("render --dither %s -w sine --adsr 0,0,1,0 -g %.9f 1000Hz:10",
                       cases[c].dither, 20.0 * log10(0.45 / 32768.0));
        assert_done_with_note(&e, "it is silent", cases[c].dither);
        double sum = 0.0;
        for (size_t i = 0; i < N; i++) {
            sum += (double)i16_at(&e, i) * sin(2.0 * acos(-1.0) * (double)(i % 48) / 48.0);
        }
        assert_true(fabs(2.0 * sum / N - cases[c].wanted) <= 0.01);
        forget(&e);
    }
}

static size_t n_different(const char *a, const char *b) {
    ending x = run("render %s " A_SOUND, a);
    ending y = run("render %s " A_SOUND, b);
    assert_done(&x, a);
    assert_int_equal(x.n_out, y.n_out);
    size_t n = 0;
    for (size_t i = 0; i < x.n_out / 2; i++) {
        n += i16_at(&x, i) != i16_at(&y, i);
    }
    forget(&x);
    forget(&y);
    return n;
}

// Two samples of one value, each dithered for itself, differ in 0.41 to 0.5 of all cases.
static void the_seed_decides_over_the_noise_and_nothing_else(void **state) {
    (void)state;
    assert_int_equal(n_different("", "--seed 0"), 0);
    assert_int_equal(n_different("--seed 5", "--seed 5 -j 2"), 0);
    assert_true(n_different("--seed 0", "--seed 1") > N * 2 / 5);
    assert_true(n_different("--seed 1", "--seed 2") > N * 2 / 5);
    assert_true(n_different("--seed 1", "--seed 65537") > N * 2 / 5);
    assert_int_equal(n_different("--dither none --seed 1", "--dither none --seed 2"), 0);
}

// Left and right have noise of their own: its correlation is none.
static void channels_do_not_share_their_noise(void **state) {
    (void)state;
    ending e = run("render -c 2 -a 0 A4:10");
    assert_done_with_note(&e, "it is silent", "stereo");
    double both = 0.0, left = 0.0;
    for (size_t i = 0; i < N; i++) {
        both += (double)i16_at(&e, 2 * i) * i16_at(&e, 2 * i + 1);
        left += (double)i16_at(&e, 2 * i) * i16_at(&e, 2 * i);
    }
    assert_true(left > 0.2 * N);
    assert_true(fabs(both) <= 0.25 * 4.0 * sqrt(N));
    forget(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(triangular_dither_is_white_and_knows_nothing_of_the_signal),
        cmocka_unit_test(dither_of_24_bits_is_there_where_it_is_asked_for),
        cmocka_unit_test(without_dither_samples_are_rounded_to_the_nearest),
        cmocka_unit_test(dither_lets_what_is_below_a_step_be_heard),
        cmocka_unit_test(the_seed_decides_over_the_noise_and_nothing_else),
        cmocka_unit_test(channels_do_not_share_their_noise),
    };
    return cmocka_run_group_tests_name("sound options dither", tests, enter_folder, leave_folder);
}
