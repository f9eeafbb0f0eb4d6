// Sounds last to the frame what their notes say.
#include "folder.h"
#include "program.h"

#include <math.h>

static const int rates[] = {1000, 8000, 11025, 44100, 48000, 96000, 192000, 768000};
static const double tempos[] = {20, 60, 97.3, 120, 133.33, 300};
enum { N_RATES = 8, N_TEMPOS = 6 };

// `note`: what is told of a slip; null: nothing.
static size_t n_frames_of(const char *what, int rate, const char *words, const char *note) {
    ending e = run("render -b 16 -g -20 -w sine -r %d %s", rate, words);
    if (note) {
        assert_done_with_note(&e, note, what);
    } else {
        assert_done(&e, what);
    }
    assert_int_equal(e.n_out % 2, 0);
    const size_t n = e.n_out / 2;
    forget(&e);
    return n;
}

static void a_melody_of_note_values_ends_at_its_frame_at_any_tempo_and_rate(void **state) {
    (void)state;
    for (int t = 0; t < N_TEMPOS; t++) {
        for (int r = 0; r < N_RATES; r++) {
            char words[200];
            snprintf(words, sizeof words, "-T %.9g --adsr 5ms,0,1,33ms C4:1/4 D4:1/8 _:1/8 E4:3/8",
                     tempos[t]);
            // quarter + eighth + eighth + three eighths: 3.5 quarters
            const double seconds = 3.5 * 60.0 / tempos[t] + 0.033;
            assert_int_equal(n_frames_of(words, rates[r], words, NULL),
                             (long)nearbyint(seconds * rates[r]));
        }
    }
}

