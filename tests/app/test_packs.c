// Packs for samplers: layers of velocity, names, folders, maps, and the log beside them.
#include <jansson.h>

#include "folder.h"
#include "program.h"

// A region as a sampler sees it, by a reader that shares nothing with the writer: words of the form
// NAME=VALUE, and a sample's name to the end of its line.
typedef struct {
    int lokey, hikey, lovel, hivel, root, turns, turn;
    long loop_start, loop_end;
    double tune;
    char sample[128];
} region;

enum { MOST_REGIONS = 512 };

typedef struct {
    region regions[MOST_REGIONS];
    int n;
    double veltrack, release;
} instrument;

static void set(instrument *in, const char *name, const char *value) {
    static const char *const names[] = {"lokey",           "hikey",      "lovel",       "hivel",
                                        "pitch_keycenter", "seq_length", "seq_position"};
    region *const r = in->n > 0 ? &in->regions[in->n - 1] : NULL;
    if (strcmp(name, "amp_veltrack") == 0) {
        in->veltrack = atof(value);
    } else if (strcmp(name, "ampeg_release") == 0) {
        in->release = atof(value);
    } else if (r && strcmp(name, "tune") == 0) {
        r->tune = atof(value);
    } else if (r && strcmp(name, "loop_start") == 0) {
        r->loop_start = atol(value);
    } else if (r && strcmp(name, "loop_end") == 0) {
        r->loop_end = atol(value);
    } else if (r && strcmp(name, "loop_mode") != 0) {
        size_t i = 0;
        while (i < sizeof names / sizeof *names && strcmp(names[i], name) != 0) {
            ++i;
        }
        if (i == sizeof names / sizeof *names) {
            fail_msg("no sampler knows %s", name);
        }
        (&r->lokey)[i] = atoi(value);
    }
}

static void read_sfz(instrument *in, const char *path) {
    FILE *const file = fopen(path, "r");
    char line[1024];
    *in = (instrument){.veltrack = 100.0};
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "//", 2) == 0) {
            continue;
        }
        if (strncmp(line, "sample=", 7) == 0) {
            snprintf(in->regions[in->n - 1].sample, 128, "%.127s", line + 7);
            continue;
        }
        for (char *word = strtok(line, " "); word; word = strtok(NULL, " ")) {
            char *const value = strchr(word, '=');
            if (strcmp(word, "<region>") == 0) {
                in->regions[in->n++] = (region){.turns = 1, .turn = 1};
            } else if (value) {
                *value = '\0';
                set(in, word, value + 1);
            }
        }
    }
    fclose(file);
}

// The one region that plays; null: none, or several.
static const region *played(const instrument *in, int key, int velocity, int turn) {
    const region *found = NULL;
    for (int i = 0; i < in->n; ++i) {
        const region *const r = &in->regions[i];
        if (r->lokey <= key && key <= r->hikey && r->lovel <= velocity && velocity <= r->hivel &&
            (turn - 1) % r->turns == r->turn - 1) {
            if (found) {
                return NULL;
            }
            found = r;
        }
    }
    return found;
}

static void drop_pack(void) {
    ending e = run_shell("rm -rf pack");
    forget(&e);
    empty_folder();
}

static void every_key_and_velocity_of_a_map_plays_one_sound(void **state) {
    (void)state;
    static instrument in;
    ending e = run_shell("$WT render --each --parents -w saw -d 0.3 --loop --adsr 5ms,0,1,0.25 "
                         "--middle-c C3 --map pack/saw.sfz -o 'pack/a b/{note}-{vel}.wav' "
                         "A-1..C7/3@40,80,127");
    assert_done(&e, "a pack");
    forget(&e);
    read_sfz(&in, "pack/saw.sfz");
    assert_int_equal(in.n, 30 * 3);
    assert_true(in.veltrack == 0.0); // velocity is in the sounds
    assert_true(in.release == 0.25);
    for (int key = 0; key < 128; ++key) {
        for (int velocity = 1; velocity < 128; ++velocity) {
            const region *const r = played(&in, key, velocity, 1);
            assert_non_null(r);
            // The nearest of every third key from 21, and the lowest layer that is not softer.
            const int away = key < 21 ? 21 - key : key > 108 ? key - 108 : abs(key - r->root);
            const int layer = velocity <= 40 ? 40 : velocity <= 80 ? 80 : 127;
            char name[64];
            char path[192];
            assert_true(abs(key - r->root) == away && (away <= 1 || key < 21 || key > 108));
            assert_true(r->loop_start > 0 && r->loop_end == 14399);
            snprintf(name, sizeof name, "-%d.wav", layer);
            assert_non_null(strstr(r->sample, name));
            snprintf(path, sizeof path, "pack/%s", r->sample);
            assert_int_equal(access(path, R_OK), 0);
        }
    }
    assert_string_equal(played(&in, 60, 127, 1)->sample, "a b/C3-127.wav");
    drop_pack();
}

