// Recipes and their formulas as people type them.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/recipe/recipe.h"
#include "text_reader.h"

// A formula of harmonic 3 at position 0.25, in cycle 1 of 5.
static double value_of(const char *formula) {
    wt_formulas all = {0};
    double values[WT_SLOTS] = {0};
    values[WT_SLOT_K] = 3.0;
    values[WT_SLOT_X] = 0.125;
    values[WT_SLOT_P] = 0.25;
    values[WT_SLOT_C] = 1.0;
    values[WT_SLOT_N] = 5.0;
    const wt_parse parse = wt_read_formula(formula, "a", 1, 0, &all);
    if (parse.status != WT_OK || formula[parse.at]) {
        fail_msg("%s: at %zu, expected %s", formula, parse.at, parse.expected);
    }
    const double value = wt_formula_value(&all, &all.definitions[0], values);
    wt_formulas_free(&all);
    return value;
}

static void formulas_are_the_arithmetic_of_school(void **state) {
    (void)state;
    static const struct {
        const char *formula;
        double value;
    } cases[] = {
        {"1", 1},
        {" .5 ", 0.5},
        {"1e-3", 0.001},
        {"k", 3},
        {"x", 0.125},
        {"p", 0.25},
        {"c", 1},
        {"n", 5},
        {"pi", 3.14159265358979323846},
        {"1 + 2 * 3", 7},
        {"(1 + 2) * 3", 9},
        {"8 / 4 / 2", 1},
        {"8 - 4 - 2", 2},
        {"2^3^2", 512},
        {"-2^2", -4},
        {"2^-1", 0.5},
        {"--3", 3},
        {"2*-3", -6},
        {"(-8)^3", -512},
        {"1/k", 1.0 / 3.0},
        {"k == 3", 1},
        {"k != 3", 0},
        {"k < 3", 0},
        {"k <= 3", 1},
        {"k > 2 * 1", 1},
        {"k >= 4", 0},
        {"(k > 2) * 7", 7},
        {"sin(0.25)", 1},
        {"sin(x)", 0.70710678118654752440},
        {"cos(0.5)", -1},
        {"exp(1)", 2.71828182845904523536},
        {"log(exp(2))", 2},
        {"sqrt(2)", 1.41421356237309504880},
        {"abs(-3)", 3},
        {"floor(-1.5)", -2},
        {"sign(-4)", -1},
        {"sign(0)", 0},
        {"tanh(0.5)", 0.46211715726000975850},
        {"tanh(-99)", -1},
        {"min(3, 1, 2)", 1},
        {"max(3, 1, 2)", 3},
        {"mod(7, 4)", 3},
        {"mod(-1, 4)", 3},
        {"clamp(5, 0, 1)", 1},
        {"clamp(-5, 0, 1)", 0},
        {"wrap(1.25)", -0.75},
        {"wrap(-1)", -1},
        {"wrap(0.5)", 0.5},
        {"fold(0.5)", 0.5},
        {"fold(1.25)", 0.75},
        {"fold(-1.25)", -0.75},
        {"fold(3)", -1},
        {"step(2, 1.9)", 0},
        {"step(2, 2)", 1},
        {"if(k == 3, 10, 20)", 10},
        {"if(0, 1 / 0, 20)", 20},
        {"mix(10, 20, p)", 12.5},
        {"bell(3, 3, 1)", 1},
        {"bell(5, 3, 2)", 0.60653065971263342360},
        {"path(p, 0, 1, 2)", 0.5},
        {"path(-9, 4, 1)", 4},
        {"path(9, 4, 1)", 1},
        {"path(1, 4, 1, 7)", 7},
        {"noise(1, 2) - noise(1, 2)", 0},
        {"noise(1, 0) - noise(1, -0)", 0},
        {"noise(0/0, 1) - noise(-(0/0), 1)", 0},
        {"drift(1, 4) - noise(1, 4)", 0},
        {"2 # two\n  * 3", 6},
        {"2\r\n\t* 3", 6},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        const double value = value_of(cases[i].formula);
        if (!(fabs(value - cases[i].value) <= 4e-16 * fmax(1.0, fabs(cases[i].value)))) {
            fail_msg("%s is %.17g, not %.17g", cases[i].formula, value, cases[i].value);
        }
    }
    assert_true(isnan(value_of("1 / 0")));
    assert_true(isnan(value_of("log(-1)")));
    assert_true(isnan(value_of("sqrt(-1)")));
    assert_true(isnan(value_of("sin(1e300)")));
    assert_true(isnan(value_of("mod(1, 0)")));
    assert_true(isinf(value_of("exp(1e9)")));
    assert_true(value_of("noise(1, 2)") != value_of("noise(1, 3)"));
    assert_true(value_of("noise(1, 2)") != value_of("noise(2, 2)"));
}

