// Scala scales and keyboard mappings are read as their definition says.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "failing_malloc.h"
#include "io/scala/scala_in.h"

#define JUST "Just major, 7 notes\n7\n9/8\n5/4\n4/3\n3/2\n5/3\n15/8\n2/1\n"
#define WHITE_KEYS "12\n0\n127\n60\n69\n440.0\n7\n0\nx\n1\nx\n2\n3\nx\n4\nx\n5\nx\n6\n"

// Parse a copy of exactly the text's bytes, so that a sanitizer sees a read past them.
static wt_status read_scale(wt_scala_scale *scale, const char *text, size_t n,
                            wt_scala_place *place, wt_message *message) {
    char *const copy = malloc(n ? n : 1);
    memcpy(copy, text, n);
    const wt_status status = wt_scala_read_scale(scale, copy, n, place, message);
    free(copy);
    return status;
}

static wt_status read_keymap(wt_scala_keymap *keymap, const char *text, size_t n,
                             wt_scala_place *place, wt_message *message) {
    char *const copy = malloc(n ? n : 1);
    memcpy(copy, text, n);
    const wt_status status = wt_scala_read_keymap(keymap, copy, n, place, message);
    free(copy);
    return status;
}

static wt_scala_scale scale_of(const char *text) {
    wt_scala_scale scale;
    wt_message message = {""};
    if (read_scale(&scale, text, strlen(text), NULL, &message)) {
        fail_msg("refused: %s", message.text);
    }
    return scale;
}

static wt_scala_keymap keymap_of(const char *text) {
    wt_scala_keymap keymap;
    wt_message message = {""};
    if (read_keymap(&keymap, text, strlen(text), NULL, &message)) {
        fail_msg("refused: %s", message.text);
    }
    return keymap;
}

static void a_pitch_is_cents_with_a_dot_and_a_ratio_without(void **state) {
    (void)state;
    static const struct {
        const char *line;
        double cents;
    } cases[] = {
        {"81/64", 407.820003461549},
        {"408.0", 408},
        {"408.", 408},
        {"5", 2786.313713864835},
        {"-5.0", -5},
        {"10/20", -1200},
        {"100.0 cents", 100},
        {" 100.0 C#", 100},
        {" 5/4   E\\", 386.313713864835},
        {"\t3/2\tG 1.5", 701.955000865387},
        {".5", 0.5},
        {"0.", 0},
        {"1/1", 0},
        {"2/1", 1200},
        {"1.0E2", 100},
        {"700.000000000000000000000000001", 700},
        {"2147483647/2147483646", 8.0616e-7},
        {"18446744073709551616/9223372036854775808", 1200},
        {"3/2 ! fifth", 701.955000865387},
        {"3/2!fifth", 701.955000865387},
        {"3/2!a.fifth", 701.955000865387},
        {"702.0;fifth", 702},
        {"2!octave", 1200},
        {"702.0cents", 702},
        {"5/4(just)", 386.313713864835},
        {"3 / 2", 701.955000865387},
        {" 3 /2 fifth", 701.955000865387},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        char text[128];
        snprintf(text, sizeof text, "one\n1\n%s", cases[i].line);
        wt_scala_scale scale = scale_of(text);
        if (!(fabs(scale.cents[0] - cases[i].cents) < 1e-9)) {
            fail_msg("%s: expected %.12g cents, got %.12g", cases[i].line, cases[i].cents,
                     scale.cents[0]);
        }
        wt_scala_scale_free(&scale);
    }
}

