// Numbers as people type them.
#include <locale.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/number.h"
#include "text_reader.h"

static wt_parse read_number(const char *text, char meaning[MEANING_SIZE]) {
    double number = 7;
    const wt_parse parse = wt_read_number(text, &number);
    assert_true(parse.status == WT_OK || number == 7);
    snprintf(meaning, MEANING_SIZE, "%.17g", number);
    return parse;
}

static wt_parse read_midi_number(const char *text, char meaning[MEANING_SIZE]) {
    double number = 7;
    const wt_parse parse = wt_read_number_in(text, 0, 127, "0 to 127", &number);
    assert_true(parse.status == WT_OK || number == 7);
    snprintf(meaning, MEANING_SIZE, "%.17g", number);
    return parse;
}

static void a_number_is_its_nearest_double_and_ends_where_it_stops_being_one(void **state) {
    (void)state;
    static const struct {
        const char *text;
        double number;
        size_t at;
    } cases[] = {
        {"0", 0, 1},
        {"3", 3, 1},
        {"-0.5", -0.5, 4},
        {"+12", 12, 3},
        {".25", 0.25, 3},
        {"1e-3", 1e-3, 4},
        {"1E3", 1000, 3},
        {"1e+3", 1000, 4},
        {"007", 7, 3},
        {"0.000100", 0.0001, 8},
        {"0.1", 0.1, 3},
        {"123456789012345678901234567890", 123456789012345678901234567890.0, 30},
        {"1.7976931348623157e308", 1.7976931348623157e308, 22},
        {"2.2250738585072011e-308", 2.2250738585072011e-308, 23},
        {"5e-324", 5e-324, 6},
        {"1e-400", 0, 6},
        {"0e99999999999999999999", 0, 22},
        {"1e-99999999999999999999", 0, 23},
        {"9007199254740993", 9007199254740992.0, 16},
        {"440x", 440, 3},
        {"4,4", 4, 1},
        {"2.", 2, 1},
        {"60..72", 60, 2},
        {"1e", 1, 1},
        {"1e+", 1, 1},
        {"1+1", 1, 1},
        {"0x10", 0, 1},
        {"1 ", 1, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        double number = NAN;
        const wt_parse parse = wt_read_number(cases[i].text, &number);
        if (parse.status != WT_OK || number != cases[i].number || parse.at != cases[i].at) {
            fail_msg("%s: status %d, %.17g, %zu", cases[i].text, parse.status, number, parse.at);
        }
    }
}

static void what_is_no_number_is_pointed_at(void **state) {
    (void)state;
    static const refused_case cases[] = {
        {"", WT_BAD_SYNTAX, 0, "a number"},    {"-", WT_BAD_SYNTAX, 1, "a number"},
        {"--1", WT_BAD_SYNTAX, 1, "a number"}, {"+-1", WT_BAD_SYNTAX, 1, "a number"},
        {" 1", WT_BAD_SYNTAX, 0, "a number"},  {"inf", WT_BAD_SYNTAX, 0, "a number"},
        {"nan", WT_BAD_SYNTAX, 0, "a number"}, {"-inf", WT_BAD_SYNTAX, 1, "a number"},
        {".", WT_BAD_SYNTAX, 0, "a number"},   {"e5", WT_BAD_SYNTAX, 0, "a number"},
        {"1e309", WT_BAD_RANGE, 0, "smaller"}, {"-1e999", WT_BAD_RANGE, 0, "smaller"},
    };
    assert_refused_at(read_number, cases, N_CASES(cases));
}

static void digits_without_end_still_round_to_the_nearest_double(void **state) {
    (void)state;
    enum { N = 100000 };
    char *text = malloc(N + 32);
    double number = 0;

    // 1 + 2^-53 lies halfway between two doubles and goes to the even one; a far digit decides.
    const char *halfway = "1.00000000000000011102230246251565404236316680908203125";
    const size_t n = strlen(halfway);
    memcpy(text, halfway, n);
    memset(text + n, '0', N - n);
    text[N] = 0;
    assert_int_equal(wt_read_number(text, &number).at, N);
    assert_true(number == 1);
    text[N - 1] = '1';
    assert_int_equal(wt_read_number(text, &number).at, N);
    assert_true(number == nextafter(1, 2));

    memset(text, '9', N);
    assert_int_equal(wt_read_number(text, &number).status, WT_BAD_RANGE);
    strcpy(text + N, "e-100000");
    assert_int_equal(wt_read_number(text, &number).at, N + 8);
    assert_true(number == 1);
    free(text);
}

static void random_doubles_survive_being_written_and_read(void **state) {
    (void)state;
    uint64_t seed = 1;
    for (int i = 0; i < 100000; ++i) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        double value;
        memcpy(&value, &seed, sizeof value);
        if (!isfinite(value)) {
            continue;
        }
        char text[40];
        snprintf(text, sizeof text, "%.17g", value);
        double number = 0;
        assert_int_equal(wt_read_number(text, &number).at, strlen(text));
        assert_memory_equal(&number, &value, sizeof value);
    }
}

