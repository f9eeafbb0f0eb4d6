// Small songs as programs and the years have left them: each kind that was met, and what it sounds
// like to the frame.
#include "folder.h"
#include "midi_file.h"
#include "sine_score.h"
#include "table_bytes.h"

enum { RATE = 48000, MOST_NOTES = 4 };

#define HEAD(format, tracks) "4D 54 68 64 00 00 00 06 00 " format " 00 " tracks " 01 E0 "
#define TRACK(bytes) "4D 54 72 6B 00 00 00 " bytes " "
#define END "00 FF 2F 00 "
#define A_NOTE "00 90 3C 64  83 60 80 3C 00 " END // C4 for half a second
#define ONE HEAD("00", "01") TRACK("0D") A_NOTE

typedef struct {
    double start_s, duration_s, key, velocity;
} row_note;

// 480 ticks a quarter and 120 quarters a minute, unless the file says otherwise: 480 ticks are
// 83 60 and 0.5 s. A note of velocity 0 is a rest up to the song's end. `says`: what stderr holds,
// one word of each line apart by '|'; null: nothing.
static const struct {
    const char *what, *says, *options, *hex;
    row_note notes[MOST_NOTES];
} songs[] = {
    {"two ons and one off: the off ends both, nothing rings on for the ten seconds to the next",
     "track 1, byte 28: a note that no note-off of its own ends",
     "",
     HEAD("00", "01") TRACK("1C") "00 90 3C 64  83 60 90 3C 64  83 60 80 3C 00  CB 00 90 48 64  "
                                  "83 60 80 48 00 " END,
     {{0, 1, 60, 100}, {0.5, 0.5, 60, 100}, {11, 0.5, 72, 100}}},
    {"the same of an organ, whose program is no matter",
     "track 1, byte 31: a note that no note-off of its own ends",
     "",
     HEAD("00", "01") TRACK("1F") "00 C0 13  00 90 3C 64  83 60 90 3C 64  83 60 80 3C 00  "
                                  "CB 00 90 48 64  83 60 80 48 00 " END,
     {{0, 1, 60, 100}, {0.5, 0.5, 60, 100}, {11, 0.5, 72, 100}}},
    {"on and off at one tick: a tick, which is more than a millisecond",
     NULL,
     "",
     HEAD("00", "01") TRACK("1A") "00 90 26 64  00 80 26 00  83 60 90 26 64  00 80 26 00  "
                                  "83 60 FF 01 00 " END,
     {{0, 1.0 / 960, 38, 100}, {0.5, 1.0 / 960, 38, 100}, {0.5, 0.5, 38, 0}}},
    {"a data byte over 127",
     "track 2, byte 55: a data byte over 127|one channel has no left and right",
     "",
     HEAD("01", "02") TRACK("0D") A_NOTE TRACK(
         "1A") "00 91 40 64  83 60 81 40 00  00 B1 0A 80  00 91 43 64  83 60 81 43 00 " END,
     {{0, 0.5, 60, 100}, {0, 0.5, 64, 100}, {0.5, 0.5, 67, 100}}},
    {"a track that is a byte short",
     "track 1, byte 18: the track's length|track 1, byte 41: an event goes past the end",
     "",
     HEAD("00", "01") TRACK("16") "00 90 3C 64  83 60 80 3C 00  00 90 40 64  83 60 80 40 00  "
                                  "00 FF 2F",
     {{0, 0.5, 60, 100}, {0.5, 0.5, 64, 100}}},
    {"a letter of a track's tag damaged: the track plays",
     "track 2, byte 35: the name of a chunk is one letter off",
     "",
     HEAD("01", "02") TRACK("0D") A_NOTE "4D 54 F2 6B 00 00 00 0D 00 90 40 64  83 60 80 40 00 " END,
     {{0, 0.5, 60, 100}, {0, 0.5, 64, 100}}},
    {"the same of the only track",
     "track 1, byte 14: the name of a chunk is one letter off",
     "",
     HEAD("00", "01") "6D 54 72 6B 00 00 00 0D " A_NOTE,
     {{0, 0.5, 60, 100}}},
    {"running status after a meta event",
     "track 1, byte 34: running status goes on",
     "",
     HEAD("00", "01") TRACK("1B") "00 90 3C 64  00 FF 01 02 25 2B  83 60 3C 00  00 90 40 64  "
                                  "83 60 80 40 00 " END,
     {{0, 0.5, 60, 100}, {0.5, 0.5, 64, 100}}},
    {"a RIFF of no length, and a data chunk that is too long",
     "byte 4: a RIFF length",
     "",
     "52 49 46 46 00 00 00 00 52 4D 49 44 64 61 74 61 24 00 00 00 " ONE,
     {{0, 0.5, 60, 100}}},
    {"a RIFF",
     NULL,
     "",
     "52 49 46 46 2F 00 00 00 52 4D 49 44 64 61 74 61 23 00 00 00 " ONE,
     {{0, 0.5, 60, 100}}},
    {"behind the name of a MacBinary",
     "byte 16: the MIDI file begins here",
     "",
     "00 05 78 2E 6D 69 64 00 00 00 00 00 00 00 00 00 " ONE,
     {{0, 0.5, 60, 100}}},
    {"behind another file's name and half a header",
     "byte 7: the MIDI file begins here",
     "",
     "78 2E 6D 69 64 4D 54 " ONE,
     {{0, 0.5, 60, 100}}},
    {"format 2: its tracks one after another",
     "format 2: its 2 tracks play one after another",
     "",
     HEAD("02", "02") TRACK("0D") A_NOTE TRACK("0D") "00 90 40 64  83 60 80 40 00 " END,
     {{0, 0.5, 60, 100}, {0.5, 0.5, 64, 100}}},
    {"volume by its square: 64 is -11.9 dB",
     NULL,
     "",
     HEAD("00", "01") TRACK("1E") "00 B0 07 7F  00 90 45 7F  83 60 80 45 00  00 B0 07 40  "
                                  "00 90 45 7F  83 60 80 45 00 " END,
     {{0, 0.5, 69, 127}, {0.5, 0.5, 69, 127 * 64.0 * 64.0 / (127.0 * 127.0)}}},
    {"a rest at the end, to the end of track",
     NULL,
     "",
     HEAD("00", "01") TRACK("0E") "00 90 3C 64  83 60 80 3C 00  8B 20 FF 2F 00",
     {{0, 0.5, 60, 100}, {0.5, 1.5, 60, 0}}},
    {"coarse tuning, RPN 2: an octave up",
     NULL,
     "",
     HEAD("00", "01") TRACK("19") "00 B0 65 00  00 B0 64 02  00 B0 06 4C  00 90 45 64  87 40 80 45 "
                                  "00 " END,
     {{0, 1, 81, 100}}},
    {"master fine tuning, MTS: 50 cents up",
     NULL,
     "",
     HEAD("00", "01") TRACK("17") "00 F0 07 7F 7F 04 03 00 60 F7  00 90 45 64  87 40 80 45 00 " END,
     {{0, 1, 69.5, 100}}},
    {"a scale of one byte a key, MTS: each A is 50 cents up",
     NULL,
     "",
     HEAD("00", "01") TRACK("24") "00 F0 14 7F 7F 08 08 03 7F 7F 40 40 40 40 40 40 40 40 40 72 40 "
                                  "40 F7  00 90 45 64  87 40 80 45 00 " END,
     {{0, 1, 69.5, 100}}},
    {"the same a byte short",
     NULL,
     "",
     HEAD("00", "01") TRACK("23") "00 F0 13 7F 7F 08 08 03 7F 7F 40 40 40 40 40 40 40 40 40 72 40 "
                                  "F7  00 90 45 64  87 40 80 45 00 " END,
     {{0, 1, 69.5, 100}}},
    {"sostenuto holds what is down",
     NULL,
     "",
     HEAD("00", "01") TRACK("26") "00 90 3C 64  78 B0 42 7F  78 80 3C 00  00 90 40 64  78 80 40 00 "
                                  "87 40 B0 42 00  83 60 90 48 64  78 80 48 00 " END,
     {{0, 1.375, 60, 100}, {0.25, 0.125, 64, 100}, {1.875, 0.125, 72, 100}}},
    {"a key that cannot sound at this rate: the song plays",
     "half the rate",
     "-r 22050",
     HEAD("00", "01") TRACK("16") "00 90 3C 64  83 60 80 3C 00  00 90 7F 64  83 60 80 7F 00 " END,
     {{0, 0.5, 60, 100}, {0.5, 0.5, 60, 0}}},
    {"left and right in one channel",
     "one channel has no left and right (add -c 2)",
     "",
     HEAD("01", "02") TRACK("11") "00 B0 0A 00  00 90 3C 64  83 60 80 3C 00 " END TRACK(
         "11") "00 B1 0A 7F  00 91 43 64  83 60 81 43 00 " END,
     {{0, 0.5, 60, 100}, {0, 0.5, 67, 100}}},
    {"a key struck twice at one tick is one note, with the later velocity and the later end",
     NULL,
     "",
     HEAD("01", "02") TRACK("0D") "00 90 3C 28  87 40 80 3C 00 " END TRACK(
         "16") "00 90 3C 64  81 70 80 3C 00  8F 50 90 3E 64  64 80 3E 00 " END,
     {{0, 1, 60, 100}, {2240 / 960.0, 100 / 960.0, 62, 100}}},
    {"two tracks strike one key: note-offs end the oldest",
     NULL,
     "",
     HEAD("01", "02") TRACK("0D") "00 90 3C 64  8F 00 80 3C 00 " END TRACK(
         "0D") "83 60 90 3C 3C  78 80 3C 00 " END,
     {{0, 0.625, 60, 100}, {0.5, 1.5, 60, 60}}},
    {"two tempos at one tick of two tracks",
     NULL,
     "",
     HEAD("01", "02") TRACK("13") "00 FF 51 03 07 A1 20  83 60 FF 51 03 0F 42 40 " END TRACK(
         "16") "00 90 3C 64  83 60 80 3C 00  00 90 40 64  83 60 80 40 00 " END,
     {{0, 0.5, 60, 100}, {0.5, 1, 64, 100}}},
    {"a tempo in a later track",
     NULL,
     "",
     HEAD("01", "02")
         TRACK("16") "00 90 3C 64  83 60 80 3C 00  00 90 40 64  83 60 80 40 00 " END TRACK(
             "0B") "00 FF 51 03 0F 42 40 " END,
     {{0, 1, 60, 100}, {1, 1, 64, 100}}},
    {"25 frames a second of 40 ticks",
     NULL,
     "",
     "4D 54 68 64 00 00 00 06 00 00 00 01 E7 28 " TRACK("17") "00 90 3C 64  87 68 80 3C 00  "
                                                              "83 74 90 40 64  83 74 80 40 00 " END,
     {{0, 1, 60, 100}, {1.5, 0.5, 64, 100}}},
    {"a bend of an octave by RPN 0, and back with the next note",
     NULL,
     "",
     HEAD("00", "01") TRACK("2A") "00 B0 65 00  00 B0 64 00  00 B0 06 0C  00 E0 7F 7F  00 90 39 64 "
                                  "83 60 80 39 00  00 E0 00 40  00 90 39 64  83 60 80 39 00 " END,
     {{0, 0.5, 57 + 12 * 8191.0 / 8192, 100}, {0.5, 0.5, 57, 100}}},
    {"a pedal in another track",
     NULL,
     "",
     HEAD("01", "02") TRACK("0D") "00 B0 40 7F  87 40 B0 40 00 " END TRACK(
         "16") "00 90 3C 64  81 70 80 3C 00  8F 00 90 48 64  78 80 48 00 " END,
     {{0, 1, 60, 100}, {2.25, 0.125, 72, 100}}},
    {"a key struck again under the pedal",
     NULL,
     "",
     HEAD("00", "01") TRACK("2A") "00 B0 40 7F  00 90 3C 64  81 70 80 3C 00  81 70 90 3C 64  "
                                  "81 70 80 3C 00  83 60 B0 40 00  87 40 90 48 64  81 70 80 48 "
                                  "00 " END,
     {{0, 0.5, 60, 100}, {0.5, 0.75, 60, 100}, {2.25, 0.25, 72, 100}}},
    {"a tempo of the command line, which is not the file's",
     "its own tempo holds, not that of --tempo",
     "-T 30",
     ONE,
     {{0, 0.5, 60, 100}}},
    {"names in another alphabet",
     NULL,
     "",
     HEAD("00", "01") TRACK("1E") "00 FF 01 05 63 61 66 E9 00  00 FF 03 04 82 B1 82 F1  " A_NOTE,
     {{0, 0.5, 60, 100}}},
};