static void notes_between_keys_are_tuned_and_alike_ones_take_turns(void **state) {
    (void)state;
    static instrument in;
    ending e = run("render --each --sync none -d 0.05 -w vowels --phase random --map p.sfz "
                   "-o {n}.wav C4 C4 C4 E4+50c 440.5Hz");
    assert_done(&e, "turns");
    forget(&e);
    read_sfz(&in, "p.sfz");
    assert_int_equal(in.n, 5);
    assert_true(in.veltrack == 100.0);
    assert_string_equal(played(&in, 60, 100, 1)->sample, "1.wav");
    assert_string_equal(played(&in, 60, 100, 3)->sample, "3.wav");
    assert_string_equal(played(&in, 60, 100, 4)->sample, "1.wav");
    const region *const between = played(&in, 65, 100, 1);
    assert_int_equal(between->root, 65);
    assert_true(between->tune == 50.0); // E4+50c is half a semitone below F4
    assert_int_equal(played(&in, 69, 100, 1)->root, 69);
    assert_true(played(&in, 69, 100, 1)->tune == -2.0); // 1.97 cents above A4, in whole cents
    ending same = run_shell("cmp -s 1.wav 2.wav || cmp -s 2.wav 3.wav");
    assert_int_equal(same.status, 1); // they differ: that is what turns are for
    forget(&same);
    empty_folder();
}

static void a_map_of_the_other_kind_is_xml(void **state) {
    (void)state;
    ending e =
        run("render --each --sync none -d 0.05 --map p.dspreset -o {n}&.wav C4 C4 E4+50c C5");
    assert_done(&e, "xml");
    forget(&e);
    size_t n;
    char *const text = (char *)file_bytes("p.dspreset", &n);
    static const char wanted[] =
        "      <sample path=\"3&amp;.wav\" rootNote=\"65\" loNote=\"63\" hiNote=\"68\" loVel=\"1\" "
        "hiVel=\"127\" tuning=\"0.5\"/>\n";
    assert_non_null(strstr(text, wanted));
    assert_non_null(strstr(text, "seqMode=\"round_robin\" seqLength=\"2\" seqPosition=\"2\"/>"));
    free(text);
    if (has_command("xmllint")) {
        e = run_shell("xmllint --noout p.dspreset");
        assert_int_equal(e.status, 0);
        forget(&e);
    }
    empty_folder();
}

