// Several voices for one note are as loud as one, from its start on.
#include "rendered.h"

#include "app/score/unison.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static double db(double power) {
    return 10.0 * log10(power);
}

// The mean power of frames first .. first + n - 1, of the mean of the channels, or of both.
static double power_of(const rendered *r, bool both, size_t first, size_t n) {
    double sum = 0.0;
    for (size_t i = first; i < first + n; i++) {
        const double *x = r->frames + i * (size_t)r->channels;
        const double y = r->channels == 2 ? 0.5 * (x[0] + x[1]) : x[0];
        sum += both && r->channels == 2 ? 0.5 * (x[0] * x[0] + x[1] * x[1]) : y * y;
    }
    return sum / (double)n;
}

// dB against one voice, the extremes; of `both` channels, or of their mean.
typedef struct {
    bool both;
    double first, later, onset, burst;
} loudness;

static double farther(double worst, double x) {
    return fabs(x) > fabs(worst) ? x : worst;
}

// 6 s at 8 kHz.
static void listen(loudness *l, const char *sound, int n, double cents, double width, int seed) {
    enum { RATE = 8000, WINDOW = RATE / 25 };
    char words[200];
    snprintf(words, sizeof words, "-g 0 --adsr 0,0,1,0 -r %d %s:6", RATE, sound);
    rendered one = render_words(words, true);
    snprintf(words, sizeof words,
             "-g 0 --adsr 0,0,1,0 -r %d -c %d --unison %d,%g,%g --seed %d %s:6", RATE,
             width > 0.0 ? 2 : 1, n, cents, width, seed, sound);
    rendered many = render_words(words, true);
    const bool both = l->both;
    const double whole = power_of(&one, false, 0, one.n);
    l->first = farther(l->first, db(power_of(&many, both, 0, RATE) / whole));
    l->later = farther(l->later, db(power_of(&many, both, RATE, many.n - RATE) / whole));
    l->onset = fmax(l->onset, db(power_of(&many, both, 0, WINDOW) / whole));
    for (size_t i = 0; i + WINDOW <= many.n; i += WINDOW) {
        l->burst = fmax(l->burst, db(power_of(&many, both, i, WINDOW) / whole));
    }
    free(one.frames);
    free(many.frames);
}

// Beats of all kinds, down to one in 1.3 s (two voices, 8 cents at 82 Hz).
static void every_unison_is_as_loud_as_one_voice(void **state) {
    (void)state;
    static const char *const sounds[] = {"-w saw E2", "-w saw A3",  "-w square A2",
                                         "-w saw C5", "-w sine A3", "-w triangle E4"};
    static const double cents[] = {8, 20, 50};
    for (int n = 2; n <= 16; n++) {
        loudness l = {.onset = -100.0, .burst = -100.0};
        for (size_t i = 0; i < sizeof sounds / sizeof *sounds; i++) {
            for (size_t c = 0; c < sizeof cents / sizeof *cents; c++) {
                listen(&l, sounds[i], n, cents[c], 0.0, n);
                listen(&l, sounds[i], n, cents[c], 0.0, 1000 + n);
            }
        }
        print_message("%2d voices: first second %+.2f, later %+.2f, onset %+.2f, burst %+.2f dB\n",
                      n, l.first, l.later, l.onset, l.burst);
        assert_true(fabs(l.first) <= 1.5);
        assert_true(fabs(l.later) <= 1.5);
        assert_true(l.onset <= 3.1); // as two voices in step
        assert_true(l.burst <= 5.0); // where all in step would be 10 log10 n, up to 12
    }
}