enum { N_SONGS = sizeof songs / sizeof *songs };

static void make_song(const char *hex) {
    bytes b = {NULL, 0};
    unsigned value;
    int n;
    for (; sscanf(hex, " %2x%n", &value, &n) == 1; hex += n) {
        put_le(&b, value, 1);
    }
    make_file("song.mid", b.at, b.n);
    free(b.at);
}

// A line of stderr for each part of `says`, and no other.
static void assert_says(const ending *e, const char *what, const char *says) {
    char parts[256];
    size_t n = 0;
    snprintf(parts, sizeof parts, "%s", says ? says : "");
    for (char *rest = parts, *part; (part = strsep(&rest, "|")) && *part; ++n) {
        if (!strstr(e->err, part)) {
            fail_msg("%s: not \"%s\": %s", what, part, e->err);
        }
    }
    if (e->status != 0 || n_lines(e->err) != n) {
        fail_msg("%s: status %d, %s", what, e->status, e->err);
    }
}

static void each_kind_of_song_sounds_as_it_was_meant(void **state) {
    (void)state;
    for (size_t i = 0; i < N_SONGS; ++i) {
        sine_note notes[MOST_NOTES];
        size_t n = 0;
        for (; n < MOST_NOTES && songs[i].notes[n].duration_s > 0.0; ++n) {
            const row_note *const r = &songs[i].notes[n];
            notes[n] = (sine_note){r->start_s,          r->duration_s, midi_hz(r->key),
                                   r->velocity / 127.0, 0.0,           0.0};
        }
        make_song(songs[i].hex);
        ending e = run("render " AS_SINES " -s song.mid%s%s", *songs[i].options ? " " : "",
                       songs[i].options);
        assert_says(&e, songs[i].what, songs[i].says);
        assert_sounds_as(&e, songs[i].what, notes, n,
                         strstr(songs[i].options, "-r 22050") ? 22050 : RATE);
        forget(&e);
    }
}

