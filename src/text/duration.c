// Durations as people type them: seconds, frames, note values and percent of a note.
#include "text/duration.h"

#include "text/number.h"
#include "text/unit.h"

#include <string.h>

#define A_DURATION "a duration such as 2, 250ms, 1:30 or 1/4"
#define A_CLOCK "seconds as two digits below 60, as in 1:05"
#define MAX_NUMBER 1e300
#define MAX_DENOMINATOR 1000000000

static const char digits[] = "0123456789";

// Read N/D, whose first number is `n_digits` long.
static wt_parse read_note_value(const char *text, size_t n_digits, wt_time *duration) {
    double numerator = 0;
    const wt_parse first =
        wt_read_number_in(text, 0, MAX_NUMBER, "a smaller note value, such as 1/4", &numerator);
    if (first.status != WT_OK) {
        return first;
    }
    const size_t at = n_digits + 1;
    int64_t denominator = 0;
    const wt_parse second = wt_read_integer(text + at, 1, MAX_DENOMINATOR, &denominator);
    if (second.status != WT_OK) {
        return wt_parse_fault(second.status, at, "a whole number of at least 1, as in 1/4");
    }
    *duration = (wt_time){numerator / (double)denominator, WT_WHOLE_NOTES};
    return wt_parsed(at + second.at);
}

static const struct {
    const char *name;
    wt_time_unit unit;
    double over;
} units[] = {{"ms", WT_SECONDS, 1000}, {"s", WT_SECONDS, 1}, {"fr", WT_FRAMES, 1}};

static wt_parse read_time(const char *text, const char *expected, wt_time *time, size_t *unit_at) {
    const size_t n_digits = strspn(text, digits);
    if (n_digits > 0 && text[n_digits] == '/') {
        *unit_at = n_digits;
        return read_note_value(text, n_digits, time);
    }
    double number = 0;
    const wt_parse parse = wt_read_number_in(text, 0, MAX_NUMBER, expected, &number);
    if (parse.status != WT_OK) {
        return parse;
    }
    number += 0.0; // -0 becomes 0
    *unit_at = parse.at;
    for (size_t i = 0; i < sizeof units / sizeof *units; ++i) {
        const size_t n = strlen(units[i].name);
        if (strncmp(text + parse.at, units[i].name, n) == 0) {
            *time = (wt_time){number / units[i].over, units[i].unit};
            return wt_parsed(parse.at + n);
        }
    }
    *time = (wt_time){number, WT_SECONDS};
    return parse;
}

// Read M:SS, whose minutes are `n_digits` long; the seconds may have a fraction.
static wt_parse read_clock(const char *text, size_t n_digits, wt_time *duration) {
    double minutes = 0;
    double seconds = 0;
    const wt_parse first = wt_read_number_in(text, 0, MAX_NUMBER / 60, A_DURATION, &minutes);
    if (first.status != WT_OK) {
        return first;
    }
    const size_t at = n_digits + 1;
    const wt_parse second = wt_read_number_in(text + at, 0, 60, A_CLOCK, &seconds);
    if (second.status != WT_OK || strspn(text + at, digits) != 2 || seconds == 60) {
        return wt_parse_fault(second.status != WT_OK ? second.status : WT_BAD_RANGE, at, A_CLOCK);
    }
    *duration = (wt_time){60 * minutes + seconds, WT_SECONDS};
    return wt_parsed(at + second.at);
}

wt_parse wt_read_duration(const char *text, wt_time *duration) {
    const size_t n_digits = strspn(text, digits);
    if (n_digits > 0 && text[n_digits] == ':' && strspn(text + n_digits + 1, digits) > 0) {
        return read_clock(text, n_digits, duration);
    }
    size_t unit_at = 0;
    return read_time(text, A_DURATION, duration, &unit_at);
}

// M:SS:VALUE, where M:SS alone is the value SS at the time M.
static bool is_clock_before_value(const char *text) {
    const size_t minutes = strspn(text, digits);
    if (minutes == 0 || text[minutes] != ':') {
        return false;
    }
    const char *const seconds = text + minutes + 1;
    const size_t fraction =
        strspn(seconds, digits) == 2 && seconds[2] == '.' ? strspn(seconds + 3, digits) : 0;
    return strspn(seconds, digits) == 2 && seconds[fraction > 0 ? 3 + fraction : 2] == ':';
}

wt_parse wt_read_env_time(const char *text, wt_time *time) {
    wt_time read = {0, WT_SECONDS};
    size_t unit_at = 0;
    if (is_clock_before_value(text)) {
        return read_clock(text, strspn(text, digits), time);
    }
    const wt_parse parse =
        read_time(text, "a time of 0 or more, such as 2, 250ms, 1/4 or 50%", &read, &unit_at);
    if (parse.status != WT_OK) {
        return parse;
    }
    if (parse.at == unit_at && text[unit_at] == '%') {
        *time = (wt_time){read.value, WT_PERCENT};
        return wt_parsed(unit_at + 1);
    }
    *time = read;
    return parse;
}

static wt_parse read_adsr_part(const char *text, int part, wt_adsr_text *adsr) {
    switch (part) {
    case 0:
        return wt_read_duration(text, &adsr->attack);
    case 1:
        return wt_read_duration(text, &adsr->decay);
    case 2:
        return wt_read_in_unit(text, WT_SHARE, 0, 1, "a sustain level from 0 to 1", &adsr->sustain);
    default:
        return wt_read_duration(text, &adsr->release);
    }
}

wt_parse wt_read_adsr(const char *text, wt_adsr_text *adsr) {
    wt_adsr_text read;
    size_t at = 0;
    for (int part = 0; part < 4; ++part) {
        if (part > 0 && text[at] != ',') {
            return wt_parse_fault(WT_BAD_SYNTAX, at,
                                  "a comma and the rest of A,D,S,R, as in 5ms,0,1,10ms");
        }
        at += part > 0;
        const wt_parse parse = wt_shifted(read_adsr_part(text + at, part, &read), at);
        if (parse.status != WT_OK) {
            return parse;
        }
        at = parse.at;
    }
    *adsr = read;
    return wt_parsed(at);
}
