// Numbers with the units that people write behind them.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "text/unit.h"

static void a_unit_may_be_written_in_any_case_or_left_out(void **state) {
    (void)state;
    static const struct {
        const char *text;
        wt_unit unit;
        double number;
        size_t at;
    } cases[] = {
        {"44100", WT_HERTZ, 44100, 5},
        {"44100Hz", WT_HERTZ, 44100, 7},
        {"44100hz", WT_HERTZ, 44100, 7},
        {"48k", WT_HERTZ, 48000, 3},
        {"48kHz", WT_HERTZ, 48000, 5},
        {"48KHZ", WT_HERTZ, 48000, 5},
        {"22.05k", WT_HERTZ, 22050, 6},
        {"48kH", WT_HERTZ, 48000, 3}, // the rest is the caller's to refuse
        {"-3", WT_DECIBELS, -3, 2},
        {"-3dB", WT_DECIBELS, -3, 4},
        {"+3db", WT_DECIBELS, 3, 4},
        {"-1dBFS", WT_DECIBELS, -1, 6},
        {"120bpm", WT_BPM, 120, 6},
        {"120BPM", WT_BPM, 120, 6},
        {"50%", WT_SHARE, 0.5, 3},
        {"30%", WT_SHARE, 0.3, 3},
        {"0.5", WT_SHARE, 0.5, 3},
        {"+12", WT_SEMITONES, 12, 3},
        {"12st", WT_SEMITONES, 12, 4},
        {"20c", WT_CENTS, 20, 3},
        {"20cents", WT_CENTS, 20, 7},
        {"3dB", WT_NO_UNIT, 3, 1},
        {"3dB", WT_HERTZ, 3, 1}, // a unit of another kind is none
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        double number = -1e9;
        const wt_parse parse =
            wt_read_in_unit(cases[i].text, cases[i].unit, -1e6, 1e6, "a number", &number);
        if (parse.status != WT_OK || parse.at != cases[i].at || number != cases[i].number) {
            fail_msg("%s: status %d at %zu, %.17g", cases[i].text, parse.status, parse.at, number);
        }
    }
}

static void what_the_unit_makes_of_a_number_must_lie_in_the_range(void **state) {
    (void)state;
    static const struct {
        const char *text;
        wt_unit unit;
        wt_status status;
        size_t at;
    } cases[] = {
        {"101%", WT_SHARE, WT_BAD_RANGE, 0}, {"1.01", WT_SHARE, WT_BAD_RANGE, 0},
        {"-1%", WT_SHARE, WT_BAD_RANGE, 0},  {"1k", WT_HERTZ, WT_BAD_RANGE, 0},
        {"%", WT_SHARE, WT_BAD_SYNTAX, 0},   {"dB", WT_DECIBELS, WT_BAD_SYNTAX, 0},
        {"", WT_BPM, WT_BAD_SYNTAX, 0},      {"-x", WT_BPM, WT_BAD_SYNTAX, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        double number = 7;
        const wt_parse parse =
            wt_read_in_unit(cases[i].text, cases[i].unit, 0, 1, "a share of one", &number);
        if (parse.status != cases[i].status || parse.at != cases[i].at || number != 7 ||
            strcmp(parse.expected, "a share of one") != 0) {
            fail_msg("%s: status %d at %zu, %g", cases[i].text, parse.status, parse.at, number);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_may_be_written_in_any_case_or_left_out),
        cmocka_unit_test(what_the_unit_makes_of_a_number_must_lie_in_the_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
