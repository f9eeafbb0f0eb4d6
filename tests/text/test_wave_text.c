// Wave specs as people type them.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/tables/shape.h"
#include "text/wave.h"
#include "text_reader.h"

// Write `wave` to `out` in a form that shows every field.
static void describe(const wt_wave_text *wave, char *out, size_t size) {
    static const char *const kinds[] = {
        [WT_WAVE_NOISE] = "noise", [WT_WAVE_NAME] = "name", [WT_WAVE_FILE] = "file"};
    size_t n = 0;
    for (size_t i = 0; i < wave->n_items && n < size; ++i) {
        const wt_wave_item *item = &wave->items[i];
        n += (size_t)snprintf(out + n, size - n, "%s%zu:%s", i > 0 ? " | " : "", item->at,
                              item->kind == WT_WAVE_SHAPE ? wt_shapes[item->cycle.kind].names[0]
                                                          : kinds[item->kind]);
        if (item->kind == WT_WAVE_SHAPE && item->cycle.kind == WT_CYCLE_PULSE) {
            n += (size_t)snprintf(out + n, size - n, " %g", item->cycle.width);
        }
        for (size_t k = 0; k < item->cycle.n_amplitudes && n < size; ++k) {
            n += (size_t)snprintf(out + n, size - n, " %g", item->cycle.amplitudes[k]);
        }
        if (item->path) {
            n += (size_t)snprintf(out + n, size - n, " <%s>", item->path);
        }
        if (item->pick.has_part) {
            n += (size_t)snprintf(out + n, size - n, " #%d:", item->pick.part);
        }
        if (item->pick.is_approx) {
            n += (size_t)snprintf(out + n, size - n, " ~");
        }
        if (item->pick.has_cycles && item->pick.last == item->pick.first) {
            n += (size_t)snprintf(out + n, size - n, " #%d", item->pick.first);
        } else if (item->pick.has_cycles) {
            n += (size_t)snprintf(out + n, size - n, " #%d-%d", item->pick.first, item->pick.last);
        }
    }
}

static wt_parse read_wave(const char *text, char meaning[MEANING_SIZE]) {
    wt_wave_text wave;
    const wt_parse parse = wt_read_wave(text, &wave);
    if (parse.status == WT_OK) {
        describe(&wave, meaning, MEANING_SIZE);
        wt_wave_text_free(&wave);
    }
    assert_null(wave.items);
    assert_int_equal(wave.n_items, 0);
    return parse;
}

static void a_spec_is_a_list_of_shapes_names_and_files(void **state) {
    (void)state;
    static const read_case cases[] = {
        {"sine", 4, "0:sine"},
        {"sine,triangle,square,saw", 24, "0:sine | 5:triangle | 14:square | 21:saw"},
        {"tri,sqr,sawtooth", 16, "0:triangle | 4:square | 8:saw"},
        {"pulse:25%,saw", 13, "0:pulse 0.25 | 10:saw"},
        {"trio", 4, "0:name <trio>"},
        {"pulse:0.25", 10, "0:pulse 0.25"},
        {"pulse:.5,saw", 12, "0:pulse 0.5 | 9:saw"},
        {"harm:1", 6, "0:harm 1"},
        {"harm:1:-0.5:0:1e-3,sine", 23, "0:harm 1 -0.5 0 0.001 | 19:sine"},
        {"harm:0.5/x.wav", 8, "0:harm 0.5"},
        {"vox", 3, "0:name <vox>"},
        {"My-Table_2,saw", 14, "0:name <My-Table_2> | 11:saw"},
        {"sines", 5, "0:name <sines>"},
        {"Sine", 4, "0:name <Sine>"},
        {"pulses", 6, "0:name <pulses>"},
        {"vox#3,vox#0", 11, "0:name <vox> #3 | 6:name <vox> #0"},
        {"a.wav", 5, "0:file <a.wav>"},
        {"dir/table", 9, "0:file <dir/table>"},
        {"./sine", 6, "0:file <./sine>"},
        {"pulse.wav,saw", 13, "0:file <pulse.wav> | 10:saw"},
        {"a.wav#12", 8, "0:file <a.wav> #12"},
        {"a.wav#3-12,saw", 14, "0:file <a.wav> #3-12 | 11:saw"},
        {"a.wav#12-3", 10, "0:file <a.wav> #12-3"},
        {"vox#0-4", 7, "0:name <vox> #0-4"},
        {"a.vital#1:", 10, "0:file <a.vital> #1:"},
        {"a.vital#1:~", 11, "0:file <a.vital> #1: ~"},
        {"a.vital#~", 9, "0:file <a.vital> ~"},
        {"a.vital#2:~7-0", 14, "0:file <a.vital> #2: ~ #7-0"},
        {"a#1-b.wav", 9, "0:file <a#1-b.wav>"},
        {"a\\,b.wav#1", 10, "0:file <a,b.wav> #1"},
        {"a.wav#2147483647", 16, "0:file <a.wav> #2147483647"},
        {"a.wav\\#12", 9, "0:file <a.wav#12>"},
        {"a.wav\\\\#12", 10, "0:file <a.wav\\> #12"},
        {"C#/x.wav", 8, "0:file <C#/x.wav>"},
        {"C#3/x", 5, "0:file <C#3/x>"},
        {"x.C#", 4, "0:file <x.C#>"},
        {"a.wav#1#2", 9, "0:file <a.wav#1> #2"},
        {"a\\,b.wav,saw", 12, "0:file <a,b.wav> | 9:saw"},
        {"a\\,b\\,c/\\\\d,e.f", 15, "0:file <a,b,c/\\d> | 12:file <e.f>"},
        {"a b: c.wav", 10, "0:file <a b: c.wav>"},
        {"sine:1", 4, "0:sine"},
        {"sine#1", 4, "0:sine"},
        {"saw x", 3, "0:saw"},
        {"vox+1", 3, "0:name <vox>"},
        {"pulse:0.5x", 9, "0:pulse 0.5"},
        {"vox#3x", 5, "0:name <vox> #3"},
    };
    assert_read(read_wave, cases, N_CASES(cases));
}

