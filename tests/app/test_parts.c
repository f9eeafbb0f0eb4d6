// Parts: each plays its own sound, and all of them together are the sum of each alone.
#include "folder.h"
#include "midi_file.h"
#include "program.h"

#include <math.h>

// 96 ticks a quarter.
static void make_song(const char *name, const char *const *tracks) {
    make_midi(name, 96, tracks);
}

static const char *const band[] = {
    // Bass
    "00 FF 03 04 42 61 73 73  00 C0 21  00 B0 0A 20  00 90 24 70  60 24 00  00 26 70  60 26 00",
    // Lead, its bend and volume moving
    "00 FF 03 04 4C 65 61 64  00 C1 50  30 91 48 64  30 E1 00 50  00 B1 07 40  30 91 48 00",
    // Pad and drums
    "00 C2 58  00 92 3C 50  00 40 50  81 40 3C 00  00 40 00",
    "00 99 24 7F  00 89 24 00  30 99 26 64  18 89 26 00  18 99 2A 50  18 89 2A 00", NULL};

static const char text[] = "tempo 96\n"
                           "part lead -w saw --unison 3,9 --phase random\n"
                           "part bass -w noise:pink,square -m 0.7 -g -6 --adsr 1ms,100ms,0.5,50ms\n"
                           "part bells -w sine --fm 3.5 -p 12\n"
                           "0 lead: C5:1/4 D5:1/4 E5:1/2\n"
                           "0 bass: C2:1@100\n"
                           "1/8 bells: E5,G5:1/8 C6:1/4\n";

// Fail unless the sounds of `words` with each --only add up to the whole.
static void assert_stems_add_up(const char *words, const char *const *only) {
    ending whole = run("render -e float %s", words);
    assert_int_equal(whole.status, 0);
    double *const sum = calloc(whole.n_out / 4 + 1, sizeof *sum);
    assert_non_null(sum);
    for (size_t i = 0; only[i]; i++) {
        ending stem = run("render -q -e float %s --only %s", words, only[i]);
        assert_done(&stem, only[i]);
        assert_int_equal(stem.n_out, whole.n_out);
        double loudest = 0.0;
        for (size_t k = 0; k < stem.n_out / 4; k++) {
            sum[k] += (double)f32_at(&stem, k);
            loudest = fmax(loudest, fabs((double)f32_at(&stem, k)));
        }
        assert_true(loudest > 0.001);
        forget(&stem);
    }
    double peak = 0.0, worst = 0.0;
    for (size_t k = 0; k < whole.n_out / 4; k++) {
        const double x = (double)f32_at(&whole, k);
        peak = fmax(peak, fabs(x));
        worst = fmax(worst, fabs(sum[k] - x));
        if (!(fabs(sum[k] - x) <= 1e-6)) { // floats are added up in another order
            fail_msg("%s: sample %zu is %.9g, and its stems are %.9g", words, k, x, sum[k]);
        }
    }
    print_message("%s: stems are off the whole by %.1e\n", words, worst);
    assert_true(fabs(peak - pow(10.0, -1.0 / 20.0)) < 1e-6);
    free(sum);
    forget(&whole);
}

static void stems_add_up_to_the_whole(void **state) {
    (void)state;
    make_song("song.mid", band);
    make_file("song.txt", text, sizeof text - 1);
    assert_stems_add_up("-s song.txt", (const char *const[]){"lead", "bass", "bells", NULL});
    assert_stems_add_up("-s song.txt -c 2", (const char *const[]){"lead", "bass", "bells", NULL});
    assert_stems_add_up("-s song.mid -c 2", (const char *const[]){"1", "2,3", "10", NULL});
    assert_stems_add_up("-s song.mid --part 2=@lead-saw --part 3=off",
                        (const char *const[]){"track:1", "track:Lead", "10", NULL});
    assert_stems_add_up("-s song.mid -w saw", (const char *const[]){"1", "2", "3", NULL});
}