// Choose a locale that writes 0,5: an installed one, or else one made in `dir`.
static bool choose_decimal_comma(const char *dir) {
    if (setlocale(LC_ALL, "de_DE.UTF-8")) {
        return true;
    }
    char command[200];
    snprintf(command, sizeof command,
             "localedef --no-archive -i de_DE -f UTF-8 %s/de_DE.UTF-8 >/dev/null 2>&1", dir);
    const int status = system(command);
    return status != -1 && setenv("LOCPATH", dir, 1) == 0 && setlocale(LC_ALL, "de_DE.UTF-8");
}

// As the system's own function reads them.
static void numbers_of_any_length_are_the_nearest_double(void **state) {
    (void)state;
    uint64_t bits = 1;
    for (int i = 0; i < 20000; ++i) {
        char text[48];
        double number = 0.0;
        bits = bits * 6364136223846793005u + 1442695040888963407u;
        const uint64_t digits = (bits >> 4) / (uint64_t)pow(10.0, i % 18);
        snprintf(text, sizeof text, "%llue%d", (unsigned long long)digits, i / 18 % 61 - 30);
        assert_int_equal(wt_read_number(text, &number).status, WT_OK);
        if (number != strtod(text, NULL)) {
            fail_msg("%s: %.17g", text, number);
        }
    }
}

static void a_locale_with_a_decimal_comma_changes_nothing(void **state) {
    (void)state;
    char dir[] = "/tmp/wavetable-test-XXXXXX";
    assert_non_null(mkdtemp(dir));
    const bool chosen = choose_decimal_comma(dir);
    char shown[8];
    snprintf(shown, sizeof shown, "%.1f", 0.5);
    double number = 0;
    double before_comma = 1;
    const wt_parse parse = wt_read_number("0.5", &number);
    const wt_parse comma = wt_read_number("0,5", &before_comma);
    setlocale(LC_ALL, "C");
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", dir);
    assert_int_equal(system(command), 0);
    if (!chosen) {
        print_message("skipped: no locale with a decimal comma is there or can be made\n");
        skip();
    }
    assert_string_equal(shown, "0,5");
    assert_int_equal(parse.at, 3);
    assert_true(number == 0.5);
    assert_int_equal(comma.at, 1);
    assert_true(before_comma == 0);
}

static void a_number_outside_its_limits_is_out_of_range(void **state) {
    (void)state;
    static const read_case good[] = {{"127", 3, "127"}};
    static const refused_case bad[] = {
        {"127.5", WT_BAD_RANGE, 0, "0 to 127"},
        {"-1", WT_BAD_RANGE, 0, "0 to 127"},
        {"x", WT_BAD_SYNTAX, 0, "0 to 127"},
    };
    assert_read(read_midi_number, good, N_CASES(good));
    assert_refused_at(read_midi_number, bad, N_CASES(bad));
}

