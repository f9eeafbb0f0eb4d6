// Several voices for one note are as loud as one, from its start on.
#include "rendered.h"

#include "app/score/unison.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static double db(double power) {
    return 10.0 * log10(power);
}

// The mean power of frames first .. first + n - 1, of the mean of the channels.
static double power_of(const rendered *r, size_t first, size_t n) {
    double sum = 0.0;
    for (size_t i = first; i < first + n; i++) {
        const double *x = r->frames + i * (size_t)r->channels;
        const double y = r->channels == 2 ? 0.5 * (x[0] + x[1]) : x[0];
        sum += y * y;
    }
    return sum / (double)n;
}

typedef struct {
    double first, later, onset, burst; // dB against one voice: the extremes
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
    const double whole = power_of(&one, 0, one.n);
    l->first = farther(l->first, db(power_of(&many, 0, RATE) / whole));
    l->later = farther(l->later, db(power_of(&many, RATE, many.n - RATE) / whole));
    l->onset = fmax(l->onset, db(power_of(&many, 0, WINDOW) / whole));
    for (size_t i = 0; i + WINDOW <= many.n; i += WINDOW) {
        l->burst = fmax(l->burst, db(power_of(&many, i, WINDOW) / whole));
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
        loudness l = {0};
        for (size_t i = 0; i < sizeof sounds / sizeof *sounds; i++) {
            for (size_t c = 0; c < sizeof cents / sizeof *cents; c++) {
                listen(&l, sounds[i], n, cents[c], 0.0, n);
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

// Two voices that are hard left and right are 3 dB down in the sum of the channels: they are
// independent there, and one voice is twice the same.
static void the_sum_of_both_channels_is_as_loud_as_one_voice(void **state) {
    (void)state;
    for (int n = 2; n <= 16; n++) {
        loudness l = {0};
        listen(&l, "-w saw A3", n, 20, n == 2 ? 0.6 : 0.9, n);
        listen(&l, "-w square A2", n, 50, 0.5, n);
        if (!(fabs(l.first) <= 1.5 && fabs(l.later) <= 1.5)) {
            fail_msg("%d voices: %+.2f, later %+.2f dB", n, l.first, l.later);
        }
    }
}

static int by_pan(const void *a, const void *b) {
    const wt_unison_voice *x = a, *y = b;
    return (x->pan > y->pan) - (x->pan < y->pan);
}

static void sharp_and_flat_voices_take_turns_from_left_to_right(void **state) {
    (void)state;
    for (int n = 2; n <= WT_MOST_UNISON; n++) {
        wt_unison_voice v[WT_MOST_UNISON];
        wt_unison_spread(n, 10.0, 0.7, 440.0, 1, v);
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
        cmocka_unit_test(the_sum_of_both_channels_is_as_loud_as_one_voice),
        cmocka_unit_test(sharp_and_flat_voices_take_turns_from_left_to_right),
        cmocka_unit_test(a_seed_says_where_the_phases_begin),
        cmocka_unit_test(random_phases_are_those_of_seed_and_note),
        cmocka_unit_test(two_channels_without_pan_hold_what_one_would),
    };
    return cmocka_run_group_tests_name("unison", tests, open_waves, close_waves);
}
