// Unison: N sines, each at its own pitch, gain and place, and nothing else. (How loud their sum is
// when their phases are spread: test_unison.c.)
#include "folder.h"
#include "sine_score.h"

enum { RATE = 48000, MOST_VOICES = 64 };

static const struct {
    const char *words;
    int n;
    double cents, width, pan;
} cases[] = {
    {"--unison 1 A4:0.5", 1, 0, 0, 0},
    {"--unison 1,50,1 A4:0.5", 1, 0, 0, 0},
    {"--unison 2,10 A4:0.5", 2, 10, 0, 0},
    {"--unison 3,25,0.5 A4:0.5", 3, 25, 0.5, 0},
    {"--unison 5,20,0.8 A4:0.5", 5, 20, 0.8, 0},
    {"--unison 7,100,1 A4:0.5", 7, 100, 1, 0},
    {"--unison 64,1200,1 A4:0.2", 64, 1200, 1, 0},
    {"--unison 4,0,1 A4:0.2", 4, 0, 1, 0},
    {"--unison 3,25,0.5 --pan 0.75 A4:0.5", 3, 25, 0.5, 0.75},
};

// Voice v of n lies at -1 .. 1, evenly.
static double place_of(int v, int n) {
    return n > 1 ? 2.0 * v / (n - 1) - 1.0 : 0.0;
}

static sine_note voice_of(size_t c, int v, double duration_s) {
    const double cents = cases[c].cents * place_of(v, cases[c].n);
    return (sine_note){0.0, duration_s, 440.0 * exp2(cents / 1200.0), 1.0 / sqrt(cases[c].n),
                       0.0, 0.0};
}

// From left to right: the flattest, the sharpest but one, the flattest but two, ...
static double pan_of(size_t c, int v) {
    const int n = cases[c].n;
    const int rank = v % 2 == 0 ? v : n % 2 == 0 ? n - v : n - 1 - v;
    return cases[c].pan + cases[c].width * place_of(rank, n);
}

// By what two channels are louder than one: the root of what their mean lacks in amplitude, its
// power being (cos x + sin x)^2 / 2 of that at the centre.
static double louder_by(size_t c) {
    double power = 0.0;
    for (int v = 0; v < cases[c].n; v++) {
        const double at = (cases[c].width * place_of(v, cases[c].n) + 1.0) / 2.0 * acos(0.0);
        power += pow(cos(at) + sin(at), 2.0) / 2.0 / cases[c].n;
    }
    return pow(power, -0.25);
}

// `side` 0: the sum in one channel; 1, 2: the left and right of two.
static double *reference(size_t c, int side, size_t n) {
    double *const sum = calloc(n, sizeof *sum);
    assert_non_null(sum);
    for (int v = 0; v < cases[c].n; v++) {
        const double at = (fmin(fmax(pan_of(c, v), -1.0), 1.0) + 1.0) / 2.0 * acos(0.0);
        const double both = cases[c].pan == 0.0 ? sqrt(2.0) : 1.0; // the centre is 1, without --pan
        sine_note note = voice_of(c, v, (double)n / RATE);
        note.gain *= side == 0 ? 1.0 : louder_by(c) * both * (side == 1 ? cos(at) : sin(at));
        add_sine(&note, RATE, sum, n);
    }
    return sum;
}

static void check(size_t c, const ending *e, int side, const char *engine, double most) {
    const size_t stride = side ? 2 : 1;
    const size_t n = e->n_out / 4 / stride;
    double *const sum = reference(c, side, n);
    for (size_t i = 0; i < n; i++) {
        const double x = (double)f32_at(e, i * stride + (side == 2));
        if (!(fabs(x - sum[i]) <= most)) {
            fail_msg("%s %s: frame %zu of side %d is %.8g, not %.8g", engine, cases[c].words, i,
                     side, x, sum[i]);
        }
    }
    free(sum);
}

// In 16 bits every voice's samples and gain are rounded.
static void unison_is_the_sum_of_its_detuned_voices(void **state) {
    (void)state;
    static const struct {
        const char *name;
        double most, most_a_voice;
    } engines[] = {{"float", 2e-6, 0}, {"q15", 4.0 / 32768, 2.0 / 32768}, {"q31", 1e-5, 0}};
    for (size_t k = 0; k < 3; k++) {
        for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
            const double loudest = sqrt(cases[c].n); // all in step, as they begin
            const double most = engines[k].most * loudest + engines[k].most_a_voice * cases[c].n;
            ending e =
                run("render " AS_SINES " --phase 0 -E %s -c 2 %s", engines[k].name, cases[c].words);
            assert_done(&e, cases[c].words);
            check(c, &e, 1, engines[k].name, most);
            check(c, &e, 2, engines[k].name, most);
            forget(&e);
            if (cases[c].pan == 0.0) {
                e = run("render -q " AS_SINES " --phase 0 -E %s %s", engines[k].name,
                        cases[c].words);
                assert_done(&e, cases[c].words);
                check(c, &e, 0, engines[k].name, most);
                forget(&e);
            }
        }
    }
}

static void width_in_one_channel_is_told_not_to_be_heard(void **state) {
    (void)state;
    ending e = run("render -w sine --unison 3,10,0.5 A4:0.1");
    assert_int_equal(e.status, 0);
    assert_non_null(strstr(e.err, "--unison: note: one channel has no width (add -c 2)"));
    forget(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unison_is_the_sum_of_its_detuned_voices),
        cmocka_unit_test(width_in_one_channel_is_told_not_to_be_heard),
    };
    return cmocka_run_group_tests_name("sound options unison", tests, enter_folder, leave_folder);
}
