// Notes as people type them: pitches, chords, rests, ranges, and the names of pitches.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/note.h"
#include "text_reader.h"

static int describe_pitch(wt_pitch_text pitch, char *out, size_t size) {
    return pitch.kind == WT_PITCH_REST
               ? snprintf(out, size, "rest")
               : snprintf(out, size, "%.15g%s", pitch.value, pitch.kind == WT_PITCH_HZ ? "Hz" : "");
}

static int describe_duration(bool there, wt_time time, char *out, size_t size) {
    return there ? snprintf(out, size, " for %g%s", time.value,
                            time.unit == WT_WHOLE_NOTES ? " whole" : "s")
                 : 0;
}

static wt_parse read_pitch(const char *text, char meaning[MEANING_SIZE]) {
    wt_pitch_text pitch = {WT_PITCH_REST, 7};
    const wt_parse parse = wt_read_pitch(text, WT_MIDDLE_C, &pitch);
    assert_true(parse.status == WT_OK || (pitch.kind == WT_PITCH_REST && pitch.value == 7));
    describe_pitch(pitch, meaning, MEANING_SIZE);
    return parse;
}

static wt_parse read_note(const char *text, char meaning[MEANING_SIZE]) {
    wt_note_text note;
    const wt_parse parse = wt_read_note(text, WT_MIDDLE_C, &note);
    int n = 0;
    for (size_t i = 0; i < note.n_pitches && n < MEANING_SIZE; ++i) {
        n += describe_pitch(note.pitches[i], meaning + n, (size_t)(MEANING_SIZE - n));
        n += snprintf(meaning + n, (size_t)(MEANING_SIZE - n), " ");
    }
    if (parse.status == WT_OK) {
        n += snprintf(meaning + n, (size_t)(MEANING_SIZE - n), "at %g", note.velocity);
        describe_duration(note.has_duration, note.duration, meaning + n,
                          (size_t)(MEANING_SIZE - n));
        wt_note_text_free(&note);
    }
    assert_null(note.pitches);
    assert_int_equal(note.n_pitches, 0);
    return parse;
}

static wt_parse read_range(const char *text, char meaning[MEANING_SIZE]) {
    wt_note_range range = {.step = 7};
    const wt_parse parse = wt_read_note_range(text, WT_MIDDLE_C, &range);
    assert_true(parse.status == WT_OK || range.step == 7);
    const int n = snprintf(meaning, MEANING_SIZE, "%g to %g by %d at %g", range.low, range.high,
                           range.step, range.velocities[0]);
    describe_duration(range.has_duration, range.duration, meaning + n, (size_t)(MEANING_SIZE - n));
    return parse;
}

static void a_pitch_is_a_name_a_midi_number_a_frequency_or_a_rest(void **state) {
    (void)state;
    static const read_case cases[] = {
        {"C4", 2, "60"},
        {"A4", 2, "69"},
        {"C-1", 3, "0"},
        {"G9", 2, "127"},
        {"F#3", 3, "54"},
        {"Bb2", 3, "46"},
        {"b2", 2, "47"},
        {"bb2", 3, "46"},
        {"bbb2", 4, "45"},
        {"c4", 2, "60"},
        {"g##3", 4, "57"},
        {"Cb4", 3, "59"},
        {"B#3", 3, "60"},
        {"B##-1", 5, "13"},
        {"Abb9", 4, "127"},
        {"A4+50c", 6, "69.5"},
        {"A4-12.5c", 8, "68.875"},
        {"B##-1+12.5c", 11, "13.125"},
        {"C4+1200c", 8, "72"},
        {"G#9-100c", 8, "127"},
        {"69", 2, "69"},
        {"60.5", 4, "60.5"},
        {"0", 1, "0"},
        {"-0", 2, "0"},
        {"127", 3, "127"},
        {"69x", 2, "69"},
        {"69+50c", 2, "69"},
        {"4,4", 1, "4"},
        {"440Hz", 5, "440Hz"},
        {"0.5kHz", 6, "500Hz"},
        {"440hz", 5, "440Hz"},
        {"60Hz", 4, "60Hz"},
        {"_", 1, "rest"},
        {"_:1/4", 1, "rest"},
        {"r", 1, "rest"},
        {"R:1/4", 1, "rest"},
    };
    assert_read(read_pitch, cases, N_CASES(cases));
}