// Channel 10 with its own sound: the hits are of no length, and each is heard.
static void drum_hits_of_no_length_are_heard(void **state) {
    (void)state;
    make_song(HEAD("00", "01") TRACK("1B") "00 99 26 64  00 89 26 00  83 60 99 26 64  00 89 26 00  "
                                           "83 60 FF 01 01 41 " END);
    ending e = run("render -e float -s song.mid");
    assert_done(&e, "drums");
    for (size_t hit = 0; hit < 2; ++hit) {
        double peak = 0.0;
        for (size_t k = hit * RATE / 2; k < hit * RATE / 2 + RATE / 50; ++k) {
            peak = fmax(peak, fabs((double)f32_at(&e, k)));
        }
        assert_true(peak > 0.5); // of -1 dBFS
    }
    forget(&e);
}

// Four notes at full velocity, and a band that all play: as loud as may be, and no louder.
static void nothing_clips_that_was_not_asked_to(void **state) {
    (void)state;
    static const char *const words[] = {"", "-w saw", "-w square -c 2", "--unison 7,20 -w saw"};
    make_song(HEAD("00", "01") TRACK("25") "00 90 30 7F  00 90 37 7F  00 90 3C 7F  00 90 40 7F  "
                                           "87 40 80 30 00  00 80 37 00  00 80 3C 00  00 80 40 "
                                           "00 " END);
    for (size_t i = 0; i < sizeof words / sizeof *words; ++i) {
        ending e = run("render -e float -s song.mid%s%s", *words[i] ? " " : "", words[i]);
        assert_done(&e, words[i]);
        double peak = 0.0;
        for (size_t k = 0; k < e.n_out / 4; ++k) {
            peak = fmax(peak, fabs((double)f32_at(&e, k)));
        }
        assert_true(fabs(peak - pow(10.0, -1.0 / 20.0)) < 1e-6);
        forget(&e);
    }
}

