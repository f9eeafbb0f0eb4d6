// Envelopes as people type them.
#include "text/env.h"

#include "text/duration.h"
#include "text/grow.h"
#include "text/number.h"
#include "text/path.h"
#include "text/wave.h"

#include <stdlib.h>
#include <string.h>

#define A_VALUE "a value such as 0.5, vel or 0.5key"
#define TIME_AND_VALUE "a colon and the value at that time, as in 0:0,50%:1"
#define AN_LFO "lfo:WAVE:RATE:LOW:HIGH, as in lfo:sine:5Hz:0:1"
#define A_RATE "a rate such as 5Hz or 1/4"
#define MAX_VALUE 1e9
#define MAX_CURVE 100
#define MAX_RATE_HZ 1e6
#define MAX_NOTE_VALUE 1e6

static bool starts_with(const char *text, const char *prefix) {
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

// Read [NUMBER]vel, [NUMBER]key or NUMBER.
static wt_parse read_value(const char *text, wt_value *value) {
    double number = 1;
    wt_parse parse = wt_parsed(0);
    if (!starts_with(text, "vel") && !starts_with(text, "key")) {
        parse = wt_read_number(text, &number);
    }
    if (parse.status == WT_BAD_SYNTAX) {
        return wt_fault(WT_BAD_SYNTAX, parse.at, A_VALUE);
    }
    if (parse.status != WT_OK || number < -MAX_VALUE || number > MAX_VALUE) {
        return wt_fault(WT_BAD_RANGE, 0, "a value between -1e9 and 1e9");
    }
    const char *scaling = text + parse.at;
    if (starts_with(scaling, "vel")) {
        *value = (wt_value){number, WT_VELOCITY};
        return wt_parsed(parse.at + 3);
    }
    if (starts_with(scaling, "key")) {
        *value = (wt_value){number, WT_KEY};
        return wt_parsed(parse.at + 3);
    }
    *value = (wt_value){number, WT_PLAIN};
    return parse;
}

// Read TIME:VALUE[~CURVE]. `latest` holds the latest time so far in each unit.
static wt_parse read_point(const char *text, double latest[static 3], wt_breakpoint *point) {
    wt_parse parse = wt_read_env_time(text, &point->time);
    if (parse.status != WT_OK) {
        return parse;
    }
    if (point->time.value < latest[point->time.unit]) {
        return wt_fault(WT_BAD_SYNTAX, 0, "a time that is not before the one to its left");
    }
    latest[point->time.unit] = point->time.value;
    if (text[parse.at] != ':') {
        return wt_fault(WT_BAD_SYNTAX, parse.at, TIME_AND_VALUE);
    }
    const size_t value_at = parse.at + 1;
    parse = wt_shifted(read_value(text + value_at, &point->value), value_at);
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
    double latest[3] = {0};
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
    const wt_parse parse = read_value(text, &value);
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

// Read a constant, or breakpoints where a colon follows the first time.
static wt_parse read_points_or_constant(const char *text, wt_env_term *term) {
    const size_t sign = text[0] == '-';
    wt_time time;
    const wt_parse first = wt_shifted(wt_read_env_time(text + sign, &time), sign);
    if (first.status == WT_OK && text[first.at] == ':') {
        return read_points(text, term);
    }
    // A broken note value, as 1/0: no VALUE could hold the slash.
    if (first.status != WT_OK && first.at > sign && text[sign] != '-') {
        return first;
    }
    const wt_parse parse = read_constant(text, term);
    if (parse.status == WT_OK && first.status == WT_OK && first.at > parse.at) {
        return wt_fault(WT_BAD_SYNTAX, first.at, TIME_AND_VALUE); // a TIME with a unit, alone
    }
    return parse;
}

static wt_parse read_rate(const char *text, wt_env_term *term) {
    wt_time period = {0, WT_SECONDS};
    const wt_parse note_value = wt_read_duration(text, &period);
    if (note_value.status == WT_OK && period.unit == WT_WHOLE_NOTES) {
        if (period.value < 1 / MAX_NOTE_VALUE || period.value > MAX_NOTE_VALUE) {
            return wt_fault(WT_BAD_RANGE, 0, "a rate from 1/1000000 to 1000000/1, such as 1/4");
        }
        term->rate = period.value;
        term->per_note_value = true;
        return note_value;
    }
    const wt_parse parse = wt_read_hz(text, &term->rate);
    if (parse.status == WT_BAD_SYNTAX) {
        return wt_fault(WT_BAD_SYNTAX, 0, A_RATE);
    }
    if (parse.status != WT_OK || term->rate > MAX_RATE_HZ) {
        return wt_fault(WT_BAD_RANGE, 0, "a rate above 0Hz and up to 1MHz, such as 5Hz");
    }
    return parse;
}

static wt_parse read_lfo_part(const char *text, int part, wt_env_term *term) {
    switch (part) {
    case 0:
        return read_rate(text, term);
    case 1:
        return read_value(text, &term->low);
    case 2:
        return read_value(text, &term->high);
    default:
        return wt_read_number_in(text, 0, 1, "a phase from 0 to 1", &term->phase);
    }
}

// Read :RATE:LOW:HIGH[:PHASE] at `at`.
static wt_parse read_lfo_swing(const char *text, size_t at, wt_env_term *term) {
    for (int part = 0; part < 4; ++part) {
        if (text[at] != ':') {
            return part == 3 ? wt_parsed(at)
                             : wt_fault(WT_BAD_SYNTAX, at, "a colon and the rest of " AN_LFO);
        }
        const wt_parse parse = wt_shifted(read_lfo_part(text + at + 1, part, term), at + 1);
        if (parse.status != WT_OK) {
            return parse;
        }
        at = parse.at;
    }
    return wt_parsed(at);
}

static bool needs_more_than_a_name(const char *name, size_t length) {
    return (length == 5 && starts_with(name, "pulse")) ||
           (length == 4 && starts_with(name, "harm"));
}

static wt_parse read_lfo(const char *text, wt_env_term *term, char **name) {
    const size_t name_at = strlen("lfo:");
    const size_t length = wt_wave_name_length(text + name_at);
    if (length == 0) {
        return wt_fault(WT_BAD_SYNTAX, name_at, "the name of a wave, as in lfo:sine:5Hz:0:1");
    }
    if (needs_more_than_a_name(text + name_at, length)) {
        return wt_fault(WT_BAD_SYNTAX, name_at,
                        "a wave that is a name alone, such as sine or square");
    }
    term->kind = WT_ENV_LFO;
    const wt_parse parse = read_lfo_swing(text, name_at + length, term);
    if (parse.status != WT_OK) {
        return parse;
    }
    *name = wt_copy_path(text + name_at, length);
    return *name ? parse : wt_no_memory(name_at);
}

static wt_parse read_file(const char *text, wt_env_term *term, char **name) {
    const size_t path_at = strlen("file:");
    const wt_parse parse = wt_shifted(wt_span_path(text + path_at, "+,"), path_at);
    if (parse.status != WT_OK) {
        return parse;
    }
    if (parse.at == path_at) {
        return wt_fault(WT_BAD_SYNTAX, path_at, "the name of a sound file, as in file:env.wav");
    }
    term->kind = WT_ENV_SAMPLES;
    *name = wt_copy_path(text + path_at, parse.at - path_at);
    return *name ? parse : wt_no_memory(path_at);
}

static wt_parse read_term(const char *text, wt_env_term *term, char **name) {
    if (starts_with(text, "lfo:")) {
        return read_lfo(text, term, name);
    }
    if (starts_with(text, "lfo")) {
        return wt_fault(WT_BAD_SYNTAX, 3, "a colon and the rest of " AN_LFO);
    }
    if (starts_with(text, "file:")) {
        return read_file(text, term, name);
    }
    if (starts_with(text, "file")) {
        return wt_fault(WT_BAD_SYNTAX, 4, "a colon and a sound file, as in file:env.wav");
    }
    return read_points_or_constant(text, term);
}

// Make room for one more term and its name, both empty.
static bool add_term(wt_env_text *env, size_t capacities[static 2]) {
    const size_t n = env->env.n_terms;
    wt_env_term *terms = wt_grow(env->terms, n, &capacities[0], sizeof *terms);
    env->terms = terms ? terms : env->terms;
    char **names = wt_grow(env->names, n, &capacities[1], sizeof *names);
    env->names = names ? names : env->names;
    if (!terms || !names) {
        return false;
    }
    terms[n] = (wt_env_term){.kind = WT_ENV_POINTS};
    names[n] = NULL;
    env->env.terms = terms;
    env->env.n_terms = n + 1;
    return true;
}

static wt_parse read_sum(const char *text, wt_env_text *env) {
    size_t capacities[2] = {0, 0};
    size_t at = 0;
    for (;;) {
        const size_t n = env->env.n_terms;
        if (n == WT_ENV_MAX_TERMS) {
            return wt_fault(WT_BAD_RANGE, at, "at most 1024 terms in an envelope");
        }
        if (!add_term(env, capacities)) {
            return wt_no_memory(at);
        }
        const wt_parse parse = wt_shifted(read_term(text + at, &env->terms[n], &env->names[n]), at);
        if (parse.status != WT_OK || text[parse.at] != '+') {
            return parse;
        }
        at = parse.at + 1;
    }
}

wt_parse wt_read_env(const char *text, wt_env_text *env) {
    *env = (wt_env_text){0};
    const wt_parse parse = read_sum(text, env);
    if (parse.status != WT_OK) {
        wt_env_text_free(env);
    }
    return parse;
}

void wt_env_text_free(wt_env_text *env) {
    for (size_t i = 0; i < env->env.n_terms; ++i) {
        free((void *)env->terms[i].points);
        free(env->names[i]);
    }
    free(env->terms);
    free(env->names);
    *env = (wt_env_text){0};
}

wt_parse wt_read_dimension_env(const char *text, int default_dimension, int low, int *dimension,
                               wt_env_text *env) {
    *env = (wt_env_text){0};
    const size_t sign = text[0] == '-';
    const size_t n_digits = strspn(text + sign, "0123456789");
    int64_t number = default_dimension;
    size_t at = 0;
    if (n_digits > 0 && text[sign + n_digits] == '=') {
        const wt_parse parse = wt_read_integer(text, low, 7, &number);
        if (parse.status != WT_OK) {
            return wt_fault(parse.status, 0,
                            low > 0 ? "a dimension from 1 to 7, as in 1=0.5"
                                    : "a dimension from 0 to 7, as in 1=0.5");
        }
        at = parse.at + 1;
    }
    const wt_parse parse = wt_shifted(wt_read_env(text + at, env), at);
    if (parse.status == WT_OK) {
        *dimension = (int)number;
    }
    return parse;
}