// Voices to the left and to the right add up in power, and one voice in both channels to twice its
// amplitude: a width makes the mean of the channels softer than the power of both, of two voices
// that are hard left and right by 3 dB. What is between is shared.
static void both_channels_and_their_sum_are_as_loud_as_one_voice(void **state) {
    (void)state;
    static const double widths[] = {0.3, 0.9, 1.0};
    for (int n = 2; n <= 16; n++) {
        loudness sum = {false, 0.0, 0.0, -100.0, -100.0};
        loudness both = {true, 0.0, 0.0, -100.0, -100.0};
        for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
            loudness *const of[] = {&sum, &both};
            for (int k = 0; k < 2; k++) {
                listen(of[k], "-w saw A3", n, 20, widths[w], n);
                listen(of[k], "-w square A2", n, 50, widths[w], n);
                listen(of[k], "-w triangle E4", n, 8, widths[w], 7 + n);
            }
        }
        print_message("%2d voices: sum of the channels %+.2f, later %+.2f, onset %+.2f, burst "
                      "%+.2f dB; both %+.2f, later %+.2f dB\n",
                      n, sum.first, sum.later, sum.onset, sum.burst, both.first, both.later);
        const double most = n == 2 ? 1.6 : 1.5; // half of the 3 dB, and a beat
        assert_true(fabs(sum.first) <= most && fabs(sum.later) <= most);
        assert_true(fabs(both.first) <= most && fabs(both.later) <= most);
        assert_true(sum.onset <= 3.1);
        assert_true(sum.burst <= 5.0);
    }
}

static double drawn(uint32_t *state, double low, double high) {
    *state = *state * 1664525u + 1013904223u;
    return low + (high - low) * (double)(*state >> 8) * 0x1p-24;
}

// Of two voices at the very left and right both channels are 1.5 dB louder, whatever their phases.
static void so_are_unisons_that_are_drawn(void **state) {
    (void)state;
    enum { RATE = 8000, DRAWN = 200 };
    static const char *const shapes[] = {"sine", "triangle", "saw", "square"};
    static const double lengths_s[] = {0.25, 0.5, 1.0, 2.0};
    uint32_t draws = 1;
    double worst = 0.0;
    for (int i = 0; i < DRAWN; i++) {
        char words[200];
        const int n = (int)drawn(&draws, 2.0, 17.0);
        const double cents = drawn(&draws, 1.0, 50.0);
        const double width = fmax(0.0, drawn(&draws, -1.0, n == 2 ? 0.9 : 1.0));
        const double hz = 27.5 * exp2(drawn(&draws, 0.0, 6.0));
        const double length_s = lengths_s[(int)drawn(&draws, 0.0, 4.0)];
        const char *shape = shapes[(int)drawn(&draws, 0.0, 4.0)];
        snprintf(words, sizeof words, "-g 0 --adsr 0,0,1,0 -r %d -w %s -d %g %gHz", RATE, shape,
                 length_s, hz);
        rendered one = render_words(words, true);
        snprintf(words, sizeof words,
                 "-g 0 --adsr 0,0,1,0 -r %d -w %s -c 2 --unison %d,%g,%g --seed %d -d %g %gHz",
                 RATE, shape, n, cents, width, i, length_s, hz);
        rendered many = render_words(words, true);
        const size_t first = one.n < RATE ? one.n : RATE;
        const double whole = power_of(&one, false, 0, first);
        for (int both = 0; both < 2; both++) {
            const double off = db(power_of(&many, both, 0, first) / whole);
            worst = farther(worst, off);
            if (!(fabs(off) <= 1.5)) {
                fail_msg("%s is %.2f dB off in its first second", words, off);
            }
        }
        free(one.frames);
        free(many.frames);
    }
    print_message("%d unisons: %+.2f dB in their first second\n", DRAWN, worst);
}

static int by_pan(const void *a, const void *b) {
    const wt_unison_voice *x = a, *y = b;
    return (x->pan > y->pan) - (x->pan < y->pan);
}

