// Envelopes that follow the controllers of a MIDI file, and controllers that never click.
#include "folder.h"
#include "midi_file.h"
#include "program.h"

#include <math.h>

enum { RATE = 48000, MOST_POINTS = 8 };

// 96 ticks a quarter, 0.5 s, from one track.
static void make_song(const char *name, const char *track) {
    make_midi(name, 96, (const char *const[]){track, NULL});
}

// The square is 1 or -1 at every sample, so that what is heard is the envelope's size. 30 hex are
// 0.25 s, 60 are 0.5 s; a change takes 5 ms.
#define ALONE "render -q -w square -B off -i none -e float -g 0 --adsr 0,0,1,0 "

static const struct {
    const char *what, *env, *track;
    struct {
        double time_s, size;
    } points[MOST_POINTS];
} cases[] = {
    {"the mod wheel",
     "cc:1:0:1",
     "00 90 45 7F  30 B0 01 7F  30 B0 01 40  60 80 45 00",
     {{0.1, 0},
      {0.249, 0},
      {0.25125, 0.25},
      {0.2525, 0.5},
      {0.2551, 1},
      {0.5, 1},
      {0.6, 64 / 127.0}}},
    {"between two values, downwards",
     "cc:74:0.8:0.2",
     "00 B0 4A 00  00 90 45 7F  30 B0 4A 7F  60 80 45 00",
     {{0.1, 0.8}, {0.2525, 0.5}, {0.3, 0.2}}},
    {"a value by velocity",
     "cc:1:0:vel",
     "00 B0 01 7F  00 90 45 40  60 80 45 00",
     {{0.1, 64 / 127.0 * 64 / 127.0}}}, // the note's own loudness, too
    {"a note begins with what its controller says then",
     "cc:2:0:1",
     "00 B0 02 7F  60 B0 02 00  00 90 45 7F  60 80 45 00",
     {{0.499, 0}, {0.51, 0}, {0.6, 0}}},
    {"where nothing came: volume, expression and pan are at General MIDI's, others at 0",
     "cc:7:0:0.25+cc:11:0:0.25+cc:10:0:0.25+cc:91:0:0.25",
     "00 90 45 7F  60 80 45 00",
     {{0.1, 0.5 + 0.25 * 64 / 127.0}}},
    {"a reset brings the wheel and pressure to rest",
     "cc:1:0:0.5+cc:pressure:0:0.5",
     "00 B0 01 7F  00 D0 7F  00 A0 45 7F  00 90 45 7F  30 B0 79 00  30 80 45 00",
     {{0.1, 1}, {0.2525, 0.5}, {0.3, 0}}},
    {"the channel's pressure",
     "cc:pressure:0:1",
     "00 90 45 7F  30 D0 7F  30 80 45 00",
     {{0.1, 0}, {0.3, 1}}},
    {"the key's, and not another's",
     "cc:pressure:0:1",
     "00 90 45 7F  30 A0 44 7F  30 A0 45 40  30 80 45 00",
     {{0.1, 0}, {0.3, 0}, {0.6, 64 / 127.0}}},
    {"the key's, which it had before it was struck and keeps",
     "cc:pressure:0:1",
     "00 A0 45 7F  00 90 45 7F  60 80 45 00",
     {{0.1, 1}, {0.4, 1}}},
    {"whichever is more",
     "cc:pressure:0:1",
     "00 D0 20  00 90 45 7F  30 A0 45 7F  30 D0 40  30 A0 45 00  60 80 45 00",
     {{0.1, 32 / 127.0}, {0.3, 1}, {0.6, 1}, {0.8, 64 / 127.0}}},
    {"a channel's own",
     "cc:1:0:1",
     "00 91 45 7F  30 B0 01 7F  30 B1 01 7F  60 81 45 00",
     {{0.1, 0}, {0.4, 0}, {0.6, 1}}},
    {"a product",
     "cc:1:0:1*cc:pressure:0:1",
     "00 B0 01 40  00 D0 40  00 90 45 7F  60 80 45 00",
     {{0.1, 64 / 127.0 * 64 / 127.0}}},
};

static void a_sound_follows_its_controllers_at_every_frame(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        make_song("c.mid", cases[i].track);
        ending e = run(ALONE "-s c.mid -a %s", cases[i].env);
        assert_done(&e, cases[i].what);
        for (size_t k = 0; k < MOST_POINTS && cases[i].points[k].time_s > 0.0; k++) {
            const size_t frame = (size_t)lround(cases[i].points[k].time_s * RATE);
            assert_true(frame < e.n_out / 4);
            const double size = fabs((double)f32_at(&e, frame));
            if (!(fabs(size - cases[i].points[k].size) < 1e-5)) { // floats of a course
                fail_msg("%s: %.6f at %g s, not %.6f", cases[i].what, size,
                         cases[i].points[k].time_s, cases[i].points[k].size);
            }
        }
        forget(&e);
    }
}

