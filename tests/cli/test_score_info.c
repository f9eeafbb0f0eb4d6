// What `score info` says of a score: its tempos and length, and the notes that --part may name.
#include <jansson.h>
#include <math.h>

#include "folder.h"
#include "midi_file.h"
#include "program.h"

// 96 ticks a quarter. From 0.25 s on at half the tempo; "Low" has two notes of program 33 and one
// of 38, then come two drums.
static void make_song(void) {
    static const char *const tracks[] = {
        "30 FF 51 03 0F 42 40",
        "00 FF 03 03 4C 6F 77  00 C0 21  00 90 24 7F  30 24 00  00 90 28 7F  30 28 00  00 C0 26  "
        "00 90 30 7F  30 30 00",
        "00 99 24 7F  00 99 26 7F  30 89 24 00  00 89 26 00", NULL};
    make_midi("song.mid", 96, tracks);
}

static json_t *info(const char *words) {
    ending e = run("score info --json %s", words);
    assert_done(&e, words);
    json_t *const found = json_loads((const char *)e.out, 0, NULL);
    assert_non_null(found);
    forget(&e);
    return found;
}

static void assert_said(const json_t *found, const char *key, const char *expected) {
    char *const text = json_dumps(json_object_get(found, key),
                                  JSON_COMPACT | JSON_ENCODE_ANY | JSON_REAL_PRECISION(9));
    if (!text || strcmp(text, expected) != 0) {
        fail_msg("%s is %s, not %s", key, text ? text : "missing", expected);
    }
    free(text);
}

static void a_midi_file_is_told_by_channels_and_tracks(void **state) {
    (void)state;
    make_song();
    json_t *const found = info("song.mid");
    assert_said(found, "kind", "\"midi\"");
    assert_said(found, "format", "1");
    assert_said(found, "seconds", "1.25"); // 48 ticks at 120, 96 at 60
    assert_said(found, "notes", "5");
    assert_said(found, "tempos", "[{\"at\":0.0,\"bpm\":120.0},{\"at\":0.25,\"bpm\":60.0}]");
    assert_said(found, "channels",
                "[{\"channel\":1,\"notes\":3,\"low\":\"C2\",\"high\":\"C3\",\"programs\":[33,38]},"
                "{\"channel\":10,\"notes\":2,\"low\":\"C2\",\"high\":\"D2\",\"programs\":[0],"
                "\"drums\":true}]");
    assert_said(found, "tracks",
                "[{\"track\":1,\"notes\":0,\"name\":\"\"},"
                "{\"track\":2,\"notes\":3,\"low\":\"C2\",\"high\":\"C3\",\"name\":\"Low\"},"
                "{\"track\":3,\"notes\":2,\"low\":\"C2\",\"high\":\"D2\",\"name\":\"\"}]");
    json_decref(found);
}

// A chord is as many notes as it has pitches, and unison is one.
static void a_text_score_is_told_by_its_parts(void **state) {
    (void)state;
    static const char text[] = "tempo 60\n"
                               "tempo 120 at 1/4\n"
                               "part lead -w saw --unison 5,10 --adsr 0,0,1,0\n"
                               "part rest -w sine --adsr 0,0,1,0 --pan -0.5\n"
                               "0 lead: C4,E4,G4:1/4 F4:1/4\n"
                               "+1/4 lead: F4:1/4\n";
    make_file("a.txt", text, sizeof text - 1);
    json_t *const found = info("a.txt");
    assert_said(found, "kind", "\"text\"");
    assert_said(found, "seconds", "1.5");
    assert_said(found, "notes", "5");
    assert_said(found, "tempos", "[{\"at\":0.0,\"bpm\":60.0},{\"at\":1.0,\"bpm\":120.0}]");
    assert_said(found, "parts",
                "[{\"part\":\"lead\",\"notes\":5,\"low\":\"C4\",\"high\":\"G4\"},"
                "{\"part\":\"rest\",\"notes\":0}]");
    json_decref(found);
}

static void names_are_by_middle_c(void **state) {
    (void)state;
    static const struct {
        const char *words, *low;
    } cases[] = {{"a.txt --middle-c C3", "C3"}, {"a.txt", "C4"}, {"a.txt --middle-c C5", "C5"}};
    make_file("a.txt", "0 60\n", 5);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        json_t *const found = info(cases[i].words);
        const json_t *const part = json_array_get(json_object_get(found, "parts"), 0);
        assert_string_equal(json_string_value(json_object_get(part, "low")), cases[i].low);
        json_decref(found);
    }
}

static void people_read_a_line_each(void **state) {
    (void)state;
    make_song();
    ending e = run("score info song.mid");
    assert_done(&e, "lines");
    assert_non_null(strstr((const char *)e.out, "\n  at 0.25, bpm 60.0\n"));
    assert_non_null(strstr((const char *)e.out, "\n  track 2, notes 3, low \"C2\", high \"C3\""));
    forget(&e);
    e = run("score info");
    assert_refused(&e, 2, "score info song.mid", "no file");
    e = run("score info nowhere.mid");
    assert_refused(&e, 3, "nowhere.mid", "no such file");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_midi_file_is_told_by_channels_and_tracks),
        cmocka_unit_test(a_text_score_is_told_by_its_parts),
        cmocka_unit_test(names_are_by_middle_c),
        cmocka_unit_test(people_read_a_line_each),
    };
    return cmocka_run_group_tests_name("score info", tests, enter_folder, leave_folder);
}
