// Standard MIDI Files made byte by byte, and the sound that each of their notes makes.
#include "folder.h"
#include "midi_file.h"
#include "sine_score.h"

enum { RATE = 48000, MOST_NOTES = 8 };

// 96 ticks (60 hex) a quarter and 120 quarters a minute, unless the file says otherwise: 48 ticks
// (30 hex) are 0.25 s.
static const struct {
    const char *what, *options;
    unsigned division;
    const char *tracks[4];
    struct {
        double start_s, duration_s, key, velocity, bend_s, semitones;
    } notes[MOST_NOTES];
} songs[] = {
    {"one note", "", 96, {"00 90 45 7F  60 80 45 40"}, {{0, 0.5, 69, 127, 0, 0}}},
    {"running status, and velocity 0 as note-off",
     "",
     96,
     {"00 90 3C 64  30 3C 00  00 40 50  30 40 00  30 43 01  30 43 00"},
     {{0, 0.25, 60, 100, 0, 0}, {0.25, 0.25, 64, 80, 0, 0}, {0.75, 0.25, 67, 1, 0, 0}}},
    {"a tempo of 80 from the second quarter on",
     "",
     96,
     {"00 90 45 7F  60 FF 51 03 0B 71 B0  60 80 45 00  00 90 48 40  30 80 48 00"},
     {{0, 1.25, 69, 127, 0, 0}, {1.25, 0.375, 72, 64, 0, 0}}},
    {"a track of tempos and two of notes",
     "",
     96,
     {"00 FF 51 03 0F 42 40  60 FF 51 03 07 A1 20",
      "00 90 3C 7F  60 80 3C 00  60 90 3E 7F  60 3E 00", "60 91 48 20  60 81 48 00"},
     {{0, 1, 60, 127, 0, 0}, {1.5, 0.5, 62, 127, 0, 0}, {1, 0.5, 72, 32, 0, 0}}},
    {"a bend of two semitones in the middle of a note, and back before the next",
     "",
     96,
     {"00 90 45 7F  30 E0 7F 7F  30 80 45 00  00 E0 00 40  00 90 45 7F  60 80 45 00"},
     {{0, 0.5, 69, 127, 0.25, 2.0 * 8191 / 8192}, {0.5, 0.5, 69, 127, 0, 0}}},
    {"a bend down of twelve semitones, by RPN 0, before the note",
     "",
     96,
     {"00 B0 65 00  00 64 00  00 06 0C  00 E0 00 00  00 90 45 7F  60 80 45 00"},
     {{0, 0.5, 57, 127, 0, 0}}},
    {"the sustain pedal",
     "",
     96,
     {"00 B0 40 7F  00 90 45 7F  30 80 45 00  30 B0 40 00  30 90 47 7F  30 80 47 00"},
     {{0, 0.5, 69, 127, 0, 0}, {0.75, 0.25, 71, 127, 0, 0}}},
    {"volume and expression as gain, by their squares",
     "",
     96,
     {"00 B0 07 40  00 0B 60  00 90 45 7F  60 80 45 00"},
     {{0, 0.5, 69, 127.0 * 64 * 64 * 96 * 96 / (16129.0 * 16129.0), 0, 0}}},
    {"a chord, and a note that ends with its track",
     "",
     96,
     {"00 90 3C 7F  00 40 7F  00 43 7F  60 3C 00  00 40 00  81 40 B0 7B 7F"},
     {{0, 0.5, 60, 127, 0, 0}, {0, 0.5, 64, 127, 0, 0}, {0, 1.5, 67, 127, 0, 0}}},
    {"25 frames a second of 40 ticks",
     "",
     0xE728,
     {"00 90 45 7F  83 74 80 45 00"},
     {{0, 0.5, 69, 127, 0, 0}}},
    {"another tuning, at half its tempo",
     "--tuning 432 -T 50%",
     96,
     {"00 90 45 7F  60 80 45 40"},
     {{0, 1, 69 - 0.31766653633429414, 127, 0, 0}}},
};