// Their mean lies within four deviations of 0, and their variance is that of an even spread.
static void noise_is_spread_evenly(void **state) {
    (void)state;
    double sum = 0.0;
    double squares = 0.0;
    enum { N = 4000 };
    for (int i = 0; i < N; ++i) {
        char formula[40];
        snprintf(formula, sizeof formula, "noise(7, %d)", i);
        const double value = value_of(formula);
        assert_true(value >= -1.0 && value < 1.0);
        sum += value;
        squares += value * value;
    }
    assert_true(fabs(sum / N) < 4.0 * sqrt(1.0 / 3.0 / N));
    assert_true(fabs(squares / N - 1.0 / 3.0) < 0.02);
    double steps = 0.0;
    for (int i = 0; i < 400; ++i) { // drift is smooth
        char formula[60];
        snprintf(formula, sizeof formula, "drift(7, %d / 100) - drift(7, %d / 100)", i + 1, i);
        steps = fmax(steps, fabs(value_of(formula)));
    }
    assert_true(steps < 0.031);
}

#define HEAD "wavetable recipe\n"

static wt_parse read_recipe(const char *text, char meaning[MEANING_SIZE]) {
    wt_recipe r;
    const wt_parse parse = wt_read_recipe(text, &r);
    if (parse.status == WT_OK) {
        snprintf(meaning, MEANING_SIZE, "%d x %d", r.cycles, r.length);
        wt_recipe_free(&r);
    }
    return parse;
}

// What stands behind the first line, and places in it.
static wt_parse read_recipe_lines(const char *lines, char meaning[MEANING_SIZE]) {
    char text[400];
    snprintf(text, sizeof text, HEAD "%s", lines);
    wt_parse parse = read_recipe(text, meaning);
    parse.at -= strlen(HEAD);
    return parse;
}

static void a_recipe_is_read_line_by_line(void **state) {
    (void)state;
    wt_recipe r;
    const char *text = "\xEF\xBB\xBFwavetable recipe\r\n"
                       "title  Two words \r\n"
                       "about  x = 3, which is no definition\n"
                       "       and goes on\n"
                       "source C# and more\n\n"
                       "   # a comment that is indented\n"
                       "cycles 5 # five\n"
                       "length 600\n"
                       "level table\n"
                       "edges soft\n"
                       "deep = 1 + p\n"
                       "  + 2\n"
                       "amplitude = deep / k\n"
                       "phase = 0.25";
    const wt_parse parse = wt_read_recipe(text, &r);
    assert_int_equal(parse.status, WT_OK);
    assert_int_equal(parse.at, strlen(text));
    assert_string_equal(r.title, "Two words");
    assert_int_equal(r.cycles, 5);
    assert_int_equal(r.length, 600);
    assert_int_equal(r.level, WT_LEVEL_TABLE);
    assert_int_equal(r.kind, WT_RECIPE_HARMONICS);
    assert_int_equal(r.amplitude, 1);
    assert_int_equal(r.phase, 2);
    assert_int_equal(r.sample, -1);
    assert_false(r.formulas.definitions[0].uses_k);
    assert_true(r.formulas.definitions[1].uses_k);
    wt_recipe_free(&r);
    assert_int_equal(wt_read_recipe(HEAD "level heard\nedges hard\nsample = x", &r).status, WT_OK);
    assert_int_equal(r.level, WT_LEVEL_HEARD);
    assert_true(r.hard_edges);
    wt_recipe_free(&r);
    assert_int_equal(wt_read_recipe(HEAD "sample = x", &r).status, WT_OK);
    assert_false(r.hard_edges);
    assert_int_equal(r.kind, WT_RECIPE_SAMPLES);
    assert_int_equal(r.cycles, 1);
    assert_int_equal(r.length, 2048);
    assert_int_equal(r.level, WT_LEVEL_EACH);
    wt_recipe_free(&r);
    assert_int_equal(wt_read_recipe(HEAD "waves sine,pulse:0.25 # a . and /\n", &r).status, WT_OK);
    assert_int_equal(r.kind, WT_RECIPE_WAVES);
    assert_int_equal(r.waves.n_items, 2);
    wt_recipe_free(&r);
}