static void a_wheel_moves_pitch_by_semitones(void **state) {
    (void)state;
    make_song("up.mid", "00 B0 01 7F  00 90 45 7F  60 80 45 00");
    make_song("plain.mid", "00 90 45 7F  60 80 45 00");
    ending wheel = run(ALONE "-w sine -s up.mid -p cc:1:0:12");
    ending pitch = run(ALONE "-w sine -s plain.mid -p 12");
    assert_done(&wheel, "wheel");
    assert_int_equal(wheel.n_out, pitch.n_out);
    for (size_t i = 0; i < pitch.n_out / 4; i++) {
        assert_true(fabs((double)f32_at(&wheel, i) - (double)f32_at(&pitch, i)) < 1e-3);
    }
    forget(&wheel);
    forget(&pitch);
}

// Two notes alike but for their channel, of which one has its wheel up.
static void a_wheel_moves_its_own_channel_alone(void **state) {
    (void)state;
    make_song("both.mid", "00 B1 01 7F  00 90 45 7F  00 91 45 7F  60 80 45 00  00 81 45 00");
    make_song("low.mid", "00 90 45 7F  60 80 45 00");
    make_song("high.mid", "00 B1 01 7F  00 91 45 7F  60 81 45 00");
    ending both = run(ALONE "-w sine -s both.mid -p cc:1:0:12");
    ending low = run(ALONE "-w sine -s low.mid -p cc:1:0:12");
    ending high = run(ALONE "-w sine -s high.mid -p cc:1:0:12");
    assert_done(&both, "both");
    assert_int_equal(both.n_out, low.n_out);
    assert_int_equal(both.n_out, high.n_out);
    for (size_t i = 0; i < both.n_out / 4; i++) {
        const double sum = (double)f32_at(&low, i) + (double)f32_at(&high, i);
        assert_true(fabs((double)f32_at(&both, i) - sum) < 1e-6);
    }
    forget(&both);
    forget(&low);
    forget(&high);
}

// A controller that jumps as far as it can. A ramp of 5 ms is 1/240 a frame; the sine, bent up by
// an octave at most, goes no faster than twice 2 pi 440 / 48000.
static void no_controller_clicks(void **state) {
    (void)state;
    static const struct {
        const char *what, *words, *jump;
    } jumps[] = {
        {"volume", "", "B0 07 00"},
        {"expression", "", "B0 0B 00"},
        {"pan", "-c 2", "B0 0A 00"},
        {"bend", "", "E0 00 00"},
        {"bend range", "", "B0 65 00  00 64 00  00 06 0C"},
        {"tuning", "", "B0 65 00  00 64 02  00 06 34"},
        {"mod wheel on loudness", "-a cc:1:0:1", "B0 01 7F"},
        {"mod wheel on place", "-c 2 --pan cc:1:-1:1", "B0 01 7F"},
        {"mod wheel on pitch", "-p cc:1:0:12", "B0 01 7F"},
        {"mod wheel on position", "-w harm:0.5,sine -m cc:1:0:1", "B0 01 7F"},
        {"pressure on loudness", "-a cc:pressure:1:0", "D0 7F"},
        {"key pressure on loudness", "-a cc:pressure:1:0", "A0 45 7F"},
        {"all controllers", "-a cc:1:1:0", "B0 01 7F  10 B0 79 00"},
    };
    const double fastest = 2.0 * 6.2832 * 440.0 / RATE + 0.005;
    for (size_t i = 0; i < sizeof jumps / sizeof *jumps; i++) {
        char track[128];
        snprintf(track, sizeof track, "00 90 45 7F  31 %s  60 80 45 00", jumps[i].jump);
        make_song("jump.mid", track);
        ending e = run("render -q -w sine -e float -g 0 -s jump.mid %s", jumps[i].words);
        assert_done(&e, jumps[i].what);
        const size_t n_channels = strstr(jumps[i].words, "-c 2") ? 2 : 1;
        double steepest = 0.0;
        for (size_t k = n_channels; k < e.n_out / 4; k++) {
            const double step = (double)f32_at(&e, k) - (double)f32_at(&e, k - n_channels);
            steepest = fmax(steepest, fabs(step));
        }
        if (!(steepest < fastest) || !(steepest > 0.01)) {
            fail_msg("%s: a step of %.4f", jumps[i].what, steepest);
        }
        forget(&e);
    }
}

