// Presets: found by name, with the files that lie beside them, and overruled by what follows.
#include "app/named_file.h"
#include "app/request/options.h"
#include "app/request/response.h"
#include "folder.h"
#include "program.h"

typedef struct {
    wt_words typed, words;
    wt_response response;
    wt_request request;
    wt_fault fault;
} reading;

// Read the words of a render.
static void read_line(reading *r, const char *line) {
    *r = (reading){0};
    assert_int_equal(wt_words_add(&r->typed, "render"), WT_OK);
    assert_int_equal(wt_words_split(&r->typed, NULL, 0, line, strlen(line), NULL).status, WT_OK);
    for (size_t i = 0; i < r->typed.count; ++i) { // of a command line, not of a file
        r->typed.places[i] = (wt_location){0};
    }
    if (wt_response_expand(&r->response, &r->typed, 0, &r->words, &r->fault)) {
        wt_request_read(&r->request, &r->words, WT_FOR_RENDER, wt_read_note_operand, &r->fault);
    }
}

static void done(reading *r) {
    wt_request_free(&r->request);
    wt_words_free(&r->words);
    wt_words_free(&r->typed);
    wt_response_free(&r->response);
}

static void put(const char *name, const char *text) {
    make_file(name, text, strlen(text));
}

static int set_up(void **state) {
    enter_folder(state);
    char path[256];
    assert_int_equal(mkdir("own", 0777) | mkdir("data", 0777) | mkdir("data/wavetable", 0777) |
                         mkdir("data/wavetable/presets", 0777) |
                         mkdir("data/wavetable/tables", 0777),
                     0);
    put("own/lead.preset", "-w saw");
    put("own/pad.preset", "-w ./pad.wav,air -w sine -m 0:0,1:1 -x 0:0,1:1 --scale just.scl "
                          "-a file:swell.wav -p file:/tmp/bend.wav --fm 2:./mod.wav -o out.wav");
    put("own/outer.preset", "@inner.args -d 2");
    put("own/inner.args", "@lead -w ./inner.wav");
    put("data/wavetable/presets/lead.preset", "-w sine");
    put("data/wavetable/presets/bell.preset", "-w triangle");
    snprintf(path, sizeof path, "%s/data", folder);
    setenv("XDG_DATA_HOME", path, 1);
    setenv("WAVETABLE_PRESETS", "own", 1);
    return 0;
}

static int take_down(void **state) {
    unsetenv("WAVETABLE_PRESETS");
    unsetenv("XDG_DATA_HOME");
    ending e = run_shell("rm -r own data");
    forget(&e);
    return leave_folder(state);
}

