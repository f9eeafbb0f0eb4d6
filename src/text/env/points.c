// Constants and breakpoints of envelopes.
#include "base/grow.h"
#include "text/duration.h"
#include "text/env/parts.h"
#include "text/number.h"

#include <stdlib.h>
#include <string.h>

#define A_VALUE "a value such as 0.5, vel or 0.5key"
#define TIME_AND_VALUE "a colon and the value at that time, as in 0:0,50%:1"
#define MAX_VALUE 1e9
#define MAX_CURVE 100

bool wt_starts_with(const char *text, const char *prefix) {
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

wt_parse wt_read_env_value(const char *text, wt_value *value) {
    double number = 1;
    wt_parse parse = wt_parsed(0);
    if (!wt_starts_with(text, "vel") && !wt_starts_with(text, "key")) {
        parse = wt_read_number(text, &number);
    }
    if (parse.status == WT_BAD_SYNTAX) {
        return wt_parse_fault(WT_BAD_SYNTAX, parse.at, A_VALUE);
    }
    if (parse.status != WT_OK || number < -MAX_VALUE || number > MAX_VALUE) {
        return wt_parse_fault(WT_BAD_RANGE, 0, "a value between -1e9 and 1e9");
    }
    if (text[parse.at] == '%' && parse.at > 0) {
        number /= 100;
        ++parse.at;
    }
    const char *scaling = text + parse.at;
    if (wt_starts_with(scaling, "vel")) {
        *value = (wt_value){number, WT_VELOCITY};
        return wt_parsed(parse.at + 3);
    }
    if (wt_starts_with(scaling, "key")) {
        *value = (wt_value){number, WT_KEY};
        return wt_parsed(parse.at + 3);
    }
    *value = (wt_value){number, WT_PLAIN};
    return parse;
}

// Read TIME:VALUE[~CURVE]. `latest` holds the latest time so far in each unit.
static wt_parse read_point(const char *text, double latest[static WT_TIME_UNITS],
                           wt_breakpoint *point) {
    wt_parse parse = wt_read_env_time(text, &point->time);
    if (parse.status != WT_OK) {
        return parse;
    }
    if (point->time.value < latest[point->time.unit]) {
        return wt_parse_fault(WT_BAD_SYNTAX, 0, "a time that is not before the one to its left");
    }
    latest[point->time.unit] = point->time.value;
    if (text[parse.at] != ':') {
        return wt_parse_fault(WT_BAD_SYNTAX, parse.at, TIME_AND_VALUE);
    }
    const size_t value_at = parse.at + 1;
    parse = wt_shifted(wt_read_env_value(text + value_at, &point->value), value_at);
    point->curve = 0;
    if (parse.status != WT_OK || text[parse.at] != '~') {
        return parse;
    }
    const size_t curve_at = parse.at + 1;
    return wt_shifted(wt_read_number_in(text + curve_at, -MAX_CURVE, MAX_CURVE,
                                        "a curve from -100 to 100, as in 0:0,1:1~3", &point->curve),
                      curve_at);
}

// Read TIME:VALUE[~CURVE],...
static wt_parse read_points(const char *text, wt_env_term *term) {
    wt_breakpoint *points = NULL;
    size_t n_points = 0;
    size_t capacity = 0;
    double latest[WT_TIME_UNITS] = {0};
    wt_parse parse;
    size_t at = 0;
    for (;; at = parse.at + 1) {
        wt_breakpoint point;
        parse = wt_shifted(read_point(text + at, latest, &point), at);
        if (parse.status != WT_OK) {
            break;
        }
        wt_breakpoint *grown = wt_grow(points, n_points, &capacity, sizeof *points);
        if (!grown) {
            parse = wt_no_memory(at);
            break;
        }
        points = grown;
        points[n_points++] = point;
        term->mixed = term->mixed || point.time.unit != points[0].time.unit;
        if (text[parse.at] != ',') {
            break;
        }
    }
    if (parse.status != WT_OK) {
        free(points);
        return parse;
    }
    term->points = points;
    term->n_points = n_points;
    return parse;
}

static wt_parse read_constant(const char *text, wt_env_term *term) {
    wt_value value;
    const wt_parse parse = wt_read_env_value(text, &value);
    if (parse.status != WT_OK) {
        return parse;
    }
    wt_breakpoint *point = malloc(sizeof *point);
    if (!point) {
        return wt_no_memory(0);
    }
    *point = (wt_breakpoint){.time = {0, WT_SECONDS}, .value = value, .curve = 0};
    term->points = point;
    term->n_points = 1;
    return parse;
}

wt_parse wt_read_env_points(const char *text, wt_env_term *term) {
    const size_t sign = text[0] == '-' || text[0] == '+';
    wt_time time;
    const wt_parse first = wt_shifted(wt_read_env_time(text + sign, &time), sign);
    if (first.status == WT_OK && text[first.at] == ':') {
        return read_points(text, term);
    }
    // A broken note value, as 1/0: no VALUE could hold the slash.
    if (first.status != WT_OK && first.at > sign && !strchr("+-", text[sign])) {
        return first;
    }
    const wt_parse parse = read_constant(text, term);
    if (parse.status == WT_OK && first.status == WT_OK && first.at > parse.at) {
        return wt_parse_fault(WT_BAD_SYNTAX, first.at, TIME_AND_VALUE); // a TIME with a unit, alone
    }
    return parse;
}
