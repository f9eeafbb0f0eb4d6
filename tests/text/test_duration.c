// Durations as people type them, and the four parts of --adsr.
#include <math.h>
#include <stdio.h>

#include "text/duration.h"
#include "text_reader.h"

// Write a time as it was read: its number, which is never -0, and its unit.
static void describe(wt_time time, char meaning[MEANING_SIZE]) {
    static const char *const units[] = {
        [WT_SECONDS] = "s", [WT_WHOLE_NOTES] = "whole", [WT_PERCENT] = "%", [WT_FRAMES] = "fr"};
    assert_false(signbit(time.value));
    snprintf(meaning, MEANING_SIZE, "%.15g %s", time.value, units[time.unit]);
}

static const wt_time untouched = {7, WT_PERCENT};

static wt_parse read_time(wt_parse (*read)(const char *text, wt_time *time), const char *text,
                          char meaning[MEANING_SIZE]) {
    wt_time time = untouched;
    const wt_parse parse = read(text, &time);
    describe(time, meaning);
    assert_true(parse.status == WT_OK ||
                (time.value == untouched.value && time.unit == untouched.unit));
    return parse;
}

static wt_parse read_duration(const char *text, char meaning[MEANING_SIZE]) {
    return read_time(wt_read_duration, text, meaning);
}

static wt_parse read_env_time(const char *text, char meaning[MEANING_SIZE]) {
    return read_time(wt_read_env_time, text, meaning);
}

static wt_parse read_adsr(const char *text, char meaning[MEANING_SIZE]) {
    wt_adsr_text adsr = {untouched, untouched, 7, untouched};
    const wt_parse parse = wt_read_adsr(text, &adsr);
    if (parse.status != WT_OK) {
        assert_true(adsr.sustain == 7);
        return parse;
    }
    char attack[MEANING_SIZE];
    char decay[MEANING_SIZE];
    char release[MEANING_SIZE];
    describe(adsr.attack, attack);
    describe(adsr.decay, decay);
    describe(adsr.release, release);
    snprintf(meaning, MEANING_SIZE, "%.20s, %.20s, %g, %.20s", attack, decay, adsr.sustain,
             release);
    return parse;
}

static void a_duration_is_seconds_or_a_note_value(void **state) {
    (void)state;
    static const read_case cases[] = {
        {"2", 1, "2 s"},
        {"0", 1, "0 s"},
        {"-0", 2, "0 s"},
        {"0.25", 4, "0.25 s"},
        {"2s", 2, "2 s"},
        {"250ms", 5, "0.25 s"},
        {"1e-3s", 5, "0.001 s"},
        {"-0ms", 4, "0 s"},
        {"1e12", 4, "1000000000000 s"},
        {"1/4", 3, "0.25 whole"},
        {"3/8", 3, "0.375 whole"},
        {"7/1", 3, "7 whole"},
        {"0/4", 3, "0 whole"},
        {"1/4@100", 3, "0.25 whole"},
        {"1/4s", 3, "0.25 whole"},
        {"2sec", 2, "2 s"},
        {"2m", 1, "2 s"},
        {"2 s", 1, "2 s"},
        {"1.5/4", 3, "1.5 s"},
        {"50%", 2, "50 s"},
        {"1:30", 4, "90 s"},
        {"0:02.5", 6, "2.5 s"},
        {"90:00@64", 5, "5400 s"},
        {"1:30s", 4, "90 s"},
        {"2:x", 1, "2 s"},
        {"1.5:30", 3, "1.5 s"},
        {"48000fr", 7, "48000 fr"},
        {"0fr", 3, "0 fr"},
        {"0.5fr", 5, "0.5 fr"},
        {"48000f", 5, "48000 s"},
    };
    assert_read(read_duration, cases, N_CASES(cases));
}

static void what_is_no_duration_is_pointed_at(void **state) {
    (void)state;
    static const refused_case cases[] = {
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
    assert_refused_at(read_duration, cases, N_CASES(cases));
}

static void the_time_of_an_envelope_may_be_a_share_of_the_note(void **state) {
    (void)state;
    static const read_case cases[] = {
        {"50%", 3, "50 %"},    {"12.5%:1", 5, "12.5 %"}, {"0%", 2, "0 %"},
        {"-0%", 3, "0 %"},     {"250%", 4, "250 %"},     {"50ms", 4, "0.05 s"},
        {"2s%", 2, "2 s"},     {"50ms%", 4, "0.05 s"},   {"1/4%", 3, "0.25 whole"},
        {"0.5:1", 3, "0.5 s"}, {"1:30", 1, "1 s"},       {"96fr:1", 4, "96 fr"},
    };
    assert_read(read_env_time, cases, N_CASES(cases));
    static const refused_case bad[] = {
        {"-5%", WT_BAD_RANGE, 0, "50%"},
        {"%", WT_BAD_SYNTAX, 0, "50%"},
        {"1/0", WT_BAD_RANGE, 2, "at least 1"},
    };
    assert_refused_at(read_env_time, bad, N_CASES(bad));
}

static void adsr_is_three_durations_and_a_level(void **state) {
    (void)state;
    static const read_case good[] = {{"5ms,1/4,70%,2s rest", 14, "0.005 s, 0.25 whole, 0.7, 2 s"}};
    assert_read(read_adsr, good, N_CASES(good));
    static const refused_case bad[] = {
        {"", WT_BAD_SYNTAX, 0, "duration"},          {"5ms", WT_BAD_SYNTAX, 3, "comma"},
        {"5ms,", WT_BAD_SYNTAX, 4, "duration"},      {"5ms,0", WT_BAD_SYNTAX, 5, "comma"},
        {"5ms,0,1", WT_BAD_SYNTAX, 7, "comma"},      {"5ms,0,1,", WT_BAD_SYNTAX, 8, "duration"},
        {"5ms,0,1.5,1", WT_BAD_RANGE, 6, "0 to 1"},  {"5ms,0,-1,1", WT_BAD_RANGE, 6, "0 to 1"},
        {"5ms,0,150%,1", WT_BAD_RANGE, 6, "0 to 1"}, {"5ms,-1,1,1", WT_BAD_RANGE, 4, "duration"},
        {"5ms;0;1;1", WT_BAD_SYNTAX, 3, "comma"},    {"5%,0,1,1", WT_BAD_SYNTAX, 1, "comma"},
    };
    assert_refused_at(read_adsr, bad, N_CASES(bad));
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
