// Envelopes as people type them: terms, their products and the sum of these.
#include "text/env/env.h"

#include "base/grow.h"
#include "text/env/parts.h"
#include "text/number.h"
#include "text/path.h"

#include <stdlib.h>
#include <string.h>

static wt_parse read_file(const char *text, wt_env_term *term, wt_wave_item *wave) {
    const size_t path_at = strlen("file:");
    const wt_parse parse = wt_shifted(wt_span_path(text + path_at, "+*,"), path_at);
    if (parse.status != WT_OK) {
        return parse;
    }
    if (parse.at == path_at) {
        return wt_parse_fault(WT_BAD_SYNTAX, path_at,
                              "the name of a sound file, as in file:env.wav");
    }
    term->kind = WT_ENV_SAMPLES;
    wave->kind = WT_WAVE_FILE;
    wave->path = wt_copy_path(text + path_at, parse.at - path_at);
    return wave->path ? parse : wt_no_memory(path_at);
}

// Read :LOW:HIGH from `at` on.
static wt_parse read_ends(const char *text, size_t at, wt_env_term *term, const char *expected) {
    for (int part = 0; part < 2; ++part) {
        if (text[at] != ':') {
            return wt_parse_fault(WT_BAD_SYNTAX, at, expected);
        }
        const wt_parse parse = wt_shifted(
            wt_read_env_value(text + at + 1, part == 0 ? &term->low : &term->high), at + 1);
        if (parse.status != WT_OK) {
            return parse;
        }
        at = parse.at;
    }
    return wt_parsed(at);
}

static wt_parse read_random(const char *text, wt_env_term *term) {
    term->kind = WT_ENV_RANDOM;
    return read_ends(text, strlen("rand"), term, "two values, as in rand:-0.1:0.1");
}

// Read cc:N:LOW:HIGH or cc:pressure:LOW:HIGH.
static wt_parse read_controller(const char *text, wt_env_term *term) {
    const size_t at = strlen("cc:");
    int64_t number = WT_PRESSURE;
    wt_parse parse = wt_parsed(strlen("pressure"));
    if (!wt_starts_with(text + at, "pressure")) {
        parse = wt_read_integer(text + at, 0, 127, &number);
    }
    if (parse.status != WT_OK) {
        return wt_parse_fault(parse.status, at + parse.at,
                              "a controller from 0 to 127 or pressure, as in cc:1:0:1");
    }
    term->kind = WT_ENV_CONTROLLER;
    term->controller = (uint32_t)number;
    return read_ends(text, at + parse.at, term,
                     "the values at 0 and at 127, as in cc:1:0:1 (cc:NUMBER:LOW:HIGH)");
}

static wt_parse read_term(const char *text, wt_env_term *term, wt_wave_item *wave) {
    if (wt_starts_with(text, "lfo:")) {
        return wt_read_env_lfo(text, term, wave);
    }
    if (wt_starts_with(text, "lfo")) {
        return wt_parse_fault(WT_BAD_SYNTAX, 3, "a colon and the rest of " WT_AN_LFO);
    }
    if (wt_starts_with(text, "file:")) {
        return read_file(text, term, wave);
    }
    if (wt_starts_with(text, "file")) {
        return wt_parse_fault(WT_BAD_SYNTAX, 4, "a colon and a sound file, as in file:env.wav");
    }
    if (wt_starts_with(text, "rand")) {
        return read_random(text, term);
    }
    if (wt_starts_with(text, "cc:")) {
        return read_controller(text, term);
    }
    return wt_read_env_points(text, term);
}

// Make room for one more term and its wave, both empty.
static bool add_term(wt_env_text *env, size_t capacities[static 2]) {
    const size_t n = env->env.n_terms;
    wt_env_term *terms = wt_grow(env->terms, n, &capacities[0], sizeof *terms);
    env->terms = terms ? terms : env->terms;
    wt_wave_item *waves = wt_grow(env->waves, n, &capacities[1], sizeof *waves);
    env->waves = waves ? waves : env->waves;
    if (!terms || !waves) {
        return false;
    }
    terms[n] = (wt_env_term){.kind = WT_ENV_POINTS};
    waves[n] = (wt_wave_item){0};
    env->env.terms = terms;
    env->env.n_terms = n + 1;
    return true;
}

static wt_parse read_sum(const char *text, wt_env_text *env) {
    size_t capacities[2] = {0, 0};
    bool times = false;
    size_t at = 0;
    for (;;) {
        const size_t n = env->env.n_terms;
        if (n == WT_ENV_MAX_TERMS) {
            return wt_parse_fault(WT_BAD_RANGE, at, "at most 1024 terms in an envelope");
        }
        if (!add_term(env, capacities)) {
            return wt_no_memory(at);
        }
        const wt_parse parse = wt_shifted(read_term(text + at, &env->terms[n], &env->waves[n]), at);
        env->waves[n].at += at;
        env->terms[n].times = times;
        if (parse.status != WT_OK || (text[parse.at] != '+' && text[parse.at] != '*')) {
            return parse;
        }
        times = text[parse.at] == '*';
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
        wt_wave_item_free(&env->waves[i]);
    }
    free(env->terms);
    free(env->waves);
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
            return wt_parse_fault(parse.status, 0,
                                  low > 0 ? "a dimension from 1 to 7, as in 1=0.5"
                                          : "a dimension from 0 to 7, as in 1=0.5");
        }
        at = parse.at + 1;
    }
    const wt_parse parse = wt_shifted(wt_read_env(text + at, env), at);
    if (parse.status != WT_OK) {
        return parse;
    }
    *dimension = (int)number;
    for (size_t i = 0; i < env->env.n_terms; ++i) {
        env->waves[i].at += at;
    }
    return parse;
}