static void what_is_no_pitch_is_pointed_at_with_a_hint(void **state) {
    (void)state;
    static const refused_case cases[] = {
        {"", WT_BAD_SYNTAX, 0, "a pitch such as C4, F#3, 69 or 440Hz"},
        {"H4", WT_BAD_SYNTAX, 0, "a pitch such as"},
        {" C4", WT_BAD_SYNTAX, 0, "a pitch such as"},
        {"-", WT_BAD_SYNTAX, 1, "a pitch such as"},
        {"inf", WT_BAD_SYNTAX, 0, "a pitch such as"},
        {"nanHz", WT_BAD_SYNTAX, 0, "a pitch such as"},
        {"C", WT_BAD_SYNTAX, 1, "an octave"},
        {"Cx4", WT_BAD_SYNTAX, 1, "an octave"},
        {"C#", WT_BAD_SYNTAX, 2, "an octave"},
        {"C###4", WT_BAD_SYNTAX, 3, "an octave"},
        {"C#b4", WT_BAD_SYNTAX, 2, "an octave"},
        {"C-", WT_BAD_SYNTAX, 1, "an octave"},
        {"C99", WT_BAD_RANGE, 0, "C-1 to G9"},
        {"C99999999999999999999", WT_BAD_RANGE, 0, "C-1 to G9"},
        {"G#9", WT_BAD_RANGE, 0, "C-1 to G9"},
        {"Cb-1", WT_BAD_RANGE, 0, "C-1 to G9"},
        {"C-2", WT_BAD_RANGE, 0, "C-1 to G9"},
        {"G9+1c", WT_BAD_RANGE, 0, "C-1 to G9"},
        {"C-1-0.1c", WT_BAD_RANGE, 0, "C-1 to G9"},
        {"A4+", WT_BAD_SYNTAX, 3, "cents"},
        {"A4+x", WT_BAD_SYNTAX, 3, "cents"},
        {"A4+-5c", WT_BAD_RANGE, 3, "cents"},
        {"A4+1e9c", WT_BAD_RANGE, 3, "cents"},
        {"A4+50", WT_BAD_SYNTAX, 5, "A4+50c"},
        {"A4+50C", WT_BAD_SYNTAX, 5, "A4+50c"},
        {"440", WT_BAD_RANGE, 0, "from 0 to 127, or a frequency with its unit such as 440Hz"},
        {"440x", WT_BAD_RANGE, 0, "0 to 127"},
        {"-1", WT_BAD_RANGE, 0, "0 to 127"},
        {"127.01", WT_BAD_RANGE, 0, "0 to 127"},
        {"1e999", WT_BAD_RANGE, 0, "440Hz"},
        {"4294967297", WT_BAD_RANGE, 0, "0 to 127"},
        {"0Hz", WT_BAD_RANGE, 0, "above 0Hz"},
        {"-440Hz", WT_BAD_RANGE, 0, "above 0Hz"},
    };
    assert_refused_at(read_pitch, cases, N_CASES(cases));
    assert_refused_at(read_note, cases, N_CASES(cases));
}