// At 60 quarters a minute a quarter is 1 s, and an eighth is 0.5 s, of whatever is timed by notes.
static void note_values_are_those_of_the_file(void **state) {
    (void)state;
    static const struct {
        const char *notes, *seconds;
    } cases[] = {
        {"-a lfo:square:1/4:0.1:1", "-a lfo:square:1Hz:0.1:1"},
        {"-p lfo:sine:1/8:0:1", "-p lfo:sine:2Hz:0:1"},
        {"-a 0:0,1/4:1", "-a 0:0,1:1"},
        {"--adsr 1/8,0,1,1/16", "--adsr 0.5,0,1,0.25"},
        {"-T 200% -a lfo:sine:1/4:0:1", "-T 200% -a lfo:sine:2Hz:0:1"},
    };
    make_song(HEAD("00", "01") TRACK("14") "00 FF 51 03 0F 42 40  00 90 45 7F  8F 00 80 45 "
                                           "00 " END);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ending a = run("render -w saw -e float -s song.mid %s", cases[i].notes);
        ending b = run("render -w saw -e float -s song.mid %s", cases[i].seconds);
        assert_done(&a, cases[i].notes);
        assert_int_equal(a.n_out, b.n_out);
        assert_true(a.n_out >= 4 * 2 * RATE);
        assert_memory_equal(a.out, b.out, a.n_out);
        forget(&a);
        forget(&b);
    }
}