static void mistakes_are_found_where_they_stand(void **state) {
    (void)state;
    static const refused_case cases[] = {
        {"", WT_BAD_SYNTAX, 0, "one of amplitude"},
        {"title\n", WT_BAD_SYNTAX, 5, "a title"},
        {"cycles 0\n", WT_BAD_RANGE, 7, "1 to 256"},
        {"cycles 257\n", WT_BAD_RANGE, 7, "1 to 256"},
        {"cycles 4 5\n", WT_BAD_SYNTAX, 9, "end of the line"},
        {"length 3\n", WT_BAD_RANGE, 7, "4 to 65536"},
        {"length 65537\n", WT_BAD_RANGE, 7, "4 to 65536"},
        {"edges sharp\n", WT_BAD_SYNTAX, 6, "soft or hard"},
        {"level loud\n", WT_BAD_SYNTAX, 6, "each, table or heard"},
        {"level each 2\n", WT_BAD_RANGE, 11, "a peak of 0.01 to 1"},
        {"level heard 0.5\n", WT_BAD_SYNTAX, 12, "end of the line"},
        {"cycle 4\n", WT_BAD_SYNTAX, 0, "title, about"},
        {"?\n", WT_BAD_SYNTAX, 0, "a word such as title"},
        {"waves saw,vowels\n", WT_BAD_SYNTAX, 10, "a built-in wave"},
        {"waves ./saw.wav\n", WT_BAD_SYNTAX, 6, "a built-in wave"},
        {"waves saw,\n", WT_BAD_SYNTAX, 10, "a wave such as"},
        {"waves saw\nwaves sine\n", WT_BAD_SYNTAX, 16, "one list"},
        {"amplitude 1\n", WT_BAD_SYNTAX, 0, "NAME = FORMULA"},
        {"amplitude =\n", WT_BAD_SYNTAX, 11, "a number, a name"},
        {"amplitude = 1 +\n", WT_BAD_SYNTAX, 15, "a number, a name"},
        {"amplitude = 1 1\n", WT_BAD_SYNTAX, 14, "an operator"},
        {"amplitude = (1\n", WT_BAD_SYNTAX, 14, "closing bracket"},
        {"amplitude = 1)\n", WT_BAD_SYNTAX, 13, "an operator"},
        {"amplitude = foo\n", WT_BAD_SYNTAX, 12, "a name defined above"},
        {"amplitude = sin\n", WT_BAD_SYNTAX, 15, "opening bracket"},
        {"amplitude = sin(1, 2)\n", WT_BAD_SYNTAX, 19, "takes one number"},
        {"amplitude = clamp(1, 2)\n", WT_BAD_SYNTAX, 22, "another number"},
        {"amplitude = clamp(1, 2, 3, 4)\n", WT_BAD_SYNTAX, 27, "no more numbers"},
        {"amplitude = 1 => 2\n", WT_BAD_SYNTAX, 14, "comparisons"},
        {"amplitude = 1 = 2\n", WT_BAD_SYNTAX, 14, "comparisons"},
        {"amplitude = 1e999\n", WT_BAD_RANGE, 12, "a number, a name"},
        {"amplitude = 1 $ 2\n", WT_BAD_SYNTAX, 14, "an operator"},
        {"k = 1\n", WT_BAD_SYNTAX, 0, "another name"},
        {"sin = 1\n", WT_BAD_SYNTAX, 0, "another name"},
        {"pi = 3\n", WT_BAD_SYNTAX, 0, "another name"},
        {"a = 1\na = 2\n", WT_BAD_SYNTAX, 6, "another name"},
        {"a = b\nb = 1\n", WT_BAD_SYNTAX, 4, "a name defined above"},
        {"abcdefghijklmnopqrstuvwx = 1\n", WT_BAD_RANGE, 26, "a shorter name"},
        {"amplitude = x\n", WT_BAD_SYNTAX, 0, "without x"},
        {"a = k\nsample = x\n", WT_BAD_SYNTAX, 0, "without k"},
        {"amplitude = 1\nsample = x\n", WT_BAD_SYNTAX, 25, "one of amplitude"},
        {"phase = 1\nsample = x\n", WT_BAD_SYNTAX, 0, "belongs to an amplitude"},
    };
    assert_refused_at(read_recipe_lines, cases, N_CASES(cases));
    wt_recipe r;
    assert_int_equal(wt_read_recipe("wavetable recipes\n", &r).at, 0);
    assert_int_equal(wt_read_recipe("", &r).at, 0);
}