static void maps_that_cannot_be_are_refused(void **state) {
    (void)state;
    static const struct {
        const char *words, *part;
    } cases[] = {
        {"--each --map p.nki -o {n}.wav C4", "--map"},
        {"--each --map p.sfz -o {n}=.wav C4", "--map"},
        {"--map p.sfz -o a.wav C4", "--map"},
        {"--each --map p.sfz -o {n}.flac C4 15kHz", "--map: samplers have the keys 0 to 127"},
        {"--loop -o a.wav 15kHz", "--loop: samplers have the keys 0 to 127"},
        {"--middle-c D4 -o a.wav C4", "--middle-c"},
        {"--each -o {n}.wav C4..C5@1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17", "16 layers"},
        {"--each -o {n}.wav C4..C5@1,x", "velocity"},
        {"--middle-c C3 -o a.wav C9", "C-2 to G8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ending e = run("render %s", cases[i].words);
        assert_refused(&e, 2, cases[i].part, cases[i].words);
        forget(&e);
        empty_folder();
    }
    ending e = run("render --each -o {n}.wav 5Hz:0.1 15kHz:0.1"); // no key is asked for
    assert_done(&e, "tones beyond the keys");
    forget(&e);
    empty_folder();
}

static void folders_are_made_or_missed_before_any_sound(void **state) {
    (void)state;
    static const char *const words[] = {
        "-o a.wav --log pack/log C4",
        "--each -o {n}.wav --log pack/log C4",
        "--each -o {n}.wav --map pack/p.sfz C4",
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; ++i) {
        ending e = run("render %s", words[i]);
        assert_refused(&e, 5, "cannot open its directory", words[i]);
        forget(&e);
        e = run("render --parents %s", words[i]);
        assert_done(&e, words[i]);
        forget(&e);
        drop_pack();
    }
    ending e = run_shell("echo A4:0.01 -o a.wav >jobs; $WT batch --parents jobs --to pack/a.tar "
                         "--log pack/logs/log");
    assert_done(&e, "a stream");
    forget(&e);
    drop_pack();
}

// 176 sounds with the same to say.
static void what_is_odd_about_all_sounds_is_told_of_three(void **state) {
    (void)state;
    ending e = run("render --each --sync none -d 1 --loop -w vowels -m lfo:sine:3.1Hz:0:1 "
                   "-o {note}-{vel}.wav A0..C8@64,127");
    assert_int_equal(e.status, 0);
    assert_int_equal(n_lines(e.err), 4);
    assert_non_null(strstr(e.err, "with 173 more of 176 sounds"));
    forget(&e);
    empty_folder();
}

static void middle_c_shifts_names_and_nothing_else(void **state) {
    (void)state;
    static const char *const pairs[][2] = {
        {"render --middle-c C3 C3:0.05", "render C4:0.05"},
        {"render C5:0.05 --middle-c C5", "render 60:0.05"},
        {"render --middle-c C3 60:0.05 440Hz:0.05", "render 60:0.05 A4:0.05"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; ++i) {
        ending a = run("%s", pairs[i][0]);
        ending b = run("%s", pairs[i][1]);
        assert_done(&a, pairs[i][0]);
        assert_true(a.n_out == b.n_out && memcmp(a.out, b.out, a.n_out) == 0);
        forget(&a);
        forget(&b);
    }
}

static void the_log_tells_of_every_sound(void **state) {
    (void)state;
    ending e = run("render --each --log log -w sine -g -6 -d 0.5 --adsr 0,0,1,0 -o {midi}.wav "
                   "C4..D4@127 E4@0");
    assert_int_equal(e.status, 0);
    assert_non_null(strstr(e.err, "1 of 4 sounds is silent, this one\n"));
    forget(&e);
    e = run_shell("$WT render --log log -w sine -g -6 --adsr 0,0,1,0 C3:2 -o 'x y.wav'");
    assert_done(&e, "one");
    forget(&e);
    FILE *const log = fopen("log", "r");
    assert_non_null(log);
    json_t *line;
    int n = 0;
    while ((line = json_loadf(log, JSON_DISABLE_EOF_CHECK, NULL))) {
        const double rms = json_real_value(json_object_get(line, "rms"));
        const bool silent = json_boolean_value(json_object_get(line, "silent"));
        const char *const output = json_string_value(json_object_get(line, "output"));
        assert_int_equal(json_integer_value(json_object_get(line, "status")), 0);
        assert_int_equal(json_integer_value(json_object_get(line, "rate")), 48000);
        assert_true(silent == (strcmp(output, "64.wav") == 0));
        // A sine at -6 dB: 0.50119, and 3 dB below that, to what a part of a cycle makes.
        const double peak = silent ? 0.0 : 0.501187;
        const double wanted = silent ? 0.0 : 0.354393;
        const double got = json_real_value(json_object_get(line, "peak"));
        assert_true(got >= peak - 1e-4 && got <= peak + 1e-4);
        assert_true(rms >= wanted - 5e-4 && rms <= wanted + 5e-4);
        if (strcmp(output, "x y.wav") == 0) {
            assert_string_equal(json_string_value(json_object_get(line, "words")),
                                "--log log -w sine -g -6 --adsr 0,0,1,0 C3:2 -o 'x y.wav'");
        } else if (strcmp(output, "61.wav") == 0) {
            const json_t *const notes = json_object_get(line, "notes");
            assert_string_equal(json_string_value(json_array_get(notes, 0)), "C#4@127");
        }
        json_decref(line);
        ++n;
    }
    fclose(log);
    assert_int_equal(n, 5);
    empty_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_key_and_velocity_of_a_map_plays_one_sound),
        cmocka_unit_test(notes_between_keys_are_tuned_and_alike_ones_take_turns),
        cmocka_unit_test(a_map_of_the_other_kind_is_xml),
        cmocka_unit_test(maps_that_cannot_be_are_refused),
        cmocka_unit_test(folders_are_made_or_missed_before_any_sound),
        cmocka_unit_test(what_is_odd_about_all_sounds_is_told_of_three),
        cmocka_unit_test(middle_c_shifts_names_and_nothing_else),
        cmocka_unit_test(the_log_tells_of_every_sound),
    };
    return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
