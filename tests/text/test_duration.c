// Durations as people type them, and the four parts of --adsr.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "text/duration.h"

typedef struct {
    const char *text;
    double value;
    wt_time_unit unit;
    size_t at;
} good_case;

typedef struct {
    const char *text;
    wt_status status;
    size_t at;
    const char *expected;
} bad_case;

static void check_good(const good_case *c, wt_parse parse, wt_time time) {
    if (parse.status != WT_OK || parse.at != c->at || time.value != c->value ||
        time.unit != c->unit || signbit(time.value)) {
        fail_msg("%s: status %d at %zu, %g of unit %d", c->text, parse.status, parse.at, time.value,
                 time.unit);
    }
}

static void check_bad(const bad_case *c, wt_parse parse) {
    if (parse.status != c->status || parse.at != c->at || !strstr(parse.expected, c->expected)) {
        fail_msg("%s: status %d at %zu, expected %s", c->text, parse.status, parse.at,
                 parse.expected);
    }
}

static void a_duration_is_seconds_or_a_note_value(void **state) {
    (void)state;
    static const good_case cases[] = {
        {"2", 2, WT_SECONDS, 1},           {"0", 0, WT_SECONDS, 1},
        {"-0", 0, WT_SECONDS, 2},          {"0.25", 0.25, WT_SECONDS, 4},
        {"2s", 2, WT_SECONDS, 2},          {"250ms", 0.25, WT_SECONDS, 5},
        {"1e-3s", 1e-3, WT_SECONDS, 5},    {"-0ms", 0, WT_SECONDS, 4},
        {"1e12", 1e12, WT_SECONDS, 4},     {"1/4", 0.25, WT_WHOLE_NOTES, 3},
        {"3/8", 0.375, WT_WHOLE_NOTES, 3}, {"7/1", 7, WT_WHOLE_NOTES, 3},
        {"0/4", 0, WT_WHOLE_NOTES, 3},     {"1/4@100", 0.25, WT_WHOLE_NOTES, 3},
        {"1/4s", 0.25, WT_WHOLE_NOTES, 3}, {"2sec", 2, WT_SECONDS, 2},
        {"2m", 2, WT_SECONDS, 1},          {"2 s", 2, WT_SECONDS, 1},
        {"1.5/4", 1.5, WT_SECONDS, 3},     {"50%", 50, WT_SECONDS, 2},
        {"1:30", 90, WT_SECONDS, 4},       {"0:02.5", 2.5, WT_SECONDS, 6},
        {"90:00@64", 5400, WT_SECONDS, 5}, {"1:30s", 90, WT_SECONDS, 4},
        {"2:x", 2, WT_SECONDS, 1},         {"1.5:30", 1.5, WT_SECONDS, 3},
        {"48000fr", 48000, WT_FRAMES, 7},  {"0fr", 0, WT_FRAMES, 3},
        {"0.5fr", 0.5, WT_FRAMES, 5},      {"48000f", 48000, WT_SECONDS, 5},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        wt_time time = {NAN, WT_PERCENT};
        check_good(&cases[i], wt_read_duration(cases[i].text, &time), time);
    }
}