static void a_sound_ends_where_its_last_release_does(void **state) {
    (void)state;
    static const struct {
        const char *words;
        double seconds;
        const char *note;
    } cases[] = {
        {"A4", 1.010, NULL},
        {"A4:0.25", 0.260, NULL},
        {"A4:250ms", 0.260, NULL},
        {"A4:2s", 2.010, NULL},
        {"-d 1/4 A4 A4", 1.010, NULL},
        {"-d 1/4 -T 60 A4 A4", 2.010, NULL},
        {"-d 1/4 -T 50% A4 A4", 2.010, NULL},
        {"--adsr 0,0,1,0 A4", 1.0, NULL},
        {"--adsr 0,0,1,1/2 A4", 2.0, NULL},
        {"--adsr 0,0,1,2 A4:0.1 C4:0.1", 2.2, NULL},
        {"--adsr 0,0,1,2 A4:0.1 _:0.5", 2.1, NULL},
        {"--adsr 0,0,1,0.1 A4:0.1 _:0.5", 0.6, NULL},
        {"_:3", 3.0, "it is silent"},
        {"_ _:1/4", 1.5, "it is silent"},
        {"--adsr 10,10,1,10ms A4:0.3", 0.310, "10 are seconds"},
        {"--adsr 0,1e300,1,10ms A4:0.3", 0.310, "1e+300 are seconds"},
        {"A4:0", 0.0, NULL},
        {"A4:0 C4:0 A4:0.5", 0.510, NULL},
        {"C4,E4,G4:1/2", 1.010, NULL},
        {"--length 0.7 A4", 0.7, NULL},
        {"--length 3 A4", 3.0, NULL},
        {"--length 1/4 A4", 0.5, NULL},
        {"--length 0 A4", 0.0, NULL},
        {"--length 333ms A4 C4", 0.333, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (int r = 0; r < N_RATES; r++) {
            const size_t n = n_frames_of(cases[i].words, rates[r], cases[i].words, cases[i].note);
            const size_t wanted = (size_t)(long)nearbyint(cases[i].seconds * rates[r]);
            if (n != wanted) {
                fail_msg("%s at %d Hz: %zu frames, wanted %zu", cases[i].words, rates[r], n,
                         wanted);
            }
        }
    }
}

// A third of a second has no whole number of frames: the error of one note must not be added up.
static void rounding_never_accumulates(void **state) {
    (void)state;
    char words[4096];
    size_t n = (size_t)snprintf(words, sizeof words, "--adsr 0,0,1,0 -d 1/3 -T 180");
    for (int i = 0; i < 200; i++) {
        n += (size_t)snprintf(words + n, sizeof words - n, " A%d", 2 + i % 3);
    }
    assert_int_equal(n_frames_of("200 notes", 1000, words, NULL),
                     (long)nearbyint(200 * 4.0 / 9.0 * 1000));
    assert_int_equal(n_frames_of("200 notes", 44100, words, NULL),
                     (long)nearbyint(200 * 4.0 / 9.0 * 44100));
}

static void length_cuts_what_is_heard_and_adds_silence(void **state) {
    (void)state;
    enum { RATE = 48000, FADE = RATE * 5 / 1000 };
    ending whole = run("render -e float -w sine A3:1");
    ending cut = run("render -e float -w sine --length 0.5 A3:1");
    ending padded = run("render -e float -w sine --length 2 A3:1");
    assert_int_equal(cut.n_out, 4 * RATE / 2);
    assert_memory_equal(cut.out, whole.out, 4 * (RATE / 2 - FADE));
    assert_int_equal(padded.n_out, 4 * RATE * 2);
    assert_memory_equal(padded.out, whole.out, whole.n_out);
    for (size_t i = whole.n_out; i < padded.n_out; i++) {
        assert_int_equal(padded.out[i], 0);
    }
    forget(&whole);
    forget(&cut);
    forget(&padded);
}

// A low square at full level: its own flanks aside, no step is larger than the fade's.
static void a_cut_fades_without_a_click(void **state) {
    (void)state;
    static const char *const engines[] = {"float", "q15", "q31"};
    enum { RATE = 48000 };
    for (size_t k = 0; k < 3; k++) {
        ending e =
            run("render -E %s -B off -w square -e float -g 0 -c 1 --length 0.3 2Hz:1", engines[k]);
        assert_done(&e, engines[k]);
        const size_t n = e.n_out / 4;
        assert_int_equal(n, RATE * 3 / 10);
        for (size_t i = RATE * 26 / 100; i < n; i++) {
            const double step = fabs((double)f32_at(&e, i) - (double)f32_at(&e, i - 1));
            if (!(step <= 1.0 / 200.0)) {
                fail_msg("%s: a step of %g at frame %zu", engines[k], step, i);
            }
        }
        assert_true(fabs((double)f32_at(&e, RATE * 28 / 100)) > 0.9);
        assert_true(fabs((double)f32_at(&e, n - 1)) <= 1.0 / 200.0);
        forget(&e);
    }
}

static void a_note_of_no_duration_is_an_empty_sound(void **state) {
    (void)state;
    static const char *const names[] = {"z.wav", "z.aiff", "z.flac", "z.au",  "z.caf",
                                        "z.w64", "z.rf64", "z.ogg",  "z.opus"};
    for (size_t i = 0; i < sizeof names / sizeof *names; ++i) {
        ending e = run("render C4:0 -o %s", names[i]);
        assert_done(&e, names[i]);
        forget(&e);
        assert_int_equal(access(names[i], F_OK), 0);
    }
    ending raw = run("render C4:0");
    assert_done(&raw, "raw");
    assert_int_equal(raw.n_out, 0);
    forget(&raw);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_melody_of_note_values_ends_at_its_frame_at_any_tempo_and_rate),
        cmocka_unit_test(a_sound_ends_where_its_last_release_does),
        cmocka_unit_test(rounding_never_accumulates),
        cmocka_unit_test(length_cuts_what_is_heard_and_adds_silence),
        cmocka_unit_test(a_cut_fades_without_a_click),
        cmocka_unit_test(a_note_of_no_duration_is_an_empty_sound),
    };
    return cmocka_run_group_tests_name("lengths", tests, enter_folder, leave_folder);
}