static void a_note_has_pitches_a_duration_and_a_velocity(void **state) {
    (void)state;
    static const read_case cases[] = {
        {"C4", 2, "60 at 127"},
        {"C4:2", 4, "60 at 127 for 2s"},
        {"C4@90", 5, "60 at 90"},
        {"C4:1/4@100", 10, "60 at 100 for 0.25 whole"},
        {"F#3:250ms@63.5", 14, "54 at 63.5 for 0.25s"},
        {"C4,E4,G4:2@90", 13, "60 64 67 at 90 for 2s"},
        {"C4-12.5c,60.5,440Hz", 19, "59.875 60.5 440Hz at 127"},
        {"1,2,3,4,5,6,7,8,9", 17, "1 2 3 4 5 6 7 8 9 at 127"},
        {"_:1/4", 5, "rest at 127 for 0.25 whole"},
        {"_@0", 3, "rest at 0"},
        {"C4@90:2", 5, "60 at 90"},
        {"C4:2x", 4, "60 at 127 for 2s"},
        {"C4 E4", 2, "60 at 127"},
        {"69,440Hz:2s", 11, "69 440Hz at 127 for 2s"},
    };
    assert_read(read_note, cases, N_CASES(cases));
}

static void what_is_wrong_in_a_note_is_pointed_at(void **state) {
    (void)state;
    static const refused_case cases[] = {
        {"C4,", WT_BAD_SYNTAX, 3, "a pitch"},
        {"C4,,E4", WT_BAD_SYNTAX, 3, "a pitch"},
        {"C4,H4", WT_BAD_SYNTAX, 3, "a pitch"},
        {"C4,440", WT_BAD_RANGE, 3, "440Hz"},
        {"C4,_", WT_BAD_SYNTAX, 3, "no rest"},
        {"_,C4", WT_BAD_SYNTAX, 0, "no rest"},
        {"C4:", WT_BAD_SYNTAX, 3, "a duration such as"},
        {"C4:@90", WT_BAD_SYNTAX, 3, "a duration such as"},
        {"C4:-1", WT_BAD_RANGE, 3, "a duration such as"},
        {"C4:1/0", WT_BAD_RANGE, 5, "at least 1"},
        {"C4@", WT_BAD_SYNTAX, 3, "a velocity from 0 to 127"},
        {"C4@128", WT_BAD_RANGE, 3, "a velocity from 0 to 127"},
        {"C4@-1", WT_BAD_RANGE, 3, "a velocity from 0 to 127"},
        {"C4:1/4@ff", WT_BAD_SYNTAX, 7, "a velocity from 0 to 127"},
    };
    assert_refused_at(read_note, cases, N_CASES(cases));
}

static void a_range_has_two_ends_and_a_step(void **state) {
    (void)state;
    static const read_case cases[] = {
        {"A0..C8", 6, "21 to 108 by 1 at 127"},
        {"A0..C8/3", 8, "21 to 108 by 3 at 127"},
        {"C8..A0", 6, "108 to 21 by 1 at 127"},
        {"21..108/12:2@90", 15, "21 to 108 by 12 at 90 for 2s"},
        {"60.5..72", 8, "60.5 to 72 by 1 at 127"},
        {"C-1..g9", 7, "0 to 127 by 1 at 127"},
        {"A4+50c..A5@1", 12, "69.5 to 81 by 1 at 1"},
        {"A0..C8:1/4", 10, "21 to 108 by 1 at 127 for 0.25 whole"},
        {"A0..C8...", 6, "21 to 108 by 1 at 127"},
    };
    assert_read(read_range, cases, N_CASES(cases));
    static const refused_case bad[] = {
        {"", WT_BAD_SYNTAX, 0, "A0..C8"},
        {"C4", WT_BAD_SYNTAX, 0, "A0..C8"},
        {"C4.C5", WT_BAD_SYNTAX, 0, "A0..C8"},
        {"..C5", WT_BAD_SYNTAX, 0, "a pitch"},
        {"C4..", WT_BAD_SYNTAX, 4, "a pitch"},
        {"C4,E4..C5", WT_BAD_SYNTAX, 2, "two dots"},
        {"440Hz..C5", WT_BAD_SYNTAX, 0, "note name or MIDI number"},
        {"C4..440Hz", WT_BAD_SYNTAX, 4, "note name or MIDI number"},
        {"_..C5", WT_BAD_SYNTAX, 0, "note name or MIDI number"},
        {"C4..C99", WT_BAD_RANGE, 4, "C-1 to G9"},
        {"C4..C5/0", WT_BAD_RANGE, 7, "a step"},
        {"C4..C5/-1", WT_BAD_RANGE, 7, "a step"},
        {"C4..C5/", WT_BAD_SYNTAX, 7, "a step"},
        {"C4..C5/4294967297", WT_BAD_RANGE, 7, "a step"},
        {"C4..C5:", WT_BAD_SYNTAX, 7, "a duration"},
        {"C4..C5@200", WT_BAD_RANGE, 7, "a velocity"},
    };
    assert_refused_at(read_range, bad, N_CASES(bad));
}