static void assert_same(const char *a, const char *b) {
    ending x = run("%s -e float", a); // dither differs between two sounds
    ending y = run("%s -e float", b);
    assert_int_equal(x.status, 0);
    assert_int_equal(y.status, 0);
    if (x.n_out != y.n_out || memcmp(x.out, y.out, x.n_out) != 0) {
        fail_msg("%s\nand %s\ndiffer", a, b);
    }
    forget(&x);
    forget(&y);
}

// Noise and its colours, drums and many parts: threads share the work, and no byte tells how.
static void any_number_of_jobs_makes_the_same_bytes(void **state) {
    (void)state;
    make_song("song.mid", band);
    static const char *const words[] = {"-s song.mid -c 2", "-w noise:pink C4:20",
                                        "-w noise -w noise:brown -x 0.5 --seed 3 C4,E4:20"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        ending one = run("render -q -j 1 %s", words[i]);
        assert_done(&one, words[i]);
        for (int jobs = 2; jobs < 6; jobs += 3) {
            ending many = run("render -q -j %d %s", jobs, words[i]);
            assert_int_equal(many.n_out, one.n_out);
            assert_memory_equal(many.out, one.out, one.n_out);
            forget(&many);
        }
        forget(&one);
    }
}

static void a_part_plays_what_it_was_given(void **state) {
    (void)state;
    static const char *const one[] = {"00 91 45 7F  60 45 00", NULL};
    make_song("one.mid", one);
    make_file("mine.preset", "-w square", 9);
    make_file("one.txt", "0 A4:0.5\n", 9);
    make_file("part.txt", "part x -w square\n0 x: A4:0.5\n", 29);
    make_file("off.txt", "part x -w square\npart y\n0 x: A4:0.5\n0 y: C4:0.5\n", 47);
    const char *const square = "render -w square -s one.txt";
    assert_same("render -w square -s one.mid", square);
    assert_same("render --part 2=@./mine.preset -s one.mid", square);
    assert_same("render --part 1,2=@./mine.preset -s one.mid", square);
    assert_same("render --part track:1=@./mine.preset -s one.mid", square);
    assert_same("render -w sine --part 2=@lead-saw --part 2=@./mine.preset -s one.mid", square);
    assert_same("render -s part.txt", square);
    assert_same("render -w sine -s part.txt", square);
    assert_same("render --part y=off -s off.txt", square);
    assert_same("render --part x=@./mine.preset --part y=off -s off.txt", square);
    assert_same("render --part y=@./mine.preset --only x -g -3 -s off.txt",
                "render -w square -g -3 -s one.txt");
    ending e = run("render --part x=off --part y=off -s off.txt");
    assert_int_equal(e.status, 0);
    assert_non_null(strstr(e.err, "nothing to play: all parts that have notes are off"));
    forget(&e);
}

static void drums_are_left_out_where_a_sound_is_given(void **state) {
    (void)state;
    make_song("song.mid", band);
    ending e = run("render -c 2 -w saw -s song.mid");
    assert_int_equal(e.status, 0);
    assert_non_null(strstr(e.err, "channel 10, drums, is left out: 3 notes"));
    forget(&e);
    e = run("render -c 2 -s song.mid");
    assert_done(&e, "General MIDI");
    forget(&e);
}