static void a_whole_number_is_read_exactly_or_refused(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t low, high;
        wt_status status;
        size_t at;
        int64_t number;
    } cases[] = {
        {"0", 0, 9, WT_OK, 1, 0},
        {"-3", -9, 9, WT_OK, 2, -3},
        {"007", 0, 9, WT_OK, 3, 7},
        {"1.5", 0, 9, WT_OK, 1, 1},
        {"440x", 0, 999, WT_OK, 3, 440},
        {"9223372036854775807", INT64_MIN, INT64_MAX, WT_OK, 19, INT64_MAX},
        {"-9223372036854775808", INT64_MIN, INT64_MAX, WT_OK, 20, INT64_MIN},
        {"9223372036854775808", INT64_MIN, INT64_MAX, WT_BAD_RANGE, 0, 7},
        {"-9223372036854775809", INT64_MIN, INT64_MAX, WT_BAD_RANGE, 0, 7},
        {"99999999999999999999999999", INT64_MIN, INT64_MAX, WT_BAD_RANGE, 0, 7},
        {"4294967297", 0, 4294967296, WT_BAD_RANGE, 0, 7},
        {"-1", 0, 9, WT_BAD_RANGE, 0, 7},
        {"10", 0, 9, WT_BAD_RANGE, 0, 7},
        {"", 0, 9, WT_BAD_SYNTAX, 0, 7},
        {"-", 0, 9, WT_BAD_SYNTAX, 1, 7},
        {"+1", 0, 9, WT_BAD_SYNTAX, 0, 7},
        {"x", 0, 9, WT_BAD_SYNTAX, 0, 7},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        int64_t number = 7;
        const wt_parse parse = wt_read_integer(cases[i].text, cases[i].low, cases[i].high, &number);
        if (parse.status != cases[i].status || parse.at != cases[i].at ||
            number != cases[i].number) {
            fail_msg("%s: status %d at %zu, %lld", cases[i].text, parse.status, parse.at,
                     (long long)number);
        }
        assert_true((parse.status == WT_OK) == (parse.expected == NULL));
    }
}

static void a_frequency_needs_its_unit(void **state) {
    (void)state;
    static const struct {
        const char *text;
        wt_status status;
        size_t at;
        double hz;
    } cases[] = {
        {"440Hz", WT_OK, 5, 440},         {"0.5kHz", WT_OK, 6, 500},
        {"440hz", WT_OK, 5, 440},         {"1e3khz", WT_OK, 6, 1e6},
        {"5Hz:0", WT_OK, 3, 5},           {"440", WT_BAD_SYNTAX, 3, 7},
        {"440H", WT_BAD_SYNTAX, 3, 7},    {"440HZ", WT_BAD_SYNTAX, 3, 7},
        {"440k", WT_BAD_SYNTAX, 3, 7},    {"Hz", WT_BAD_SYNTAX, 0, 7},
        {"0Hz", WT_BAD_RANGE, 0, 7},      {"-440Hz", WT_BAD_RANGE, 0, 7},
        {"1e308kHz", WT_BAD_RANGE, 0, 7}, {"1e-400Hz", WT_BAD_RANGE, 0, 7},
        {"1e999Hz", WT_BAD_RANGE, 0, 7},  {"infHz", WT_BAD_SYNTAX, 0, 7},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        double hz = 7;
        const wt_parse parse = wt_read_hz(cases[i].text, &hz);
        if (parse.status != cases[i].status || parse.at != cases[i].at || hz != cases[i].hz) {
            fail_msg("%s: status %d at %zu, %g", cases[i].text, parse.status, parse.at, hz);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_number_is_its_nearest_double_and_ends_where_it_stops_being_one),
        cmocka_unit_test(what_is_no_number_is_pointed_at),
        cmocka_unit_test(digits_without_end_still_round_to_the_nearest_double),
        cmocka_unit_test(random_doubles_survive_being_written_and_read),
        cmocka_unit_test(numbers_of_any_length_are_the_nearest_double),
        cmocka_unit_test(a_locale_with_a_decimal_comma_changes_nothing),
        cmocka_unit_test(a_number_outside_its_limits_is_out_of_range),
        cmocka_unit_test(a_whole_number_is_read_exactly_or_refused),
        cmocka_unit_test(a_frequency_needs_its_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
