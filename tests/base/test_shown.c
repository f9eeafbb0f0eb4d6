// What others wrote is shown without acting.
#include "base/shown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void what_acts_is_spelt_out_and_all_else_stays(void **state) {
    (void)state;
    static const struct {
        const char *text, *shown;
    } cases[] = {
        {"", ""},
        {"a4.wav", "a4.wav"},
        {"\xc3\xa9t\xc3\xa9 \xe2\x99\xaf \xf0\x9f\x8e\xb9",
         "\xc3\xa9t\xc3\xa9 \xe2\x99\xaf \xf0\x9f\x8e\xb9"},
        {"a\x1b[31mb", "a\\x1B[31mb"},
        {"a\nb\tc\rd\x07", "a\\x0Ab\\x09c\\x0Dd\\x07"},
        {"\x7f", "\\x7F"},
        {"\xc2\x9b"
         "2J",
         "\\xC2\\x9B2J"},                    // CSI as one character
        {"\xc2\xa0", "\xc2\xa0"},            // the first that does nothing
        {"\xff\xfe", "\\xFF\\xFE"},          // no UTF-8
        {"\xc3", "\\xC3"},                   // cut off
        {"\xed\xa0\x80", "\\xED\\xA0\\x80"}, // a surrogate
        {"\xe2\x80\xae"
         "txt",
         "\\xE2\\x80\\xAEtxt"}, // from right to left
        {"\xe2\x81\xa6", "\\xE2\\x81\\xA6"},
        {"\xe2\x80\x94", "\xe2\x80\x94"}, // a dash
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[100];
        wt_show(out, sizeof out, cases[i].text);
        assert_string_equal(out, cases[i].shown);
    }
}

static void what_does_not_fit_is_left_out_whole(void **state) {
    (void)state;
    char out[8];
    wt_show(out, sizeof out, "ab\x1b\x1b");
    assert_string_equal(out, "ab\\x1B");
    wt_show(out, 1, "ab");
    assert_string_equal(out, "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_acts_is_spelt_out_and_all_else_stays),
        cmocka_unit_test(what_does_not_fit_is_left_out_whole),
    };
    return cmocka_run_group_tests_name("shown", tests, NULL, NULL);
}
