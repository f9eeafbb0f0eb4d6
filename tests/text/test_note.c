// Notes as people type them: pitches, chords, rests, ranges, and the names of pitches.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "failing_malloc.h"
#include "text/note.h"

typedef struct {
    const char *text;
    wt_status status;
    size_t at;
    const char *expected;
} bad_case;

static void check_bad(const bad_case *c, wt_parse parse) {
    if (parse.status != c->status || parse.at != c->at || !strstr(parse.expected, c->expected)) {
        fail_msg("%s: status %d at %zu, expected %s", c->text, parse.status, parse.at,
                 parse.expected);
    }
}

static void a_pitch_is_a_name_a_midi_number_a_frequency_or_a_rest(void **state) {
    (void)state;
    static const struct {
        const char *text;
        wt_pitch_kind kind;
        double value;
        size_t at;
    } cases[] = {
        {"C4", WT_PITCH_NOTE, 60, 2},
        {"A4", WT_PITCH_NOTE, 69, 2},
        {"C-1", WT_PITCH_NOTE, 0, 3},
        {"G9", WT_PITCH_NOTE, 127, 2},
        {"F#3", WT_PITCH_NOTE, 54, 3},
        {"Bb2", WT_PITCH_NOTE, 46, 3},
        {"b2", WT_PITCH_NOTE, 47, 2},
        {"bb2", WT_PITCH_NOTE, 46, 3},
        {"bbb2", WT_PITCH_NOTE, 45, 4},
        {"c4", WT_PITCH_NOTE, 60, 2},
        {"g##3", WT_PITCH_NOTE, 57, 4},
        {"Cb4", WT_PITCH_NOTE, 59, 3},
        {"B#3", WT_PITCH_NOTE, 60, 3},
        {"B##-1", WT_PITCH_NOTE, 13, 5},
        {"Abb9", WT_PITCH_NOTE, 127, 4},
        {"A4+50c", WT_PITCH_NOTE, 69.5, 6},
        {"A4-12.5c", WT_PITCH_NOTE, 68.875, 8},
        {"B##-1+12.5c", WT_PITCH_NOTE, 13.125, 11},
        {"C4+1200c", WT_PITCH_NOTE, 72, 8},
        {"G#9-100c", WT_PITCH_NOTE, 127, 8},
        {"69", WT_PITCH_NOTE, 69, 2},
        {"60.5", WT_PITCH_NOTE, 60.5, 4},
        {"0", WT_PITCH_NOTE, 0, 1},
        {"-0", WT_PITCH_NOTE, 0, 2},
        {"127", WT_PITCH_NOTE, 127, 3},
        {"69x", WT_PITCH_NOTE, 69, 2},
        {"69+50c", WT_PITCH_NOTE, 69, 2},
        {"4,4", WT_PITCH_NOTE, 4, 1},
        {"440Hz", WT_PITCH_HZ, 440, 5},
        {"0.5kHz", WT_PITCH_HZ, 500, 6},
        {"440hz", WT_PITCH_HZ, 440, 5},
        {"60Hz", WT_PITCH_HZ, 60, 4},
        {"_", WT_PITCH_REST, 0, 1},
        {"_:1/4", WT_PITCH_REST, 0, 1},
        {"r", WT_PITCH_REST, 0, 1},
        {"R:1/4", WT_PITCH_REST, 0, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        wt_pitch_text pitch = {WT_PITCH_REST, NAN};
        const wt_parse parse = wt_read_pitch(cases[i].text, WT_MIDDLE_C, &pitch);
        if (parse.status != WT_OK || parse.at != cases[i].at || pitch.kind != cases[i].kind ||
            pitch.value != cases[i].value) {
            fail_msg("%s: status %d at %zu, kind %d, %g", cases[i].text, parse.status, parse.at,
                     pitch.kind, pitch.value);
        }
    }
}

static void what_is_no_pitch_is_pointed_at_with_a_hint(void **state) {
    (void)state;
    static const bad_case cases[] = {
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
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        wt_pitch_text pitch = {WT_PITCH_REST, 7};
        check_bad(&cases[i], wt_read_pitch(cases[i].text, WT_MIDDLE_C, &pitch));
        assert_true(pitch.kind == WT_PITCH_REST && pitch.value == 7);
        wt_note_text note;
        check_bad(&cases[i], wt_read_note(cases[i].text, WT_MIDDLE_C, &note));
        assert_null(note.pitches);
    }
}

static void a_note_has_pitches_a_duration_and_a_velocity(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t at;
        size_t n_pitches;
        double first, last;
        bool has_duration;
        wt_time duration;
        double velocity;
    } cases[] = {
        {"C4", 2, 1, 60, 60, false, {0, WT_SECONDS}, 127},
        {"C4:2", 4, 1, 60, 60, true, {2, WT_SECONDS}, 127},
        {"C4@90", 5, 1, 60, 60, false, {0, WT_SECONDS}, 90},
        {"C4:1/4@100", 10, 1, 60, 60, true, {0.25, WT_WHOLE_NOTES}, 100},
        {"F#3:250ms@63.5", 14, 1, 54, 54, true, {0.25, WT_SECONDS}, 63.5},
        {"C4,E4,G4:2@90", 13, 3, 60, 67, true, {2, WT_SECONDS}, 90},
        {"C4-12.5c,60.5,440Hz", 19, 3, 59.875, 440, false, {0, WT_SECONDS}, 127},
        {"1,2,3,4,5,6,7,8,9", 17, 9, 1, 9, false, {0, WT_SECONDS}, 127},
        {"_:1/4", 5, 1, 0, 0, true, {0.25, WT_WHOLE_NOTES}, 127},
        {"_@0", 3, 1, 0, 0, false, {0, WT_SECONDS}, 0},
        {"C4@90:2", 5, 1, 60, 60, false, {0, WT_SECONDS}, 90},
        {"C4:2x", 4, 1, 60, 60, true, {2, WT_SECONDS}, 127},
        {"C4 E4", 2, 1, 60, 60, false, {0, WT_SECONDS}, 127},
        {"69,440Hz:2s", 11, 2, 69, 440, true, {2, WT_SECONDS}, 127},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        wt_note_text note;
        const wt_parse parse = wt_read_note(cases[i].text, WT_MIDDLE_C, &note);
        if (parse.status != WT_OK || parse.at != cases[i].at ||
            note.n_pitches != cases[i].n_pitches || note.pitches[0].value != cases[i].first ||
            note.pitches[note.n_pitches - 1].value != cases[i].last ||
            note.has_duration != cases[i].has_duration ||
            note.duration.value != cases[i].duration.value ||
            note.duration.unit != cases[i].duration.unit || note.velocity != cases[i].velocity) {
            fail_msg("%s: status %d at %zu, %zu pitches, %g of unit %d, velocity %g", cases[i].text,
                     parse.status, parse.at, note.n_pitches, note.duration.value,
                     note.duration.unit, note.velocity);
        }
        wt_note_text_free(&note);
        assert_null(note.pitches);
    }
}

