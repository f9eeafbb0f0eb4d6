// Names that were probably meant.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/nearest.h"

static void edits_are_counted_as_people_slip(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        size_t edits;
    } cases[] = {
        {"", "", 0},        {"saw", "saw", 0},      {"saw", "SAW", 0},          {"saw", "sw", 1},
        {"saw", "swa", 1},  {"saw", "sawa", 1},     {"saw", "sew", 1},          {"", "saw", 3},
        {"sine", "saw", 3}, {"square", "sqaer", 2}, {"triangle", "tringel", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(wt_edits(cases[i].a, cases[i].b), cases[i].edits);
        assert_int_equal(wt_edits(cases[i].b, cases[i].a), cases[i].edits);
    }
}

static void the_nearest_is_named_whole_or_by_its_part(void **state) {
    (void)state;
    static const char *const names[] = {"brass-hit", "brass-solo", "keys-piano", "lead-saw", "pad"};
    static const struct {
        const char *typed, *meant;
    } cases[] = {
        {"keys-pianp", "keys-piano"}, {"brass", "brass-hit"}, {"bras", "brass-hit"},
        {"piano", "keys-piano"},      {"pda", "pad"},         {"lead-swa", "lead-saw"},
        {"xylophone", NULL},          {"brass-organ", NULL},  {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *const found = wt_nearest(cases[i].typed, names, sizeof names / sizeof *names);
        if (!cases[i].meant) {
            assert_null(found);
            continue;
        }
        assert_non_null(found);
        assert_string_equal(found, cases[i].meant);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edits_are_counted_as_people_slip),
        cmocka_unit_test(the_nearest_is_named_whole_or_by_its_part),
    };
    return cmocka_run_group_tests_name("nearest", tests, NULL, NULL);
}
