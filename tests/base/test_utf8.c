// Characters and what is none.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"

static void characters_have_lengths_and_codes_and_other_bytes_none(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        unsigned code;
    } cases[] = {
        {"", 1, 0},
        {"a", 1, 0x61},
        {"\x7f", 1, 0x7f},
        {"\xc3\xa9", 2, 0xe9},
        {"\xdf\xbf", 2, 0x7ff},
        {"\xe0\xa0\x80", 3, 0x800},
        {"\xed\x9f\xbf", 3, 0xd7ff},
        {"\xef\xbf\xbd", 3, 0xfffd},
        {"\xf0\x90\x80\x80", 4, 0x10000},
        {"\xf4\x8f\xbf\xbf", 4, 0x10ffff},
        {"\x80", 0, 0},
        {"\xbf\x80", 0, 0},
        {"\xc0\x80", 0, 0},
        {"\xc1\xbf", 0, 0},
        {"\xc3", 0, 0},
        {"\xc3(", 0, 0},
        {"\xe0\x9f\xbf", 0, 0},
        {"\xe2\x82", 0, 0},
        {"\xed\xa0\x80", 0, 0}, // a surrogate
        {"\xf0\x8f\xbf\xbf", 0, 0},
        {"\xf0\x90\x80", 0, 0},
        {"\xf4\x90\x80\x80", 0, 0},
        {"\xf5\x80\x80\x80", 0, 0},
        {"\xff", 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        assert_int_equal(wt_utf8_length(cases[i].text), cases[i].length);
        if (cases[i].length > 0) {
            assert_int_equal(wt_utf8_code(cases[i].text), cases[i].code);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_have_lengths_and_codes_and_other_bytes_none),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