static void a_pitch_is_named_by_its_nearest_note(void **state) {
    (void)state;
    static const struct {
        double midi;
        const char *name;
    } cases[] = {
        {60, "C4"},
        {69, "A4"},
        {61, "C#4"},
        {0, "C-1"},
        {127, "G9"},
        {60.5, "C4+50c"},
        {60.25, "C4+25c"},
        {60.875, "C#4-12.5c"},
        {60.0004, "C4"},
        {60.0006, "C4+0.1c"},
        {59.9994, "C4-0.1c"},
        {59.9996, "C4"},
        {-1, "B-2"},
        {-0.25, "C-1-25c"},
        {135.0761, "D#10+7.6c"},
        {-13, "B-3"},
        {1e300, "E83332"},
        {-INFINITY, "G#-83335"},
        {-999999.55, "G#-83335+45c"},
        {NAN, "E83332"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        char name[24];
        wt_note_name(cases[i].midi, WT_MIDDLE_C, name);
        assert_string_equal(name, cases[i].name);
    }
}

static void the_name_of_a_pitch_reads_as_that_pitch(void **state) {
    (void)state;
    for (int tenths_of_cents = 0; tenths_of_cents <= 127000; tenths_of_cents += 7) {
        const double midi = tenths_of_cents / 1000.0;
        char name[24];
        wt_note_name(midi, WT_MIDDLE_C, name);
        wt_pitch_text pitch;
        const wt_parse parse = wt_read_pitch(name, WT_MIDDLE_C, &pitch);
        assert_int_equal(parse.status, WT_OK);
        assert_int_equal(parse.at, strlen(name));
        assert_true(fabs(pitch.value - midi) < 1e-9);
    }
}

static void a_chord_of_a_hundred_thousand_bytes_is_read(void **state) {
    (void)state;
    enum { N = 50000 };
    char *text = repeated("", "4,", N - 1, "4");
    wt_note_text note;
    const wt_parse parse = wt_read_note(text, WT_MIDDLE_C, &note);
    assert_int_equal(parse.at, 2 * N - 1);
    assert_int_equal(note.n_pitches, N);
    wt_note_text_free(&note);
    free(text);
}

static void a_note_without_memory_is_refused_and_leaks_nothing(void **state) {
    (void)state;
    assert_refused_without_memory(read_note, "1,2,3,4,5,6,7,8,9:2@90", 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pitch_is_a_name_a_midi_number_a_frequency_or_a_rest),
        cmocka_unit_test(what_is_no_pitch_is_pointed_at_with_a_hint),
        cmocka_unit_test(a_note_has_pitches_a_duration_and_a_velocity),
        cmocka_unit_test(what_is_wrong_in_a_note_is_pointed_at),
        cmocka_unit_test(a_range_has_two_ends_and_a_step),
        cmocka_unit_test(a_pitch_is_named_by_its_nearest_note),
        cmocka_unit_test(the_name_of_a_pitch_reads_as_that_pitch),
        cmocka_unit_test(a_chord_of_a_hundred_thousand_bytes_is_read),
        cmocka_unit_test(a_note_without_memory_is_refused_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