// From key 120 two octaves up: past hearing, and past half the rate, from where nothing folds back.
static void a_bend_past_half_the_rate_is_silent(void **state) {
    (void)state;
    make_song(HEAD("00", "01") TRACK("1E") "00 B0 65 00  00 B0 64 00  00 B0 06 18  00 90 78 64  "
                                           "83 60 E0 7F 7F  83 60 80 78 00 " END);
    ending e = run("render " AS_SINES " -s song.mid");
    assert_done(&e, "a bend");
    assert_int_equal(e.n_out, 4 * RATE);
    double before = 0.0, after = 0.0;
    for (size_t k = 0; k < RATE; ++k) {
        double *const peak = k < RATE / 2 ? &before : &after;
        *peak = k < RATE / 2 || k > RATE / 2 + RATE / 100 ? fmax(*peak, fabs((double)f32_at(&e, k)))
                                                          : *peak;
    }
    assert_true(before > 0.7 && before < 0.8); // 100 / 127
    assert_true(after < 1e-6);
    forget(&e);
}

int main(void) {
    use_shipped_presets();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_of_song_sounds_as_it_was_meant),
        cmocka_unit_test(drum_hits_of_no_length_are_heard),
        cmocka_unit_test(nothing_clips_that_was_not_asked_to),
        cmocka_unit_test(note_values_are_those_of_the_file),
        cmocka_unit_test(a_bend_past_half_the_rate_is_silent),
    };
    return cmocka_run_group_tests_name("songs met", tests, enter_folder, leave_folder);
}