static void sharp_and_flat_voices_take_turns_from_left_to_right(void **state) {
    (void)state;
    for (int n = 2; n <= WT_MOST_UNISON; n++) {
        wt_unison_voice v[WT_MOST_UNISON];
        wt_unison_spread(n, 10.0, 0.7, 440.0, 6.0, 1, v);
        qsort(v, (size_t)n, sizeof *v, by_pan);
        double left = 0.0, right = 0.0;
        int turns = 0;
        for (int i = 0; i < n; i++) {
            assert_true(fabs(v[i].pan - 0.7 * (2.0 * i / (n - 1) - 1.0)) < 1e-12);
            left += 2 * i < n - 1 ? v[i].cents / (n / 2) : 0.0;
            right += 2 * i > n - 1 ? v[i].cents / (n / 2) : 0.0;
            turns += i > 0 && v[i].cents * v[i - 1].cents <= 0.0;
        }
        assert_true(turns >= n - 3); // but for the middle, where they meet
        assert_true(n == 2 || fabs(left - right) <= 2.0 * 20.0 / (n - 1) + 1e-9);
    }
}

static bool are_equal(const rendered *a, const rendered *b) {
    bool equal = a->n == b->n;
    for (size_t i = 0; equal && i < a->n; i++) {
        equal = a->frames[i] == b->frames[i];
    }
    return equal;
}

static void a_seed_says_where_the_phases_begin(void **state) {
    (void)state;
    rendered a = render_words("--unison 5,10 A3:0.1", true);
    rendered b = render_words("--unison 5,10 --seed 0 A3:0.1", true);
    rendered c = render_words("--unison 5,10 --seed 1 A3:0.1", true);
    assert_true(are_equal(&a, &b));
    assert_false(are_equal(&a, &c));
    free(a.frames);
    free(b.frames);
    free(c.frames);
}

static void random_phases_are_those_of_seed_and_note(void **state) {
    (void)state;
    rendered a = render_words("-w sine --phase random --adsr 0,0,1,0 A3:0.01 A3:0.01", true);
    rendered b =
        render_words("-w sine --phase random --adsr 0,0,1,0 --seed 9 A3:0.01 A3:0.01", true);
    assert_true(fabs(a.frames[0] - a.frames[480]) > 1e-3); // another note
    assert_true(fabs(a.frames[0] - b.frames[0]) > 1e-3);   // another seed
    free(a.frames);
    free(b.frames);
}

// To the bit, in every engine, with moving gain and with several voices.
static void two_channels_without_pan_hold_what_one_would(void **state) {
    (void)state;
    static const char *const words[] = {"A4:0.1",
                                        "-E q15 A4:0.1",
                                        "-E q31 A4:0.1",
                                        "C4,E4,G4:0.05 A3:0.1",
                                        "-a lfo:sine:9Hz:0:1 -w sine,saw -m 0:0,0.1:1 A3:0.2",
                                        "--unison 5,20 A3:0.1"};
    for (size_t w = 0; w < sizeof words / sizeof *words; w++) {
        char stereo[200];
        snprintf(stereo, sizeof stereo, "-c 2 %s", words[w]);
        rendered one = render_words(words[w], true);
        rendered two = render_words(stereo, true);
        assert_int_equal(one.n, two.n);
        for (size_t i = 0; i < one.n; i++) {
            assert_true(two.frames[2 * i] == one.frames[i]);
            assert_true(two.frames[2 * i + 1] == one.frames[i]);
        }
        free(one.frames);
        free(two.frames);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_unison_is_as_loud_as_one_voice),
        cmocka_unit_test(both_channels_and_their_sum_are_as_loud_as_one_voice),
        cmocka_unit_test(so_are_unisons_that_are_drawn),
        cmocka_unit_test(sharp_and_flat_voices_take_turns_from_left_to_right),
        cmocka_unit_test(a_seed_says_where_the_phases_begin),
        cmocka_unit_test(random_phases_are_those_of_seed_and_note),
        cmocka_unit_test(two_channels_without_pan_hold_what_one_would),
    };
    return cmocka_run_group_tests_name("unison", tests, open_waves, close_waves);
}