enum { N_SONGS = sizeof songs / sizeof *songs };

static size_t notes_of(size_t song, sine_note *notes) {
    size_t n = 0;
    for (; n < MOST_NOTES && songs[song].notes[n].duration_s > 0.0; n++) {
        notes[n] =
            (sine_note){songs[song].notes[n].start_s,      songs[song].notes[n].duration_s,
                        midi_hz(songs[song].notes[n].key), songs[song].notes[n].velocity / 127.0,
                        songs[song].notes[n].bend_s,       songs[song].notes[n].semitones};
    }
    return n;
}

static void every_note_sounds_when_and_as_its_events_say(void **state) {
    (void)state;
    for (size_t i = 0; i < N_SONGS; i++) {
        sine_note notes[MOST_NOTES];
        const size_t n = notes_of(i, notes);
        make_midi("song.mid", songs[i].division, songs[i].tracks);
        char words[256];
        snprintf(words, sizeof words, "render " AS_SINES "%s%s -s ", *songs[i].options ? " " : "",
                 songs[i].options);
        ending e = run("%ssong.mid", words);
        assert_done(&e, songs[i].what);
        assert_sounds_as(&e, songs[i].what, notes, n, RATE);
        forget(&e);
        const circumstances piped = {.in_path = "song.mid"};
        strcat(words, "-");
        e = run_how(&piped, words);
        assert_done(&e, songs[i].what);
        assert_sounds_as(&e, songs[i].what, notes, n, RATE);
        forget(&e);
    }
}

// 1000 notes a 7th of a quarter apart: the last is as exact as the first.
static void a_thousand_odd_ticks_do_not_drift(void **state) {
    (void)state;
    enum { NOTES = 1000 };
    char *const hex = malloc(NOTES * 24);
    sine_note *const notes = malloc(NOTES * sizeof *notes);
    assert_true(hex && notes);
    size_t at = 0;
    for (int i = 0; i < NOTES; i++) {
        at += (size_t)sprintf(hex + at, "00 90 %02X 40 01 %02X 00 ", 50 + i % 30, 50 + i % 30);
        notes[i] = (sine_note){i / 14.0, 1 / 14.0, midi_hz(50 + i % 30), 64 / 127.0, 0, 0};
    }
    const char *const tracks[] = {hex, NULL};
    make_midi("song.mid", 7, tracks);
    ending e = run("render " AS_SINES " -s song.mid");
    assert_done(&e, "a thousand notes");
    assert_sounds_as(&e, "a thousand notes", notes, NOTES, RATE);
    forget(&e);
    free(hex);
    free(notes);
}

// Controller 10 at 127 is hard right, 1 hard left, 64 the centre at -3 dB.
static void pan_controllers_place_their_channel(void **state) {
    (void)state;
    static const struct {
        unsigned value;
        double left, right;
    } cases[] = {{1, 1.0, 0.0}, {64, 0.70710678118654752, 0.70710678118654752}, {127, 0.0, 1.0}};
    ending mono = run("render " AS_SINES " A4:0.5");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char hex[64];
        snprintf(hex, sizeof hex, "00 B0 0A %02X 00 90 45 7F 60 80 45 00", cases[i].value);
        const char *const tracks[] = {hex, NULL};
        make_midi("song.mid", 96, tracks);
        ending e = run("render " AS_SINES " -c 2 -s song.mid");
        assert_done(&e, hex);
        assert_int_equal(e.n_out, 2 * mono.n_out);
        for (size_t k = 0; k < mono.n_out / 4; k++) {
            const double x = (double)f32_at(&mono, k);
            assert_true(fabs((double)f32_at(&e, 2 * k) - cases[i].left * x) <= 1e-6);
            assert_true(fabs((double)f32_at(&e, 2 * k + 1) - cases[i].right * x) <= 1e-6);
        }
        forget(&e);
    }
    forget(&mono);
}