static void what_is_wrong_in_a_spec_is_pointed_at(void **state) {
    (void)state;
    static const refused_case cases[] = {
        {"", WT_BAD_SYNTAX, 0, "a wave such as saw or pulse:0.25"},
        {",saw", WT_BAD_SYNTAX, 0, "a wave such as"},
        {"saw,", WT_BAD_SYNTAX, 4, "a wave such as"},
        {"saw,,sine", WT_BAD_SYNTAX, 4, "a wave such as"},
        {" saw", WT_BAD_SYNTAX, 0, "a wave such as"},
        {"#3", WT_BAD_SYNTAX, 0, "a wave such as"},
        {"(saw)", WT_BAD_SYNTAX, 0, "a wave such as"},
        {"pulse", WT_BAD_SYNTAX, 5, "pulse:0.25"},
        {"pulse#1", WT_BAD_SYNTAX, 5, "pulse:0.25"},
        {"pulse,saw", WT_BAD_SYNTAX, 5, "pulse:0.25"},
        {"pulse:", WT_BAD_SYNTAX, 6, "above 0 and below 1"},
        {"pulse:x", WT_BAD_SYNTAX, 6, "above 0 and below 1"},
        {"pulse:0", WT_BAD_RANGE, 6, "above 0 and below 1"},
        {"pulse:1", WT_BAD_RANGE, 6, "above 0 and below 1"},
        {"pulse:-0.5", WT_BAD_RANGE, 6, "above 0 and below 1"},
        {"pulse:1e999", WT_BAD_RANGE, 6, "above 0 and below 1"},
        {"harm", WT_BAD_SYNTAX, 4, "harm:1:0.5:0.25"},
        {"harm:", WT_BAD_SYNTAX, 5, "amplitude of a harmonic"},
        {"harm:1:", WT_BAD_SYNTAX, 7, "amplitude of a harmonic"},
        {"harm:1::2", WT_BAD_SYNTAX, 7, "amplitude of a harmonic"},
        {"saw,harm:1:x", WT_BAD_SYNTAX, 11, "amplitude of a harmonic"},
        {"harm:1:-1.1e6", WT_BAD_RANGE, 7, "-1e6 to 1e6"},
        {"harm:1e999", WT_BAD_RANGE, 5, "amplitude of a harmonic"},
        {"harm:nan", WT_BAD_SYNTAX, 5, "amplitude of a harmonic"},
        {"vox#", WT_BAD_SYNTAX, 4, "table.wav#3"},
        {"vox#x", WT_BAD_SYNTAX, 4, "table.wav#3"},
        {"vox#-1", WT_BAD_RANGE, 4, "table.wav#3"},
        {"vox#2147483648", WT_BAD_RANGE, 4, "table.wav#3"},
        {"saw,a.wav#99999999999999999999", WT_BAD_RANGE, 10, "table.wav#3"},
        {"a.wav\\", WT_BAD_SYNTAX, 5, "after the backslash"},
        {"saw,vox\\", WT_BAD_SYNTAX, 7, "after the backslash"},
    };
    assert_refused_at(read_wave, cases, N_CASES(cases));
}

static void long_specs_are_read_and_absurd_ones_refused(void **state) {
    (void)state;
    static const struct {
        const char *head, *unit;
        size_t n;
        wt_status status;
        size_t at;
    } cases[] = {
        {"a", ",b", WT_WAVE_MAX_ITEMS - 1, WT_OK, 2 * WT_WAVE_MAX_ITEMS - 1},
        {"a", ",b", 500000, WT_BAD_RANGE, 2 * WT_WAVE_MAX_ITEMS},
        {"harm", ":1", WT_WAVE_MAX_AMPLITUDES, WT_OK, 4 + 2 * WT_WAVE_MAX_AMPLITUDES},
        {"harm", ":1", 500000, WT_BAD_RANGE, 4 + 2 * WT_WAVE_MAX_AMPLITUDES},
        {"./", "\\\\", 500000, WT_OK, 1000002},
        {"./", "#", 1000000, WT_OK, 1000002},
        {"./", "#1", 500000, WT_OK, 1000002},
        {"./", "1", 1000000, WT_OK, 1000002},
        {"", "x", 1000000, WT_OK, 1000000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        char *text = repeated(cases[i].head, cases[i].unit, cases[i].n, "");
        wt_wave_text wave;
        const wt_parse parse = wt_read_wave(text, &wave);
        assert_int_equal(parse.status, cases[i].status);
        assert_int_equal(parse.at, cases[i].at);
        wt_wave_text_free(&wave);
        free(text);
    }
}

static void a_spec_without_memory_is_refused_and_leaks_nothing(void **state) {
    (void)state;
    assert_refused_without_memory(read_wave, "vox,harm:1:2:3:4:5,a.wav#1,saw,vox#2,b/c", 8);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_spec_is_a_list_of_shapes_names_and_files),
        cmocka_unit_test(what_is_wrong_in_a_spec_is_pointed_at),
        cmocka_unit_test(long_specs_are_read_and_absurd_ones_refused),
        cmocka_unit_test(a_spec_without_memory_is_refused_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