// A General MIDI program with its wheel up, down from the beginning, and not touched.
static void the_wheel_is_the_vibrato_of_general_midi_s_long_notes(void **state) {
    (void)state;
    static const struct {
        const char *what;
        unsigned program;
        bool vibrato;
    } programs[] = {
        {"a piano", 0, false},       {"an organ", 16, true},    {"an accordion", 21, true},
        {"a guitar", 26, true},      {"a bass", 33, true},      {"a violin", 40, true},
        {"strings", 48, true},       {"a choir", 52, true},     {"a trumpet", 56, true},
        {"brass", 61, true},         {"a saxophone", 65, true}, {"a flute", 73, true},
        {"a square lead", 80, true}, {"a saw lead", 81, true},  {"a pad", 88, true},
        {"a marimba", 12, false},
    };
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        static const char *const wheels[] = {"", "00 B0 01 00", "00 B0 01 7F"};
        ending e[3];
        for (int k = 0; k < 3; k++) {
            char track[128];
            snprintf(track, sizeof track, "00 C0 %02X  %s  00 90 45 7F  60 80 45 00",
                     programs[i].program, wheels[k]);
            make_song("gm.mid", track);
            e[k] = run("render -q -s gm.mid -e float -g -12 -t raw");
            assert_done(&e[k], programs[i].what);
            assert_int_equal(e[k].n_out, e[0].n_out);
        }
        if (memcmp(e[0].out, e[1].out, e[0].n_out) != 0 ||
            (memcmp(e[0].out, e[2].out, e[0].n_out) != 0) != programs[i].vibrato) {
            fail_msg("%s", programs[i].what);
        }
        for (int k = 0; k < 3; k++) {
            forget(&e[k]);
        }
    }
}

// As one that is written out, of half a semitone either way; a quarter of it at a quarter of the
// way.
static void its_depth_goes_with_the_wheel(void **state) {
    (void)state;
    static const struct {
        const char *wheel, *pitch;
    } depths[] = {{"7F", "lfo:sine:5.5Hz:-0.5:0.5"}, {"20", "lfo:sine:5.5Hz:-0.125984:0.125984"}};
    for (size_t i = 0; i < 2; i++) {
        char track[64];
        snprintf(track, sizeof track, "00 C0 50  00 B0 01 %s  00 90 45 7F  60 80 45 00",
                 depths[i].wheel);
        make_song("deep.mid", track);
        make_song("as.mid", "00 90 45 7F  60 80 45 00");
        ending wheel = run("render -q -s deep.mid -e float -g -12 -t raw");
        ending written =
            run("render -q @lead-square -s as.mid -p %s -e float -g -12 -t raw", depths[i].pitch);
        assert_done(&wheel, depths[i].wheel);
        assert_int_equal(wheel.n_out, written.n_out);
        double most = 0.0, off = 0.0;
        for (size_t k = 0; k < wheel.n_out / 4; k++) {
            most = fmax(most, fabs((double)f32_at(&written, k)));
            off += pow((double)f32_at(&wheel, k) - (double)f32_at(&written, k), 2.0);
        }
        // A hundredth of the loudest: a step of the square that comes a sample later is twice it.
        assert_true(most > 0.01);
        assert_true(sqrt(off / (double)(wheel.n_out / 4)) < 0.01 * most);
        forget(&wheel);
        forget(&written);
    }
}

static void where_there_are_no_controllers_is_told(void **state) {
    (void)state;
    make_file("plain.txt", "0 A4:0.1\n", 9);
    static const char line[] = "-w sine -p cc:1:0:1 A4:0.1 -o line.wav\n";
    make_file("line.txt", line, sizeof line - 1);
    static const char *const words[] = {"render -w sine -p cc:1:0:1 A4:0.1 -t wav",
                                        "render -w sine -p cc:1:0:1 -s plain.txt -t wav",
                                        "batch line.txt"};
    for (size_t i = 0; i < 3; i++) {
        ending e = run("%s", words[i]);
        assert_int_equal(e.status, 0);
        if (!strstr(e.err, "note: cc:1:0:1: there is no controller: it stays as at 0")) {
            fail_msg("%s: %s", words[i], e.err);
        }
        forget(&e);
    }
    make_song("with.mid", "00 90 45 7F  60 80 45 00");
    static const char *const right[] = {"render -w sine -p cc:1:0:1 -s with.mid -t wav",
                                        "render @lead-square A4:0.1 -t wav"};
    for (size_t i = 0; i < 2; i++) {
        ending e = run("%s", right[i]); // and that a preset would follow one
        assert_int_equal(e.status, 0);
        assert_null(strstr(e.err, "no controller"));
        forget(&e);
    }
}

int main(void) {
    use_shipped_presets();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_follows_its_controllers_at_every_frame),
        cmocka_unit_test(a_wheel_moves_pitch_by_semitones),
        cmocka_unit_test(a_wheel_moves_its_own_channel_alone),
        cmocka_unit_test(no_controller_clicks),
        cmocka_unit_test(the_wheel_is_the_vibrato_of_general_midi_s_long_notes),
        cmocka_unit_test(its_depth_goes_with_the_wheel),
        cmocka_unit_test(where_there_are_no_controllers_is_told),
    };
    return cmocka_run_group_tests_name("controllers", tests, enter_folder, leave_folder);
}