static void what_is_no_duration_is_pointed_at(void **state) {
    (void)state;
    static const bad_case cases[] = {
        {"", WT_BAD_SYNTAX, 0, "duration such as"},
        {"x", WT_BAD_SYNTAX, 0, "duration such as"},
        {"s", WT_BAD_SYNTAX, 0, "duration such as"},
        {"/4", WT_BAD_SYNTAX, 0, "duration such as"},
        {"inf", WT_BAD_SYNTAX, 0, "duration such as"},
        {"-1", WT_BAD_RANGE, 0, "duration such as"},
        {"1e999", WT_BAD_RANGE, 0, "duration such as"},
        {"1/0", WT_BAD_RANGE, 2, "at least 1"},
        {"1/-4", WT_BAD_RANGE, 2, "at least 1"},
        {"1/", WT_BAD_SYNTAX, 2, "at least 1"},
        {"1/x", WT_BAD_SYNTAX, 2, "at least 1"},
        {"1/4294967297", WT_BAD_RANGE, 2, "at least 1"},
        {"1:5", WT_BAD_RANGE, 2, "two digits"},
        {"1:60", WT_BAD_RANGE, 2, "below 60"},
        {"1:300", WT_BAD_RANGE, 2, "two digits"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        wt_time time = {7, WT_PERCENT};
        check_bad(&cases[i], wt_read_duration(cases[i].text, &time));
        assert_true(time.value == 7 && time.unit == WT_PERCENT);
    }
}

static void the_time_of_an_envelope_may_be_a_share_of_the_note(void **state) {
    (void)state;
    static const good_case cases[] = {
        {"50%", 50, WT_PERCENT, 3},        {"12.5%:1", 12.5, WT_PERCENT, 5},
        {"0%", 0, WT_PERCENT, 2},          {"-0%", 0, WT_PERCENT, 3},
        {"250%", 250, WT_PERCENT, 4},      {"50ms", 0.05, WT_SECONDS, 4},
        {"2s%", 2, WT_SECONDS, 2},         {"50ms%", 0.05, WT_SECONDS, 4},
        {"1/4%", 0.25, WT_WHOLE_NOTES, 3}, {"0.5:1", 0.5, WT_SECONDS, 3},
        {"1:30", 1, WT_SECONDS, 1},        {"96fr:1", 96, WT_FRAMES, 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        wt_time time = {NAN, WT_SECONDS};
        check_good(&cases[i], wt_read_env_time(cases[i].text, &time), time);
    }
    static const bad_case bad[] = {
        {"-5%", WT_BAD_RANGE, 0, "50%"},
        {"%", WT_BAD_SYNTAX, 0, "50%"},
        {"1/0", WT_BAD_RANGE, 2, "at least 1"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; ++i) {
        wt_time time;
        check_bad(&bad[i], wt_read_env_time(bad[i].text, &time));
    }
}

static void adsr_is_three_durations_and_a_level(void **state) {
    (void)state;
    wt_adsr_text adsr;
    const wt_parse parse = wt_read_adsr("5ms,1/4,70%,2s rest", &adsr);
    assert_int_equal(parse.status, WT_OK);
    assert_int_equal(parse.at, 14);
    assert_true(adsr.attack.value == 0.005 && adsr.attack.unit == WT_SECONDS);
    assert_true(adsr.decay.value == 0.25 && adsr.decay.unit == WT_WHOLE_NOTES);
    assert_true(adsr.sustain == 0.7);
    assert_true(adsr.release.value == 2 && adsr.release.unit == WT_SECONDS);

    static const bad_case bad[] = {
        {"", WT_BAD_SYNTAX, 0, "duration"},          {"5ms", WT_BAD_SYNTAX, 3, "comma"},
        {"5ms,", WT_BAD_SYNTAX, 4, "duration"},      {"5ms,0", WT_BAD_SYNTAX, 5, "comma"},
        {"5ms,0,1", WT_BAD_SYNTAX, 7, "comma"},      {"5ms,0,1,", WT_BAD_SYNTAX, 8, "duration"},
        {"5ms,0,1.5,1", WT_BAD_RANGE, 6, "0 to 1"},  {"5ms,0,-1,1", WT_BAD_RANGE, 6, "0 to 1"},
        {"5ms,0,150%,1", WT_BAD_RANGE, 6, "0 to 1"}, {"5ms,-1,1,1", WT_BAD_RANGE, 4, "duration"},
        {"5ms;0;1;1", WT_BAD_SYNTAX, 3, "comma"},    {"5%,0,1,1", WT_BAD_SYNTAX, 1, "comma"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; ++i) {
        check_bad(&bad[i], wt_read_adsr(bad[i].text, &adsr));
        assert_true(adsr.sustain == 0.7);
    }
}

static void frames_are_counted_at_the_rate(void **state) {
    (void)state;
    assert_true(wt_time_seconds((wt_time){48000, WT_FRAMES}, 96000, 120, 2) == 0.5);
    assert_true(wt_time_seconds((wt_time){48000, WT_FRAMES}, 48000, 120, 2) == 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_duration_is_seconds_or_a_note_value),
        cmocka_unit_test(what_is_no_duration_is_pointed_at),
        cmocka_unit_test(the_time_of_an_envelope_may_be_a_share_of_the_note),
        cmocka_unit_test(adsr_is_three_durations_and_a_level),
        cmocka_unit_test(frames_are_counted_at_the_rate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
