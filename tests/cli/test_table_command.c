// Looking at tables, making and converting them.
#include <jansson.h>
#include <math.h>

#include "cycle_file.h"
#include "program.h"

static json_t *info(const char *words) {
    ending e = run("table info --json %s", words);
    assert_done(&e, words);
    json_t *array = json_loads((const char *)e.out, 0, NULL);
    assert_true(json_is_array(array));
    forget(&e);
    return array;
}

static double number(const json_t *array, size_t i, const char *key) {
    const json_t *value = json_object_get(json_array_get(array, i), key);
    assert_true(json_is_number(value));
    return json_number_value(value);
}

static void what_is_made_reads_back_as_asked(void **state) {
    (void)state;
    static const struct {
        const char *words;
        int cycles, length, harmonics;
    } cases[] = {
        {"saw -o t.wav", 1, 2048, 1023},
        {"sine,saw --cycles 64 -o t.wav", 64, 2048, 1023},
        {"sine,saw,square -o t.wt", 3, 2048, 1023},
        {"harm:1:0.5:0.25 --length 600 -o t.wav", 1, 600, 3},
        {"triangle --length 256 --cycles 5 -t wt -o t.bin", 5, 256, 127},
        {"harm:0.9 -b 16 --length 4096 -o t.wav", 1, 4096, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ending e = run("table make %s", cases[i].words);
        assert_done(&e, cases[i].words);
        forget(&e);
        const char *name = strstr(cases[i].words, "-o ") + 3;
        char path[32];
        snprintf(path, sizeof path, "./%s", name);
        json_t *array = info(path);
        assert_int_equal((int)number(array, 0, "cycles"), cases[i].cycles);
        assert_int_equal((int)number(array, 0, "length"), cases[i].length);
        assert_int_equal((int)number(array, 0, "harmonics"), cases[i].harmonics);
        assert_true(fabs(number(array, 0, "dc")) < 1e-6);
        json_decref(array);
        empty_folder();
    }
}

static void converting_there_and_back_changes_no_byte(void **state) {
    (void)state;
    ending e = run_shell(
        "\"$WT\" table make sine,saw,pulse:0.3 --cycles 16 -o a.wav && \"$WT\" table convert "
        "a.wav -o b.wt && \"$WT\" table convert b.wt -o c.wav && cmp a.wav c.wav");
    assert_done(&e, "there and back");
    forget(&e);
    empty_folder();
}

static void a_made_saw_sounds_as_the_built_in_one(void **state) {
    (void)state;
    ending e = run("table make saw -o saw.wav");
    forget(&e);
    ending made = run("render -w ./saw.wav -b 32 -e float A4");
    ending built_in = run("render -w saw -b 32 -e float A4");
    assert_done(&made, "made");
    for (size_t i = 0; i < built_in.n_out / 4; ++i) {
        assert_true(fabs((double)f32_at(&made, i) - (double)f32_at(&built_in, i)) < 2e-6);
    }
    forget(&made);
    forget(&built_in);
    empty_folder();
}

static void info_measures_peak_dc_and_seam(void **state) {
    (void)state;
    float pulse[256];
    for (int i = 0; i < 256; ++i) {
        pulse[i] = i < 64 ? -1.0f : 1.0f;
    }
    make_cycle_f32("pulse.wav", pulse, 256);
    json_t *array = info("sine ./pulse.wav harm:1:0:0.5 pulse:0.25");
    assert_int_equal(json_array_size(array), 4);
    assert_true(fabs(number(array, 0, "peak") - 1.0) < 1e-6);
    assert_true(fabs(number(array, 0, "seam")) < 0.01);
    assert_true(fabs(number(array, 1, "dc") - 0.5) < 1e-6);
    assert_true(number(array, 1, "seam") > 1.0);
    assert_int_equal((int)number(array, 2, "harmonics"), 3);
    assert_true(fabs(number(array, 3, "dc")) < 1e-6); // what is built in has none
    json_decref(array);
    ending e = run("table info ./pulse.wav");
    assert_done(&e, "people");
    assert_non_null(strstr((const char *)e.out, "has DC"));
    forget(&e);
}

static void info_lists_files_of_any_name(void **state) {
    (void)state;
    ending e = run("table make saw -o a\xff.wav");
    assert_done(&e, "make");
    forget(&e);
    json_t *array = info("./a\xff.wav");
    assert_string_equal(json_string_value(json_object_get(json_array_get(array, 0), "name")),
                        "./a\xEF\xBF\xBD.wav");
    json_decref(array);
    empty_folder();
}

static void many_files_go_into_a_folder_under_their_names(void **state) {
    (void)state;
    ending e =
        run_shell("\"$WT\" table make saw -o a.wav && \"$WT\" table make sine,square -o b.wt && "
                  "\"$WT\" table convert a.wav b.wt#1 vowels -t vitaltable -o out/ && ls out");
    assert_int_equal(e.status, 0);
    assert_string_equal(e.out, "a.vitaltable\nb-1.vitaltable\nvowels.vitaltable\n");
    forget(&e);
    // What one of them lacks, the others do not.
    e = run_shell(
        "echo no >bad.wav; \"$WT\" table convert a.wav bad.wav b.wt -o more/; echo $?; ls more");
    assert_string_equal(e.out, "3\na.wav\nb.wav\n");
    assert_int_equal(n_lines(e.err), 1);
    forget(&e);
    e = run_shell("mkdir x && cp a.wav x/ && \"$WT\" table convert a.wav x/a.wav -o more/");
    assert_refused(&e, 2, "would both become a", "two of one name");
    forget(&e);
    e = run_shell("rm -r out more x");
    forget(&e);
    empty_folder();
}

static void cycles_go_to_numbered_files_and_come_back(void **state) {
    (void)state;
    ending e =
        run_shell("\"$WT\" table make vowels#0-11 -o t.wav && \"$WT\" table convert t.wav -o "
                  "'c{n}.wav' && ls c*.wav | wc -l && test -f c00.wav && \"$WT\" table convert "
                  "c*.wav -o back.wav && \"$WT\" table convert t.wav#11-0 -o r.wav && \"$WT\" "
                  "table convert back.wav --reverse -o s.wav && \"$WT\" table convert "
                  "s.wav#0-11 -o t2.wav && tail -c 98304 t.wav >t.raw && tail -c 98304 "
                  "back.wav | cmp - t.raw && tail -c 98304 r.wav >r.raw && tail -c 98304 "
                  "s.wav | cmp - r.raw");
    assert_done(&e, "there and back");
    assert_int_equal(atoi((const char *)e.out), 12);
    forget(&e);
    empty_folder();
}

static void every_type_is_written_and_c_is_c(void **state) {
    (void)state;
    ending e =
        run_shell("\"$WT\" table make sine,saw -q -b 16 --length 64 -o lead-3.H && cat >t.c <<X\n"
                  "#include \"lead-3.H\"\n"
                  "int main(void) { return lead_3_cycles != 2 || lead_3_length != 64 || "
                  "sizeof lead_3 != 256 || lead_3[0][16] < 20000; }\nX\n"
                  "if command -v cc >/dev/null; then cc -Wall -Werror t.c -o t && ./t; fi");
    assert_int_equal(e.status, 0);
    forget(&e);
    empty_folder();
}

static void an_array_in_c_has_the_floats_of_the_wav_bit_by_bit(void **state) {
    (void)state;
    ending e =
        run_shell("\"$WT\" table make sine,saw -q --length 64 -o lead.h && "
                  "\"$WT\" table make sine,saw -q --length 64 -o lead.wav && cat >t.c <<X\n"
                  "#include <stdio.h>\n#include \"lead.h\"\n"
                  "int main(void) { return fwrite(lead, 1, sizeof lead, stdout) != 512; }\nX\n"
                  "if command -v cc >/dev/null; then cc -Wall -Werror t.c -o t && ./t >array "
                  "&& tail -c 512 lead.wav | cmp - array; fi");
    assert_int_equal(e.status, 0);
    forget(&e);
    empty_folder();
}

static void info_goes_on_past_what_fails(void **state) {
    (void)state;
    ending e = run("table info saw missing.wav sine none.wav");
    assert_int_equal(e.status, 3);
    assert_non_null(strstr((const char *)e.out, "sine\n"));
    assert_int_equal(n_lines(e.err), 2);
    assert_non_null(strstr(e.err, "missing.wav"));
    forget(&e);
    e = run("table info --json missing.wav saw");
    assert_int_equal(e.status, 3);
    json_t *array = json_loads((const char *)e.out, 0, NULL);
    assert_int_equal(json_array_size(array), 1);
    json_decref(array);
    forget(&e);
}

static void info_says_how_the_length_is_known(void **state) {
    (void)state;
    ending e =
        run_shell("\"$WT\" table make vowels -o t.wav && tail -c $((65 * 2048 * 4)) t.wav >t.f32 "
                  "&& \"$WT\" table info t.wav t.f32 --raw f32 --json -q 2>/dev/null; \"$WT\" "
                  "table convert --raw f32 t.f32 --frame 2048 -o u.wav && cmp -n 2000 t.wav "
                  "u.wav >/dev/null; true");
    forget(&e);
    json_t *array = info("./t.wav ./u.wav --frame 2048");
    assert_string_equal(json_string_value(json_object_get(json_array_get(array, 0), "known_by")),
                        "--frame");
    json_decref(array);
    array = info("./t.wav saw");
    assert_string_equal(json_string_value(json_object_get(json_array_get(array, 0), "known_by")),
                        "clm");
    assert_true(json_is_false(json_object_get(json_array_get(array, 0), "guess")));
    json_decref(array);
    e = run("table info --raw f32 --json ./t.f32");
    assert_int_equal(e.status, 0);
    assert_non_null(strstr(e.err, "--frame"));
    array = json_loads((const char *)e.out, 0, NULL);
    const json_t *table = json_array_get(array, 0);
    assert_string_equal(json_string_value(json_object_get(table, "known_by")), "guess");
    assert_true(json_is_true(json_object_get(table, "guess")));
    assert_int_equal((int)json_integer_value(json_object_get(table, "length")), 2048);
    assert_true(json_is_integer(json_object_get(table, "runner_up")));
    json_decref(array);
    forget(&e);
    empty_folder();
}

static void names_with_commas_and_control_characters_are_told(void **state) {
    (void)state;
    ending e = run_shell(
        "\"$WT\" table make saw -o 'a,b.wav' && \"$WT\" render -w 'a\\,b.wav' C4 | wc -c");
    assert_done(&e, "escaped");
    forget(&e);
    e = run("render -q -w a,b.wav C4");
    assert_refused(&e, 2, "is written \\,", "not escaped");
    forget(&e);
    e = run_shell("\"$WT\" table make saw -o \"$(printf 'x\\033[31m.wav')\" && \"$WT\" table info "
                  "\"$(printf './x\\033[31m.wav')\"");
    assert_done(&e, "an escape sequence");
    assert_null(strchr((const char *)e.out, 27));
    assert_non_null(strstr((const char *)e.out, "x\\x1B[31m.wav"));
    forget(&e);
    empty_folder();
}

static bool is_base64(const char *text) {
    return strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=") ==
           strlen(text);
}

// What Vital's own reader takes from a file without asking whether it is there.
static void a_vitaltable_has_what_vital_reads(void **state) {
    (void)state;
    ending e = run("table convert vowels -o v.vitaltable");
    assert_done(&e, "convert");
    forget(&e);
    json_t *root = json_load_file("v.vitaltable", 0, NULL);
    assert_true(json_is_string(json_object_get(root, "name")));
    assert_true(json_is_string(json_object_get(root, "author")));
    assert_true(json_is_string(json_object_get(root, "version")));
    assert_true(json_is_false(json_object_get(root, "remove_all_dc")));
    assert_true(json_is_false(json_object_get(root, "full_normalize")));
    const json_t *groups = json_object_get(root, "groups");
    assert_int_equal(json_array_size(groups), 1);
    const json_t *components = json_object_get(json_array_get(groups, 0), "components");
    assert_int_equal(json_array_size(components), 1);
    const json_t *component = json_array_get(components, 0);
    assert_string_equal(json_string_value(json_object_get(component, "type")), "Wave Source");
    assert_true(json_is_integer(json_object_get(component, "interpolation")));
    assert_true(json_is_integer(json_object_get(component, "interpolation_style")));
    const json_t *keyframes = json_object_get(component, "keyframes");
    assert_int_equal(json_array_size(keyframes), 65);
    for (size_t i = 0; i < 65; ++i) {
        const json_t *keyframe = json_array_get(keyframes, i);
        assert_int_equal((int)json_integer_value(json_object_get(keyframe, "position")), (int)i);
        const char *wave = json_string_value(json_object_get(keyframe, "wave_data"));
        assert_int_equal(strlen(wave), (2048 * 4 + 2) / 3 * 4);
        assert_true(is_base64(wave));
    }
    json_decref(root);
    empty_folder();
}

static void integers_that_would_clip_are_normalised_with_a_note(void **state) {
    (void)state;
    ending e = run("table make saw,sine -b 16 -o t.wav");
    assert_int_equal(e.status, 0);
    assert_non_null(strstr(e.err, "normalised"));
    forget(&e);
    json_t *array = info("./t.wav ./t.wav#1");
    assert_true(fabs(number(array, 0, "peak") - 32767.0 / 32768.0) < 1e-6);
    assert_true(number(array, 1, "peak") < 0.9); // as much lower as the saw
    json_decref(array);
    e = run("table make saw,sine -b 16 --normalize=cycle -o u.wav");
    assert_done(&e, "asked for");
    forget(&e);
    array = info("./u.wav#1");
    assert_true(fabs(number(array, 0, "peak") - 32767.0 / 32768.0) < 1e-4);
    json_decref(array);
    empty_folder();
}

static void mistakes_are_told(void **state) {
    (void)state;
    static const struct {
        const char *words;
        int status;
        const char *part;
    } cases[] = {
        {"table", 2, "info, make, convert or list"},
        {"table frob", 2, "info, make, convert or list"},
        {"table info", 2, "TABLE"},
        {"table info ./none.wav", 3, "none.wav"},
        {"table make saw", 2, "--output"},
        {"table make -o a.wav", 2, "SPEC"},
        {"table make saw, -o a.wav", 2, "SPEC"},
        {"table make saw --length 1 -o a.wav", 2, "--length"},
        {"table make saw --length 600 -o a.wt", 2, "a.wt"},
        {"table make saw -b 24 -o a.wav", 2, "--bits"},
        {"table make saw -o /dev/full", 5, "/dev/full"},
        {"table convert none.wav -o a.wt", 3, "none.wav"},
        {"table info -r 5 saw", 2, "-r"},
        {"table make saw -o a.xyz", 2, "names no type of table"},
        {"table make saw -o a", 2, "names no type of table"},
        {"table make saw -t flac -o a.wav", 2, "--type"},
        {"table info saw -o a.wav", 2, "--output"},
        {"table info saw --length 64", 2, "--length"},
        {"table list --frame 64", 2, "--frame"},
        {"table make saw --frame 64 -o a.wav", 2, "--frame"},
        {"table make saw --raw s16 -o a.wav", 2, "--raw"},
        {"table make saw,./none.wav --raw s16 -o a.wav", 2, "--raw"},
        {"table info vowels --raw s16", 2, "--raw"},
        {"render -w saw --frame 64 A4", 2, "--frame"},
        {"plot -w a,b.wav -o a.svg", 2, "is written \\,"},
        {"render --fm 2:./a,b.wav A4", 2, "is written \\,"},
        {"table list saw", 2, "nothing after list"},
        {"table make saw --json -o a.wav", 2, "--json"},
        {"table convert -o a.wav", 2, "IN"},
        {"table make saw,sine --cycles 4096 --length 65536 -o a.wav", 4, "67108864"},
        {"table make saw --length 64 --cycles 258 -o a.vitaltable", 2, "257"},
        {"table make saw --normalize=loud -o a.wav", 2, "--normalize"},
        {"table make vowels#65 -o a.wav", 2, "no cycle 65"},
        {"table make vowels#3- -o a.wav", 2, "SPEC"},
        {"table info --json none.wav", 3, "none.wav"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        ending e = run("%s", cases[i].words);
        assert_refused(&e, cases[i].status, cases[i].part, cases[i].words);
        assert_int_equal(e.n_out, 0);
        forget(&e);
        assert_int_equal(n_files(), 0);
    }
}

// 63 x 65 + 1 cycles fit, 63 x 65 + 2 do not.
static void more_cycles_than_a_table_holds_are_a_limit(void **state) {
    (void)state;
    char spec[63 * 7 + 20] = "";
    for (int i = 0; i < 63; ++i) {
        strcat(spec, "vowels,");
    }
    ending e = run("table make %ssine -o a.wav --length 16", spec);
    assert_done(&e, "4096 cycles");
    forget(&e);
    empty_folder();
    e = run("table make %ssine,saw -o a.wav --length 16", spec);
    assert_refused(&e, 4, "at most 4096 cycles", "4097 cycles");
    forget(&e);
    assert_int_equal(n_files(), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_made_reads_back_as_asked),
        cmocka_unit_test(converting_there_and_back_changes_no_byte),
        cmocka_unit_test(a_made_saw_sounds_as_the_built_in_one),
        cmocka_unit_test(info_measures_peak_dc_and_seam),
        cmocka_unit_test(info_lists_files_of_any_name),
        cmocka_unit_test(many_files_go_into_a_folder_under_their_names),
        cmocka_unit_test(cycles_go_to_numbered_files_and_come_back),
        cmocka_unit_test(every_type_is_written_and_c_is_c),
        cmocka_unit_test(an_array_in_c_has_the_floats_of_the_wav_bit_by_bit),
        cmocka_unit_test(info_goes_on_past_what_fails),
        cmocka_unit_test(info_says_how_the_length_is_known),
        cmocka_unit_test(names_with_commas_and_control_characters_are_told),
        cmocka_unit_test(a_vitaltable_has_what_vital_reads),
        cmocka_unit_test(integers_that_would_clip_are_normalised_with_a_note),
        cmocka_unit_test(mistakes_are_told),
        cmocka_unit_test(more_cycles_than_a_table_holds_are_a_limit),
    };
    return cmocka_run_group_tests_name("table command", tests, enter_folder, leave_folder);
}