// Of a kick on channel 3, or a tone on channel 10, as SysEx and banks say.
static void drum_parts_are_where_sysex_and_banks_say(void **state) {
    (void)state;
#define GS_RESET "00 F0 0A 41 10 42 12 40 00 7F 00 41 F7  "
#define XG_ON "00 F0 08 43 10 4C 00 00 7E 00 F7  "
#define GM2_ON "00 F0 05 7E 7F 09 03 F7  "
    static const struct {
        const char *what, *before;
        int channel; // from 0
        bool drums;
    } cases[] = {
        {"as General MIDI", "", 9, true},
        {"no drums elsewhere", "", 2, false},
        {"GS, use for rhythm", GS_RESET "00 F0 0A 41 10 42 12 40 13 15 01 17 F7", 2, true},
        {"GS, the second map", "00 F0 0A 41 10 42 12 40 13 15 02 16 F7", 2, true},
        {"GS, of another channel", "00 F0 0A 41 10 42 12 40 14 15 01 16 F7", 2, false},
        {"GS, melody on 10", GS_RESET "00 F0 0A 41 10 42 12 40 10 15 00 1B F7", 9, false},
        {"GS, channel 16", "00 F0 0A 41 10 42 12 40 1F 15 01 0B F7", 15, true},
        {"GS, and then General MIDI on",
         "00 F0 0A 41 10 42 12 40 13 15 01 17 F7  01 F0 05 7E 7F 09 01 F7", 2, false},
        {"XG, part mode", XG_ON "00 F0 08 43 10 4C 08 02 07 02 F7", 2, true},
        {"XG, melody on 10", XG_ON "00 F0 08 43 10 4C 08 09 07 00 F7", 9, false},
        {"XG, a bank of drums", XG_ON "00 B2 00 7F  00 C2 00", 2, true},
        {"XG, a bank of melody", XG_ON "00 B9 00 00  00 C9 00", 9, false},
        {"a bank of no system", "00 B2 00 7F  00 C2 00", 2, false},
        {"General MIDI 2, a bank of drums", GM2_ON "00 B2 00 78  00 C2 00", 2, true},
        {"General MIDI 2, a bank of melody", GM2_ON "00 B9 00 79  00 C9 00", 9, false},
    };
    make_song("kick.mid", (const char *const[]){"02 99 24 7F  30 89 24 00", NULL});
    make_song("tone.mid", (const char *const[]){"02 90 24 7F  30 80 24 00", NULL});
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char track[256];
        const int later = strstr(cases[i].before, "  01 F0") ? 1 : 2;
        snprintf(track, sizeof track, "%s  %02X %02X 24 7F  30 %02X 24 00", cases[i].before, later,
                 0x90 | cases[i].channel, 0x80 | cases[i].channel);
        make_song("said.mid", (const char *const[]){track, NULL});
        ending e = run("render -q --dither none -s said.mid");
        ending right = run("render -q --dither none -s %s.mid", cases[i].drums ? "kick" : "tone");
        assert_done(&e, cases[i].what);
        if (e.n_out != right.n_out || memcmp(e.out, right.out, e.n_out) != 0) {
            fail_msg("%s: no %s", cases[i].what, cases[i].drums ? "drum" : "tone");
        }
        forget(&e);
        forget(&right);
    }
    make_song("two.mid", (const char *const[]){"00 F0 0A 41 10 42 12 40 13 15 01 17 F7  "
                                               "00 92 24 7F  30 82 24 00  00 99 24 7F  30 89 24 00",
                                               NULL});
    ending e = run("render -w saw -s two.mid");
    assert_non_null(strstr(e.err, "channels 3,10, drums, are left out: 2 notes (--part 3,10=@"));
    forget(&e);
}

// Each for a quarter of a second, one every half: programs on channel 1, then drums.
static void every_program_and_drum_of_general_midi_is_heard(void **state) {
    (void)state;
    enum { PROGRAMS = 128, FIRST_DRUM = 27, DRUMS = 61, ALL = PROGRAMS + DRUMS, SLOT = 24000 };
    char *const track = calloc(ALL, 64);
    assert_non_null(track);
    size_t n = 0;
    for (int i = 0; i < ALL; i++) {
        const int key = i < PROGRAMS ? 60 : FIRST_DRUM + i - PROGRAMS;
        n += i < PROGRAMS ? (size_t)sprintf(track + n, "00 C0 %02X ", i) : 0;
        n += (size_t)sprintf(track + n, "00 9%X %02X 64  30 %02X 00  30 FF 01 00  ",
                             i < PROGRAMS ? 0 : 9, key, key);
    }
    make_song("all.mid", (const char *const[]){track, NULL});
    ending e = run("render -q -e float -s all.mid");
    assert_done(&e, "all of General MIDI");
    assert_true(e.n_out / 4 >= (size_t)ALL * SLOT);
    for (size_t i = 0; i < ALL; i++) {
        double most = 0.0;
        for (size_t k = i * SLOT; k < i * SLOT + SLOT / 2; k++) {
            most = fmax(most, fabs((double)f32_at(&e, k)));
        }
        if (!(most > 0.03)) {
            fail_msg("%s %zu comes up to %g", i < PROGRAMS ? "program" : "drum",
                     i < PROGRAMS ? i : i - PROGRAMS + FIRST_DRUM, most);
        }
    }
    forget(&e);
    free(track);
}