static void a_preset_is_found_by_name_in_the_first_folder_that_has_it(void **state) {
    (void)state;
    static const struct {
        const char *line, *wave;
    } cases[] = {{"@lead", "saw"}, {"@bell", "triangle"}, {"@./own/lead.preset", "saw"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        reading r;
        read_line(&r, cases[i].line);
        assert_int_equal(r.fault.kind, WT_FAULT_NONE);
        assert_string_equal(r.request.sound.waves[0].text, cases[i].wave);
        done(&r);
    }
}

static void a_name_that_there_is_not_is_told_with_the_nearest(void **state) {
    (void)state;
    reading r;
    read_line(&r, "A4 @laed");
    assert_int_equal(r.fault.kind, WT_FAULT_USAGE);
    assert_non_null(strstr(r.fault.what, "did you mean @lead?"));
    done(&r);
}

static void a_file_without_a_dot_is_still_found_where_we_are(void **state) {
    (void)state;
    reading r;
    put("words", "-w square");
    read_line(&r, "@words");
    assert_int_equal(r.fault.kind, WT_FAULT_NONE);
    assert_string_equal(r.request.sound.waves[0].text, "square");
    done(&r);
}

static void what_a_preset_reads_lies_beside_it(void **state) {
    (void)state;
    reading r;
    read_line(&r, "@pad");
    const wt_request *const s = &r.request;
    assert_int_equal(r.fault.kind, WT_FAULT_NONE);
    assert_string_equal(s->sound.waves[0].wave.items[0].path, "own/./pad.wav");
    assert_string_equal(s->sound.waves[0].wave.items[1].path, "air");
    assert_string_equal(s->notes.scale_path, "own/just.scl");
    assert_string_equal(s->sound.env[WT_TO_AMP][0].env.waves[0].path, "own/swell.wav");
    assert_string_equal(s->sound.env[WT_TO_PITCH][0].env.waves[0].path, "/tmp/bend.wav");
    assert_string_equal(s->sound.fm_wave.items[0].path, "own/./mod.wav");
    assert_string_equal(s->output.path, "out.wav"); // what is made is made where we are
    done(&r);
    read_line(&r, "@outer --scale my.scl");
    assert_int_equal(r.fault.kind, WT_FAULT_NONE);
    assert_string_equal(r.request.sound.waves[0].wave.items[0].path, "own/./inner.wav");
    assert_string_equal(r.request.notes.scale_path, "my.scl");
    done(&r);
}

static void the_first_wave_after_a_preset_replaces_its_waves(void **state) {
    (void)state;
    static const struct {
        const char *line;
        int n;
        const char *first, *last;
        bool mixes, crosses; // in dimensions 0, 1
    } cases[] = {
        {"@pad", 2, "./pad.wav,air", "sine", true, true},
        {"@pad -w saw", 1, "saw", "saw", true, false},
        {"@pad -w saw -w pulse:0.2", 2, "saw", "pulse:0.2", true, false},
        {"@pad -w saw -w pulse:0.2 -x 1", 2, "saw", "pulse:0.2", true, true},
        {"@pad -x 1 -w saw -w pulse:0.2", 2, "saw", "pulse:0.2", true, true},
        {"-w sine -w saw @lead", 1, "saw", "saw", false, false},
        {"@lead @bell", 1, "triangle", "triangle", false, false},
        {"-w saw -w sine", 2, "saw", "sine", false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        reading r;
        read_line(&r, cases[i].line);
        const wt_sound_request *const s = &r.request.sound;
        if (r.fault.kind || s->n_waves != cases[i].n ||
            strcmp(s->waves[0].text, cases[i].first) != 0 ||
            strcmp(s->waves[s->n_waves - 1].text, cases[i].last) != 0 ||
            s->env[WT_TO_MIX][0].given != cases[i].mixes ||
            s->env[WT_TO_CROSS][1].given != cases[i].crosses) {
            fail_msg("%s: %d waves, %s to %s", cases[i].line, s->n_waves, s->waves[0].text,
                     s->waves[s->n_waves - 1].text);
        }
        done(&r);
    }
}

static void tables_of_ones_own_have_names_whatever_their_format(void **state) {
    (void)state;
    char path[4096];
    put("data/wavetable/tables/mine.recipe", "wavetable recipe\namplitude = 1 / k\n");
    put("data/wavetable/tables/bare.wt", "");
    assert_true(wt_named_file_find(WT_NAMED_TABLE, "mine", path, sizeof path));
    assert_true(wt_named_file_find(WT_NAMED_TABLE, "bare", path, sizeof path));
    assert_non_null(strstr(path, "/data/wavetable/tables/bare.wt"));
    assert_false(wt_named_file_find(WT_NAMED_PRESET, "mine", path, sizeof path));
    ending e = run("table info mine");
    assert_done(&e, "a recipe of one's own");
    forget(&e);
}

// By name, each with what its first line says; one's own too, which may say nothing.
static void presets_are_listed_with_what_they_are(void **state) {
    (void)state;
    put("data/wavetable/presets/aaa.preset", "#  Mine: \033[31mloud\n-w saw\n");
    put("data/wavetable/presets/aab.preset", "-w sine\n");
    ending e = run("table list --presets");
    assert_done(&e, "list");
    const char *const out = (const char *)e.out;
    const char *const mine = strstr(out, "aaa "); // into a pipe there is no head
    const char *const silent = strstr(out, "\naab ");
    assert_non_null(mine);
    assert_non_null(silent);
    assert_true(mine < silent);
    assert_non_null(strstr(mine, "  Mine: \\x1B[31mloud\n"));
    assert_ptr_equal(mine, out);
    forget(&e);
    e = run("table list --presets --json");
    assert_done(&e, "json");
    assert_non_null(strstr((const char *)e.out, "\"name\": \"aaa\",\n    \"title\": \"Mine: "));
    assert_non_null(strstr((const char *)e.out, "\"name\": \"aab\",\n    \"title\": \"\"\n"));
    forget(&e);
    e = run("table info --presets saw");
    assert_refused(&e, 2, "table info has no use for it", "of another verb");
    forget(&e);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_preset_is_found_by_name_in_the_first_folder_that_has_it),
        cmocka_unit_test(a_name_that_there_is_not_is_told_with_the_nearest),
        cmocka_unit_test(a_file_without_a_dot_is_still_found_where_we_are),
        cmocka_unit_test(what_a_preset_reads_lies_beside_it),
        cmocka_unit_test(the_first_wave_after_a_preset_replaces_its_waves),
        cmocka_unit_test(tables_of_ones_own_have_names_whatever_their_format),
        cmocka_unit_test(presets_are_listed_with_what_they_are),
    };
    return cmocka_run_group_tests(tests, set_up, take_down);
}