// What a controller that jumps from 0 to 64 at 0.25 s and to 127 at 0.5 s comes to: each time it
// takes 5 ms.
static double controller_at(double time_s) {
    static const double jumps[][2] = {{0.25, 64.0}, {0.5, 127.0}};
    double value = 0.0;
    for (int i = 0; i < 2; i++) {
        const double way = (time_s - jumps[i][0]) / 0.005;
        value += (jumps[i][1] - value) * (way < 0.0 ? 0.0 : way > 1.0 ? 1.0 : way);
    }
    return value / 127.0;
}

static void envelopes_follow_controllers_without_a_click(void **state) {
    (void)state;
    static const struct {
        const char *envelope, *events;
        double low, high; // of the controller's way
    } cases[] = {
        {"cc:1:0.1:0.9", "00 90 45 7F 30 B0 01 40 30 B0 01 7F 30 80 45 00", 0.1, 0.9},
        {"cc:74:1:0.25", "00 90 45 7F 30 B0 4A 40 30 B0 4A 7F 30 80 45 00", 1.0, 0.25},
        {"cc:pressure:0:1", "00 90 45 7F 30 D0 40 30 D0 7F 30 80 45 00", 0.0, 1.0},
        {"cc:1:0:1*0.5", "00 90 45 7F 30 B0 01 40 30 B0 01 7F 30 80 45 00", 0.0, 0.5},
        {"cc:2:0.3:1", "00 90 45 7F 30 B0 01 40 30 B0 01 7F 30 80 45 00", 0.3, 0.3}, // of another
        {"cc:1:0.3:1", "00 90 45 7F 30 B1 01 40 30 B1 01 7F 30 80 45 00", 0.3, 0.3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const tracks[] = {cases[i].events, NULL};
        make_midi("song.mid", 96, tracks);
        ending plain = run("render " AS_SINES " -s song.mid");
        ending e = run("render " AS_SINES " -a %s -s song.mid", cases[i].envelope);
        assert_done(&e, cases[i].envelope);
        assert_int_equal(e.n_out, plain.n_out);
        assert_int_equal(e.n_out, 4 * 36000);
        for (size_t k = 0; k < e.n_out / 4; k++) {
            const double share = controller_at((double)k / RATE);
            const double gain = cases[i].low + (cases[i].high - cases[i].low) * share;
            const double wanted = gain * (double)f32_at(&plain, k);
            if (!(fabs((double)f32_at(&e, k) - wanted) <= 1e-6)) {
                fail_msg("%s: frame %zu is %g, not %g", cases[i].envelope, k, (double)f32_at(&e, k),
                         wanted);
            }
        }
        forget(&plain);
        forget(&e);
    }
}

// Of a note that begins later, too: its envelope goes by the piece.
static void a_controller_holds_for_the_notes_that_come(void **state) {
    (void)state;
    const char *const tracks[] = {"00 B0 01 40 30 90 45 7F 30 B0 01 7F 30 80 45 00", NULL};
    make_midi("song.mid", 96, tracks);
    ending plain = run("render " AS_SINES " -s song.mid");
    ending e = run("render " AS_SINES " -a cc:1:0:1 -s song.mid");
    for (size_t k = 0; k < e.n_out / 4; k++) {
        const double time_s = (double)k / RATE;
        const double way = (time_s - 0.5) / 0.005;
        const double value = 64.0 + 63.0 * (way < 0.0 ? 0.0 : way > 1.0 ? 1.0 : way);
        assert_true(fabs((double)f32_at(&e, k) - value / 127.0 * (double)f32_at(&plain, k)) <=
                    1e-6);
    }
    forget(&plain);
    forget(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_note_sounds_when_and_as_its_events_say),
        cmocka_unit_test(a_thousand_odd_ticks_do_not_drift),
        cmocka_unit_test(pan_controllers_place_their_channel),
        cmocka_unit_test(envelopes_follow_controllers_without_a_click),
        cmocka_unit_test(a_controller_holds_for_the_notes_that_come),
    };
    return cmocka_run_group_tests_name("score midi", tests, enter_folder, leave_folder);
}
