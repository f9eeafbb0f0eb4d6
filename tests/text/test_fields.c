// Fields: what they are, what they come to, and that nothing but seed, line, item and name moves
// it.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/fields.h"
#include "text_reader.h"

static wt_field_place place = {.seed = 1, .line = 1, .item = 1, .corner = -1};

static void corners_are_the_ends_of_each_field(void **state) {
    (void)state;
    static const struct {
        const char *word, *corners[3];
    } cases[] = {
        {"-m{x=0..1}", {"-m0", "-m1", "-m0"}},
        {"{f=log:20..20000}Hz", {"20Hz", "20000Hz", "20Hz"}},
        {"{key=36..84/12}", {"36", "48", "60"}},
        {"{w=sine|saw|vowels}:{w}", {"sine:sine", "saw:saw", "vowels:vowels"}},
        {"{n}-{line}-{{x}", {"1-1-{x}", "1-1-{x}", "1-1-{x}"}},
        {"{a=-3..-3}", {"-3", "-3", "-3"}},
        {"{w=../a.wav}", {"../a.wav", "../a.wav", "../a.wav"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        for (int corner = 0; corner < 3; ++corner) {
            wt_fields fields = {0};
            char *out = NULL;
            place.corner = corner;
            assert_int_equal(wt_fields_fill(&fields, &place, cases[i].word, &out).status, WT_OK);
            assert_string_equal(out, cases[i].corners[corner]);
            free(out);
            wt_fields_free(&fields);
        }
    }
    place.corner = -1;
}

static wt_parse fill(const char *word, char meaning[MEANING_SIZE]) {
    wt_fields fields = {0};
    char *out = NULL;
    const wt_parse parse = wt_fields_fill(&fields, &place, word, &out);
    snprintf(meaning, MEANING_SIZE, "%s", out ? out : "");
    assert_true((parse.status == WT_OK) == (out != NULL));
    free(out);
    wt_fields_free(&fields);
    return parse;
}

static void what_is_no_field_is_refused_where_it_stands(void **state) {
    (void)state;
    static const refused_case cases[] = {
        {"a{", WT_BAD_SYNTAX, 1, ""},          {"{x}", WT_BAD_SYNTAX, 1, ""},
        {"{x=0..1", WT_BAD_SYNTAX, 0, ""},     {"{x=1..0}", WT_BAD_RANGE, 3, ""},
        {"{x=log:0..1}", WT_BAD_RANGE, 3, ""}, {"{x=log:5}", WT_BAD_SYNTAX, 7, ""},
        {"{x=0..1/0}", WT_BAD_RANGE, 8, ""},   {"{x=0..1}{x=0..1}", WT_BAD_SYNTAX, 9, ""},
        {"{n=0..1}", WT_BAD_SYNTAX, 1, ""},    {"{=0..1}", WT_BAD_SYNTAX, 0, ""},
        {"{x=0..1?}", WT_BAD_SYNTAX, 7, ""},   {"{x=C4..C5}", WT_BAD_SYNTAX, 3, ""},
    };
    assert_refused_at(fill, cases, N_CASES(cases));
}

// The number that a field named `name` comes to.
static double drawn(const char *word, uint64_t line, uint64_t item) {
    const wt_field_place here = {.seed = 5, .line = line, .item = item, .corner = -1};
    wt_fields fields = {0};
    char *out = NULL;
    assert_int_equal(wt_fields_fill(&fields, &here, word, &out).status, WT_OK);
    const double x = fields.values[fields.n - 1].number;
    assert_true(strtod(out + (strrchr(out, ' ') ? strrchr(out, ' ') + 1 - out : 0), NULL) == x);
    free(out);
    wt_fields_free(&fields);
    return x;
}

static void other_fields_of_the_line_change_nothing(void **state) {
    (void)state;
    assert_true(drawn("{x=0..1}", 3, 9) == drawn("{y=0..1} {x=0..1}", 3, 9));
    assert_true(drawn("{x=0..1}", 3, 9) != drawn("{y=0..1}", 3, 9));
    assert_true(drawn("{x=0..1}", 3, 9) != drawn("{x=0..1}", 9, 3));
}

// Chi-square over a table of N x N cells with equal hopes; its mean is N^2 - 1, its deviation
// sqrt(2 (N^2 - 1)), and 5 of these are passed by chance once in a million times.
enum { N = 32, DRAWS = 1000000 };

static double chi_square(long cells[N][N]) {
    const double hope = (double)DRAWS / (N * N);
    double sum = 0.0;
    for (int i = 0; i < N; ++i) {
        for (int k = 0; k < N; ++k) {
            sum += ((double)cells[i][k] - hope) * ((double)cells[i][k] - hope) / hope;
        }
    }
    return sum;
}

static void assert_even(long cells[N][N], const char *what) {
    const double chi = chi_square(cells);
    print_message("%s: chi-square %.0f over %d cells\n", what, chi, N * N);
    assert_true(chi > 1023.0 - 5 * 45.2 && chi < 1023.0 + 5 * 45.2);
}

// 1000 lines of 1000 items.
static void a_million_draws_are_even_and_independent(void **state) {
    (void)state;
    enum { ITEMS = 1000 };
    static long items[N][N], names[N][N], lines[N][N];
    static int above[ITEMS];
    int before = 0;
    for (uint64_t i = 0; i < DRAWS + ITEMS; ++i) {
        const wt_field_place here = {.seed = 5, .line = i / ITEMS, .item = i % ITEMS, .corner = -1};
        wt_fields fields = {0};
        char *out = NULL;
        assert_int_equal(wt_fields_fill(&fields, &here, "{x=0..1}{y=0..1}", &out).status, WT_OK);
        const int x = (int)(fields.values[0].number * N);
        const int y = (int)(fields.values[1].number * N);
        if (i >= ITEMS) {
            ++items[before][x];
            ++names[x][y];
            ++lines[above[i % ITEMS]][x];
        }
        before = above[i % ITEMS] = x;
        free(out);
        wt_fields_free(&fields);
    }
    assert_even(items, "one item and the next");
    assert_even(names, "one field and another");
    assert_even(lines, "one line and the next");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(corners_are_the_ends_of_each_field),
        cmocka_unit_test(what_is_no_field_is_refused_where_it_stands),
        cmocka_unit_test(other_fields_of_the_line_change_nothing),
        cmocka_unit_test(a_million_draws_are_even_and_independent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