static void a_scale_is_read_whatever_its_lines_look_like(void **state) {
    (void)state;
    static const struct {
        const char *name, *text;
    } cases[] = {
        {"plain", "two\n2\n3/2\n2/1\n"},
        {"no final newline", "two\n2\n3/2\n2/1"},
        {"CRLF", "two\r\n2\r\n3/2\r\n2/1\r\n"},
        {"CR", "two\r2\r3/2\r2/1\r"},
        {"byte order mark", "\xEF\xBB\xBFtwo\n2\n3/2\n2/1\n"},
        {"byte order mark before a comment", "\xEF\xBB\xBF! two.scl\ntwo\n2\n3/2\n2/1\n"},
        {"comments anywhere", "! two.scl\n!\ntwo\n!2\n2\n!\n3/2\n! fifth\n2/1\n! end\n"},
        {"empty description", "! two.scl\n\n2\n3/2\n2/1\n"},
        {"first line is an empty description", "\n2\n3/2\n2/1\n"},
        {"blank lines at the end", "two\n2\n3/2\n2/1\n\n \n\n"},
        {"and comments behind them", "two\n2\n3/2\n2/1\n\n! end\n \n"},
        {"the end of a DOS text", "two\r\n2\r\n3/2\r\n2/1\r\n\x1A"},
        {"text after the number of notes", "two\n 2 notes\n3/2\n2/1\n"},
        {"Latin-1 description", "Tempérament in\xE9gal\n2\n3/2\n2/1\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        wt_scala_scale scale;
        wt_message message = {""};
        if (read_scale(&scale, cases[i].text, strlen(cases[i].text), NULL, &message)) {
            fail_msg("%s: %s", cases[i].name, message.text);
        }
        assert_int_equal(scale.n, 2);
        assert_true(fabs(scale.cents[0] - 701.955000865387) < 1e-9);
        assert_true(fabs(scale.cents[1] - 1200.0) < 1e-12);
        wt_scala_scale_free(&scale);
    }
}

static void broken_scales_are_refused_by_the_line(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int line;
        wt_status status;
        const char *says;
    } cases[] = {
        {"", 0, WT_BAD_FORMAT, "ends before the description"},
        {"! only\n! comments\n", 2, WT_BAD_FORMAT, "ends before the description"},
        {"only a description\n", 1, WT_BAD_FORMAT, "ends before the number of notes"},
        {"x\ntwelve\n", 2, WT_BAD_FORMAT, "'twelve', expected the number of notes"},
        {"x\n-1\n", 2, WT_BAD_FORMAT, "'-1'"},
        {"x\n1.5\n2/1\n", 2, WT_BAD_FORMAT, "'1.5'"},
        {"x\n99999999999999999999\n2/1\n", 2, WT_BAD_FORMAT, "expected the number"},
        {"x\n0\n", 2, WT_BAD_FORMAT, "0 notes"},
        {"x\n100001\n2/1\n", 2, WT_LIMIT, "at most 100000"},
        {"x\n2\n2/1\n", 3, WT_BAD_FORMAT, "ends before the last"},
        {"x\n100000\n2/1\n", 3, WT_BAD_FORMAT, "ends before the last"},
        {"x\n1\n3/2\n2/1\n", 4, WT_BAD_FORMAT, "more than the number of notes"},
        {"x\n2\n\n3/2\n2/1\n", 3, WT_BAD_FORMAT, "an empty line, expected a pitch"},
        {"x\n1\n-3/2\n", 3, WT_BAD_FORMAT, "'-3/2'"},
        {"x\n1\n3/-2\n", 3, WT_BAD_FORMAT, "'3/-2'"},
        {"x\n1\n0\n", 3, WT_BAD_FORMAT, "'0'"},
        {"x\n1\n0/1\n", 3, WT_BAD_FORMAT, "'0/1'"},
        {"x\n1\n1/0\n", 3, WT_BAD_FORMAT, "'1/0'"},
        {"x\n1\n3/\n", 3, WT_BAD_FORMAT, "'3/'"},
        {"x\n1\n/2\n", 3, WT_BAD_FORMAT, "'/2'"},
        {"x\n1\n3/2/1\n", 3, WT_BAD_FORMAT, "'3/2/1'"},
        {"x\n1\n3 / x\n", 3, WT_BAD_FORMAT, "'3'"},
        {"x\n1\n3:2\n", 3, WT_BAD_FORMAT, "'3:2'"},
        {"x\n1\n3/2.0\n", 3, WT_BAD_FORMAT, "'3/2.0'"},
        {"x\n1\n701,955\n", 3, WT_BAD_FORMAT, "'701,955'"},
        {"x\n1\n1O0.0\n", 3, WT_BAD_FORMAT, "'1O0.0'"},
        {"x\n1\n.\n", 3, WT_BAD_FORMAT, "'.'"},
        {"x\n1\n1.e\n", 3, WT_BAD_FORMAT, "'1.e'"},
        {"x\n1\n1.2.3\n", 3, WT_BAD_FORMAT, "'1.2.3'"},
        {"x\n1\nnan.\n", 3, WT_BAD_FORMAT, "'nan.'"},
        {"x\n1\n1.0e9\n", 3, WT_BAD_FORMAT, "'1.0e9'"},
        {"x\n1\n1.0e99999999999999999999\n", 3, WT_BAD_FORMAT, "'1.0e"},
        {"x\n1\nE\xE9\x01\n", 3, WT_BAD_FORMAT, "'E?"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        wt_scala_scale scale;
        wt_message message = {""};
        wt_scala_place at = {-1, -1};
        const wt_status status =
            read_scale(&scale, cases[i].text, strlen(cases[i].text), &at, &message);
        if (status != cases[i].status || at.line != cases[i].line ||
            !strstr(message.text, cases[i].says)) {
            fail_msg("%s: status %d at line %d, %s", cases[i].text, (int)status, at.line,
                     message.text);
        }
        assert_null(scale.cents);
    }
    wt_scala_scale scale;
    assert_int_equal(read_scale(&scale, "x\n1\n2\0001\n", 8, NULL, NULL), WT_BAD_FORMAT);
}

static void broken_keymaps_are_refused_by_the_line(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int line;
        const char *says;
    } cases[] = {
        {"", 0, "ends before the size"},
        {"0\n0\n127\n60\n69\n440.0\n", 6, "ends before the degree of the octave"},
        {"x\n", 1, "'x', expected the size"},
        {"100001\n", 1, "0 to 100000"},
        {"0\n128\n", 2, "the first key"},
        {"0\n0\n-1\n", 3, "the last key"},
        {"0\n0\n127\nC4\n", 4, "'C4', expected the middle key"},
        {"0\n0\n127\n60\n500\n", 5, "the reference key"},
        {"0\n0\n127\n60\n69\n0\n", 6, "the reference frequency"},
        {"0\n0\n127\n60\n69\n-440.0\n", 6, "the reference frequency"},
        {"0\n0\n127\n60\n69\n440,0\n", 6, "'440,0'"},
        {"0\n0\n127\n60\n69\ninf\n", 6, "'inf'"},
        {"0\n0\n127\n60\n69\n440.0\n-1\n", 7, "the degree of the octave"},
        {"0\n0\n127\n60\n69\n440.0\n12\n0\n", 8, "more than the size"},
        {"1\n0\n127\n60\n69\n440.0\n1\n0\n1\n", 9, "more than the size"},
        {"2\n0\n127\n60\n60\n440.0\n2\n0\n-1\n", 9, "expected a scale degree"},
        {"2\n0\n127\n60\n60\n440.0\n2\n0\nxx\n", 9, "'xx', expected a scale degree"},
        {"3\n0\n127\n60\n60\n440.0\n2\n0\n\n1\n", 9, "an empty line"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        wt_scala_keymap keymap;
        wt_message message = {""};
        wt_scala_place at = {-1, -1};
        const wt_status status =
            read_keymap(&keymap, cases[i].text, strlen(cases[i].text), &at, &message);
        if (status != WT_BAD_FORMAT || at.line != cases[i].line ||
            !strstr(message.text, cases[i].says)) {
            fail_msg("%s: status %d at line %d, %s", cases[i].text, (int)status, at.line,
                     message.text);
        }
        assert_null(keymap.degrees);
    }
}

static void a_keymap_is_read_in_full(void **state) {
    (void)state;
    wt_scala_keymap keymap =
        keymap_of("\xEF\xBB\xBF! size\r\n3\r\n! keys\r\n1 first\r\n100\r\n59\r\n62\r\n"
                  "4.4E2 Hz\r\n5\r\n! degrees\r\n0\r\nX\r\n 4\r\n");
    assert_int_equal(keymap.size, 3);
    assert_int_equal(keymap.first_note, 1);
    assert_int_equal(keymap.last_note, 100);
    assert_int_equal(keymap.middle_note, 59);
    assert_int_equal(keymap.reference_note, 62);
    assert_true(fabs(keymap.reference_hz - 440.0) < 1e-12);
    assert_int_equal(keymap.octave_degree, 5);
    assert_int_equal(keymap.degrees[0], 0);
    assert_int_equal(keymap.degrees[1], -1);
    assert_int_equal(keymap.degrees[2], 4);
    wt_scala_keymap_free(&keymap);
}

static void every_allocation_may_fail(void **state) {
    (void)state;
    wt_scala_scale scale;
    wt_scala_keymap keymap;
    wt_message message = {""};
    fail_after_allocations(0);
    const wt_status of_scale = wt_scala_read_scale(&scale, JUST, strlen(JUST), NULL, &message);
    const wt_status of_keymap =
        wt_scala_read_keymap(&keymap, WHITE_KEYS, strlen(WHITE_KEYS), NULL, &message);
    fail_after_allocations(-1);
    assert_int_equal(of_scale, WT_NO_MEMORY);
    assert_int_equal(of_keymap, WT_NO_MEMORY);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pitch_is_cents_with_a_dot_and_a_ratio_without),
        cmocka_unit_test(a_scale_is_read_whatever_its_lines_look_like),
        cmocka_unit_test(broken_scales_are_refused_by_the_line),
        cmocka_unit_test(broken_keymaps_are_refused_by_the_line),
        cmocka_unit_test(a_keymap_is_read_in_full),
        cmocka_unit_test(every_allocation_may_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