static void parts_that_there_are_not_are_told(void **state) {
    (void)state;
    static const struct {
        const char *words;
        int status;
        const char *says;
    } cases[] = {
        {"-s song.mid --part 17=off", 2, "a channel 1..16"},
        {"-s song.mid --part lead=off", 2, "a channel 1..16"},
        {"-s song.mid --part 0=off", 2, "a channel 1..16"},
        {"-s song.mid --part 1,=off", 2, "a channel 1..16"},
        {"-s song.mid --part track:9=off", 2, "no such track"},
        {"-s song.mid --only track:Leed", 2, "did you mean track:Lead?"},
        {"-s song.mid --part 1=lead", 2, "@PRESET or off"},
        {"-s song.mid --part 1", 2, "WHO=@PRESET"},
        {"-s song.mid --part 1=@nonsense", 2, "nonsense"},
        {"-s song.txt --only leed", 2, "no such part in the score (it has lead, bass, bells)"},
        {"-s song.txt --part 1=off", 2, "no such part"},
        {"-s song.txt --part lead=@nonsense", 2, "no preset or file of this name"},
    };
    make_song("song.mid", band);
    make_file("song.txt", text, sizeof text - 1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ending e = run("render -o out.wav %s", cases[i].words);
        assert_refused(&e, cases[i].status, cases[i].says, cases[i].words);
        forget(&e);
    }
}

static void a_part_whose_wave_there_is_not_is_named(void **state) {
    (void)state;
    make_file("sow.txt", "part lead -w sow\n0 lead: A4\n", 28);
    ending e = run("render -s sow.txt -o out.wav");
    assert_refused(&e, 3, "sow.txt:1:14: part lead: --wave: ", "sow");
    forget(&e);
}

static void what_is_no_score_is_told_so(void **state) {
    (void)state;
    make_file("x.wav", "RIFF\x24\0\0\0WAVEfmt ", 16);
    ending e = run("render -s x.wav -o out.wav");
    assert_refused(&e, 3, "neither a Standard MIDI File nor a text score", "a WAV");
    forget(&e);
}

static void a_wait_of_days_is_told_before_it_is_written(void **state) {
    (void)state;
    static const char *const late[] = {"00 90 3C 40  60 3C 00  FF FF FF 7F 90 40 40  60 40 00",
                                       NULL};
    make_song("late.mid", late);
    ending e = run("render -s late.mid -o out.wav");
    assert_refused(&e, 3, "nothing sounds for 16.2 days", "a wait");
    assert_int_equal(access("out.wav", F_OK), -1);
    forget(&e);
    static const char *const slow_end[] = {"00 90 3C 40  60 3C 00  FF FF FF 7F B0 01 00", NULL};
    make_song("slow.mid", slow_end);
    e = run("render -s slow.mid -o out.wav");
    assert_refused(&e, 3, "nothing sounds for 16.2 days", "a wait for the end");
    forget(&e);
    e = run("render -s late.mid --length 2 -w saw");
    assert_done(&e, "cut before it");
    assert_int_equal(e.n_out, 2 * 2 * 48000);
    forget(&e);
}