static void what_is_wrong_in_a_note_is_pointed_at(void **state) {
    (void)state;
    static const bad_case cases[] = {
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
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        wt_note_text note;
        check_bad(&cases[i], wt_read_note(cases[i].text, WT_MIDDLE_C, &note));
        assert_null(note.pitches);
        assert_int_equal(note.n_pitches, 0);
    }
}

static void a_range_has_two_ends_and_a_step(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t at;
        double low, high;
        int step;
        bool has_duration;
        double duration, velocity;
    } cases[] = {
        {"A0..C8", 6, 21, 108, 1, false, 0, 127},
        {"A0..C8/3", 8, 21, 108, 3, false, 0, 127},
        {"C8..A0", 6, 108, 21, 1, false, 0, 127},
        {"21..108/12:2@90", 15, 21, 108, 12, true, 2, 90},
        {"60.5..72", 8, 60.5, 72, 1, false, 0, 127},
        {"C-1..g9", 7, 0, 127, 1, false, 0, 127},
        {"A4+50c..A5@1", 12, 69.5, 81, 1, false, 0, 1},
        {"A0..C8:1/4", 10, 21, 108, 1, true, 0.25, 127},
        {"A0..C8...", 6, 21, 108, 1, false, 0, 127},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        wt_note_range range;
        const wt_parse parse = wt_read_note_range(cases[i].text, WT_MIDDLE_C, &range);
        if (parse.status != WT_OK || parse.at != cases[i].at || range.low != cases[i].low ||
            range.high != cases[i].high || range.step != cases[i].step ||
            range.has_duration != cases[i].has_duration ||
            range.duration.value != cases[i].duration || range.velocities[0] != cases[i].velocity) {
            fail_msg("%s: status %d at %zu, %g to %g by %d", cases[i].text, parse.status, parse.at,
                     range.low, range.high, range.step);
        }
    }
    static const bad_case bad[] = {
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
    for (size_t i = 0; i < sizeof bad / sizeof *bad; ++i) {
        wt_note_range range = {.step = 7};
        check_bad(&bad[i], wt_read_note_range(bad[i].text, WT_MIDDLE_C, &range));
        assert_int_equal(range.step, 7);
    }
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
    char *text = malloc(2 * N);
    for (size_t i = 0; i < N; ++i) {
        text[2 * i] = '4';
        text[2 * i + 1] = ',';
    }
    text[2 * N - 1] = 0;
    wt_note_text note;
    const wt_parse parse = wt_read_note(text, WT_MIDDLE_C, &note);
    assert_int_equal(parse.at, 2 * N - 1);
    assert_int_equal(note.n_pitches, N);
    wt_note_text_free(&note);
    free(text);
}

static void a_note_without_memory_is_refused_and_leaks_nothing(void **state) {
    (void)state;
    int n = 0;
    for (;; ++n) {
        wt_note_text note;
        fail_after_allocations(n);
        const wt_parse parse = wt_read_note("1,2,3,4,5,6,7,8,9:2@90", WT_MIDDLE_C, &note);
        const int refused = allocations_refused;
        fail_after_allocations(-1);
        assert_int_equal(parse.status, refused ? WT_NO_MEMORY : WT_OK);
        wt_note_text_free(&note);
        if (!refused) {
            break;
        }
    }
    assert_true(n >= 2);
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