static void what_is_endless_has_an_end(void **state) {
    (void)state;
    static const struct {
        const char *before, *part, *after, *expected;
        size_t n;
    } cases[] = {
        {HEAD "sample = ", "(", "", "fewer brackets", 60000},
        {HEAD "sample = ", "-", "1", "fewer brackets", 60000},
        {HEAD "sample = 1", "^1", "", "fewer brackets", 30000},
        {HEAD "sample = 1", "+1", "", "a shorter formula", 30000},
        {HEAD "sample = ", "max(1,", "", "fewer brackets", 10000},
        {HEAD "", "# a line\n", "", "at most 65536 bytes", 10000},
        {HEAD "title ", "x", "\n", "1 to 127", 128},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        char *text = repeated(cases[i].before, cases[i].part, cases[i].n, cases[i].after);
        wt_recipe r;
        const wt_parse parse = wt_read_recipe(text, &r);
        assert_int_equal(parse.status, WT_BAD_RANGE);
        assert_non_null(strstr(parse.expected, cases[i].expected));
        free(text);
    }
    char many[2000] = HEAD;
    for (int i = 0; i < 65; ++i) {
        sprintf(many + strlen(many), "a%d = 1\n", i);
    }
    wt_recipe r;
    const wt_parse parse = wt_read_recipe(many, &r);
    assert_int_equal(parse.status, WT_BAD_RANGE);
    assert_string_equal(parse.expected, "at most 64 definitions");
}

static void memory_that_runs_out_leaves_nothing_behind(void **state) {
    (void)state;
    assert_refused_without_memory(read_recipe, HEAD "waves sine,harm:1:0.5:0.25\n", 1);
    assert_refused_without_memory(read_recipe, HEAD "a = 1\nsample = a + sin(x)\n", 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formulas_are_the_arithmetic_of_school),
        cmocka_unit_test(noise_is_spread_evenly),
        cmocka_unit_test(a_recipe_is_read_line_by_line),
        cmocka_unit_test(mistakes_are_found_where_they_stand),
        cmocka_unit_test(what_is_endless_has_an_end),
        cmocka_unit_test(memory_that_runs_out_leaves_nothing_behind),
    };
    return cmocka_run_group_tests_name("recipe text", tests, NULL, NULL);
}