static void a_part_with_a_pan_makes_two_channels(void **state) {
    (void)state;
    static const char *const one[] = {"00 C0 50  00 91 45 7F  60 45 00", NULL};
    static const char panned[] =
        "part x -w saw\npart y -w sine --pan -1\n0 x: A4:0.5\n0 y: C4:0.5\n";
    static const char plain[] = "part x -w saw\npart y -w sine\n0 x: A4:0.5\n0 y: C4:0.5\n";
    make_song("one.mid", one);
    make_file("left.preset", "-w sine --pan -1", 16);
    make_file("panned.txt", panned, sizeof panned - 1);
    make_file("plain.txt", plain, sizeof plain - 1);
    static const struct {
        const char *words;
        bool stereo;
    } cases[] = {
        {"-s plain.txt", false},
        {"-s panned.txt", true},
        {"-s panned.txt --only x", true}, // stems are as wide as the whole
        {"-s panned.txt --part y=off", false},
        {"-s panned.txt --part y=@lead-saw", false},
        {"-s plain.txt --part y=@./left.preset", true},
        {"-s plain.txt --pan 0.2", true},
        {"-s one.mid", false},
        {"-s one.mid --part 2=@./left.preset", true},
        {"-s one.mid --part 3=@./left.preset", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ending e = run("render -q -e float %s", cases[i].words);
        ending wide = run("render -q -e float -c 2 %s", cases[i].words);
        assert_done(&e, cases[i].words);
        assert_done(&wide, cases[i].words);
        if (e.n_out != wide.n_out / (cases[i].stereo ? 1 : 2) ||
            (cases[i].stereo && memcmp(e.out, wide.out, e.n_out) != 0)) {
            fail_msg("%s: %zu bytes, and %zu with -c 2", cases[i].words, e.n_out, wide.n_out);
        }
        forget(&e);
        forget(&wide);
    }
    ending e = run("render -s panned.txt -o out.wav -c 1");
    assert_refused(&e, 3, "leave -c 1 out", "one channel was asked for");
    forget(&e);
}

static void a_width_that_one_channel_loses_is_told(void **state) {
    (void)state;
    static const char wide[] = "part x -w saw --unison 3,9,0.5\n0 x: A4:0.5\n";
    make_file("wide.txt", wide, sizeof wide - 1);
    ending e = run("render -s wide.txt");
    assert_non_null(strstr(e.err, "one channel has no width (add -c 2)"));
    forget(&e);
    e = run("render -s wide.txt -c 2");
    assert_done(&e, "two channels have");
    forget(&e);
}

static void a_part_is_not_normalised_by_itself(void **state) {
    (void)state;
    static const char part[] = "part x -w saw --normalize\n0 x: A4:0.5\n";
    make_file("part.txt", part, sizeof part - 1);
    ending e = run("render -s part.txt");
    assert_refused(&e, 3, "the whole is normalised", "in a part");
    forget(&e);
}

static void a_song_lasts_to_its_end_of_track_and_loops_there(void **state) {
    (void)state;
    static const char *const rest[] = {"00 90 3C 40  60 3C 00  81 40 B0 01 00", NULL};
    make_song("rest.mid", rest);
    ending e = run("render -w saw -s rest.mid");
    assert_int_equal(e.n_out, 2 * 48000 * 3 / 2);
    forget(&e);
    e = run("render -w saw --adsr 0,0,1,3 -s rest.mid");
    assert_int_equal(e.n_out, 2 * 48000 * 7 / 2);
    forget(&e);
    e = run("render -w saw --adsr 0,0,1,3 --length score -s rest.mid");
    assert_int_equal(e.n_out, 2 * 48000 * 3 / 2);
    forget(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stems_add_up_to_the_whole),
        cmocka_unit_test(any_number_of_jobs_makes_the_same_bytes),
        cmocka_unit_test(a_part_plays_what_it_was_given),
        cmocka_unit_test(drums_are_left_out_where_a_sound_is_given),
        cmocka_unit_test(drum_parts_are_where_sysex_and_banks_say),
        cmocka_unit_test(every_program_and_drum_of_general_midi_is_heard),
        cmocka_unit_test(parts_that_there_are_not_are_told),
        cmocka_unit_test(a_part_whose_wave_there_is_not_is_named),
        cmocka_unit_test(what_is_no_score_is_told_so),
        cmocka_unit_test(a_wait_of_days_is_told_before_it_is_written),
        cmocka_unit_test(a_part_with_a_pan_makes_two_channels),
        cmocka_unit_test(a_width_that_one_channel_loses_is_told),
        cmocka_unit_test(a_part_is_not_normalised_by_itself),
        cmocka_unit_test(a_song_lasts_to_its_end_of_track_and_loops_there),
    };
    return cmocka_run_group_tests_name("parts", tests, enter_folder, leave_folder);
}
