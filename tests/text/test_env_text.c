// Envelopes as people type them.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/tables/shape.h"
#include "text/env/env.h"
#include "text_reader.h"

// Write `env` to `out` in a form that shows every field.
static void describe(const wt_env_text *env, char *out, size_t size) {
    static const char *const units[] = {"s", "w", "%", "fr"};
    static const char *const scalings[] = {"", "vel", "key"};
    size_t n = 0;
    out[0] = 0;
    for (size_t i = 0; i < env->env.n_terms && n < size; ++i) {
        const wt_env_term *term = &env->env.terms[i];
        n += (size_t)snprintf(out + n, size - n, "%s", i > 0 ? " + " : "");
        const wt_wave_item *wave = &env->waves[i];
        if (term->kind == WT_ENV_LFO) {
            const char *name = wave->path ? wave->path : wt_shapes[wave->cycle.kind].names[0];
            n += (size_t)snprintf(out + n, size - n, "lfo %s %g%s %g%s..%g%s %g", name, term->rate,
                                  term->per_note_value ? "w" : "Hz", term->low.number,
                                  scalings[term->low.scaling], term->high.number,
                                  scalings[term->high.scaling], term->phase);
        } else if (term->kind == WT_ENV_CONTROLLER) {
            n += (size_t)snprintf(out + n, size - n, "cc %u %g%s..%g%s", term->controller,
                                  term->low.number, scalings[term->low.scaling], term->high.number,
                                  scalings[term->high.scaling]);
        } else if (term->kind == WT_ENV_SAMPLES) {
            n += (size_t)snprintf(out + n, size - n, "file %s", wave->path);
        }
        for (size_t k = 0; k < term->n_points && n < size; ++k) {
            const wt_breakpoint *point = &term->points[k];
            n += (size_t)snprintf(out + n, size - n, "%s%g%s=%g%s~%g", k > 0 ? " " : "",
                                  point->time.value, units[point->time.unit], point->value.number,
                                  scalings[point->value.scaling], point->curve);
        }
    }
}

static wt_parse read_env(const char *text, char meaning[MEANING_SIZE]) {
    wt_env_text env;
    const wt_parse parse = wt_read_env(text, &env);
    if (parse.status == WT_OK) {
        describe(&env, meaning, MEANING_SIZE);
        assert_ptr_equal(env.env.terms, env.terms);
        wt_env_text_free(&env);
    }
    assert_null(env.terms);
    assert_null(env.waves);
    assert_int_equal(env.env.n_terms, 0);
    return parse;
}

static void an_envelope_is_a_sum_of_values_breakpoints_lfos_and_files(void **state) {
    (void)state;
    static const read_case cases[] = {
        {"0.5", 3, "0s=0.5~0"},
        {"-2", 2, "0s=-2~0"},
        {"1e-3", 4, "0s=0.001~0"},
        {"1e+3", 4, "0s=1000~0"},
        {"1e+3+1e+2", 9, "0s=1000~0 + 0s=100~0"},
        {"1+1", 3, "0s=1~0 + 0s=1~0"},
        {"1+-1", 4, "0s=1~0 + 0s=-1~0"},
        {"+12", 3, "0s=12~0"},
        {"50%", 3, "0s=0.5~0"},
        {"50%vel", 6, "0s=0.5vel~0"},
        {"0:0,50%:25%", 11, "0s=0~0 50%=0.25~0"},
        {"lfo:tri:5Hz:0:50%:25%", 21, "lfo triangle 5Hz 0..0.5 0.25"},
        {"0:0,480fr:1", 11, "0s=0~0 480fr=1~0"},
        {"0:0,1:30:1", 10, "0s=0~0 90s=1~0"},
        {"0:0,1:30.5:1", 12, "0s=0~0 90.5s=1~0"},
        {"1:30", 4, "1s=30~0"},
        {"vel", 3, "0s=1vel~0"},
        {"0.5key", 6, "0s=0.5key~0"},
        {"-0.5vel+key", 11, "0s=-0.5vel~0 + 0s=1key~0"},
        {"0:0,0.5:1,2:0.2", 15, "0s=0~0 0.5s=1~0 2s=0.2~0"},
        {"0:0,1:1~3", 9, "0s=0~0 1s=1~3"},
        {"0:0,1:1~-3.5", 12, "0s=0~0 1s=1~-3.5"},
        {"0:0,1:1~1e+1+2", 14, "0s=0~0 1s=1~10 + 0s=2~0"},
        {"0:key,1:0.5vel", 14, "0s=1key~0 1s=0.5vel~0"},
        {"0:0,50%:1,100%:0", 16, "0s=0~0 50%=1~0 100%=0~0"},
        {"0:0,250ms:1,1/4:-1", 18, "0s=0~0 0.25s=1~0 0.25w=-1~0"},
        {"0:0,0:1", 7, "0s=0~0 0s=1~0"},
        {"50%:1,0.1:2,60%:3", 17, "50%=1~0 0.1s=2~0 60%=3~0"},
        {"0:0,1:1+0:1,1:0", 15, "0s=0~0 1s=1~0 + 0s=1~0 1s=0~0"},
        {"lfo:sine:5Hz:0:1", 16, "lfo sine 5Hz 0..1 0"},
        {"lfo:sine:5Hz:0:1:0.25", 21, "lfo sine 5Hz 0..1 0.25"},
        {"lfo:saw:1/4:-1:1", 16, "lfo saw 0.25w -1..1 0"},
        {"lfo:pulse:0.25:5Hz:0:1:0.5", 26, "lfo pulse 5Hz 0..1 0.5"},
        {"lfo:harm:1:0.5:1/4:0:1+1", 24, "lfo harm 0.25w 0..1 0 + 0s=1~0"},
        {"lfo:my-table_2:0.5Hz:1e-3:0.5vel", 32, "lfo my-table_2 0.5Hz 0.001..0.5vel 0"},
        {"0:0,1:1+lfo:sine:5Hz:-0.1:0.1", 29, "0s=0~0 1s=1~0 + lfo sine 5Hz -0.1..0.1 0"},
        {"lfo:square:1kHz:key:vel+1", 25, "lfo square 1000Hz 1key..1vel 0 + 0s=1~0"},
        {"file:env.wav", 12, "file env.wav"},
        {"cc:1:0:1", 8, "cc 1 0..1"},
        {"cc:pressure:-0.5:vel+1", 22, "cc 128 -0.5..1vel + 0s=1~0"},
        {"cc:127:50%:0", 12, "cc 127 0.5..0"},
        {"file:a b:c.wav+1", 16, "file a b:c.wav + 0s=1~0"},
        {"file:a\\+b\\,c\\\\d+file:e", 22, "file a+b,c\\d + file e"},
        {"file:a.wav,b", 10, "file a.wav"},
        {"0.5x", 3, "0s=0.5~0"},
        {"0.5velx", 6, "0s=0.5vel~0"},
        {"vel(1)", 3, "0s=1vel~0"},
        {"1 + 1", 1, "0s=1~0"},
        {"1,1", 1, "0s=1~0"},
        {"1-1", 1, "0s=1~0"},
        {"0:1:2", 3, "0s=1~0"},
    };
    assert_read(read_env, cases, N_CASES(cases));
}

static void what_is_wrong_in_an_envelope_is_pointed_at(void **state) {
    (void)state;
    static const refused_case cases[] = {
        {"", WT_BAD_SYNTAX, 0, "a value such as 0.5, vel or 0.5key"},
        {"x", WT_BAD_SYNTAX, 0, "a value"},
        {"sin(1)", WT_BAD_SYNTAX, 0, "a value"},
        {"++1", WT_BAD_SYNTAX, 1, "a value"},
        {"1+", WT_BAD_SYNTAX, 2, "a value"},
        {"1+++1", WT_BAD_SYNTAX, 3, "a value"},
        {"-", WT_BAD_SYNTAX, 1, "a value"},
        {"--1", WT_BAD_SYNTAX, 1, "a value"},
        {"-vel", WT_BAD_SYNTAX, 1, "a value"},
        {"nan", WT_BAD_SYNTAX, 0, "a value"},
        {"inf", WT_BAD_SYNTAX, 0, "a value"},
        {"1e999", WT_BAD_RANGE, 0, "-1e9 and 1e9"},
        {"-1e10", WT_BAD_RANGE, 0, "-1e9 and 1e9"},
        {"2s", WT_BAD_SYNTAX, 2, "a colon and the value"},
        {"1/4", WT_BAD_SYNTAX, 3, "a colon and the value"},
        {"1/0:1", WT_BAD_RANGE, 2, "at least 1"},
        {"-1:0,1:1", WT_BAD_RANGE, 0, "a time of 0 or more"},
        {"0:", WT_BAD_SYNTAX, 2, "a value"},
        {"0:x", WT_BAD_SYNTAX, 2, "a value"},
        {"0:0,", WT_BAD_SYNTAX, 4, "a time"},
        {"0:0,x", WT_BAD_SYNTAX, 4, "a time"},
        {"0:0,1", WT_BAD_SYNTAX, 5, "a colon and the value"},
        {"0:0,-1:1", WT_BAD_RANGE, 4, "a time of 0 or more"},
        {"0:0,1:1e999", WT_BAD_RANGE, 6, "-1e9 and 1e9"},
        {"0:0,1:1~", WT_BAD_SYNTAX, 8, "a curve from -100 to 100"},
        {"0:0,1:1~x", WT_BAD_SYNTAX, 8, "a curve"},
        {"0:0,1:1~100.5", WT_BAD_RANGE, 8, "a curve"},
        {"0:0,1:1~-101", WT_BAD_RANGE, 8, "a curve"},
        {"0:0,1:1~inf", WT_BAD_SYNTAX, 8, "a curve"},
        {"0:0,2:1,1:0", WT_BAD_SYNTAX, 8, "not before"},
        {"0:0,2s:1,500ms:0", WT_BAD_SYNTAX, 9, "not before"},
        {"0:0,50%:1,20%:0", WT_BAD_SYNTAX, 10, "not before"},
        {"0:0,1/4:1,1/8:0", WT_BAD_SYNTAX, 10, "not before"},
        {"1:0,50%:1,0.5:0", WT_BAD_SYNTAX, 10, "not before"},
        {"1+0:0,2:1,1:0", WT_BAD_SYNTAX, 10, "not before"},
        {"lfo", WT_BAD_SYNTAX, 3, "lfo:WAVE:RATE:LOW:HIGH, as in lfo:sine:5Hz:0:1"},
        {"lfo(", WT_BAD_SYNTAX, 3, "lfo:WAVE:RATE:LOW:HIGH"},
        {"0:0,1:1+lfo(sine", WT_BAD_SYNTAX, 11, "lfo:WAVE:RATE:LOW:HIGH"},
        {"lfo:", WT_BAD_SYNTAX, 4, "the name of a wave"},
        {"lfo::5Hz:0:1", WT_BAD_SYNTAX, 4, "the name of a wave"},
        {"lfo:./x.wav:5Hz:0:1", WT_BAD_SYNTAX, 4, "the name of a wave"},
        {"lfo:x.wav:5Hz:0:1", WT_BAD_SYNTAX, 5, "lfo:WAVE:RATE:LOW:HIGH"},
        {"lfo:pulse:5Hz:0:1", WT_BAD_RANGE, 10, "a pulse width"},
        {"lfo:pulse", WT_BAD_SYNTAX, 9, "a colon and a width"},
        {"lfo:harm:5Hz:0:1", WT_BAD_SYNTAX, 10, "lfo:WAVE:RATE"},
        {"lfo:harm:1:0.5:0:1", WT_BAD_SYNTAX, 17, "a rate such as 5Hz or 1/4"},
        {"lfo:sine", WT_BAD_SYNTAX, 8, "lfo:WAVE:RATE:LOW:HIGH"},
        {"lfo:sine:", WT_BAD_SYNTAX, 9, "a rate such as 5Hz or 1/4"},
        {"lfo:sine:5:0:1", WT_BAD_SYNTAX, 9, "a rate such as 5Hz or 1/4"},
        {"lfo:sine:2s:0:1", WT_BAD_SYNTAX, 9, "a rate such as 5Hz or 1/4"},
        {"lfo:sine:0Hz:0:1", WT_BAD_RANGE, 9, "a rate above 0Hz"},
        {"lfo:sine:-5Hz:0:1", WT_BAD_RANGE, 9, "a rate above 0Hz"},
        {"lfo:sine:1e7Hz:0:1", WT_BAD_RANGE, 9, "up to 1MHz"},
        {"lfo:sine:0/4:0:1", WT_BAD_RANGE, 9, "1/4"},
        {"lfo:sine:1/100000000:0:1", WT_BAD_RANGE, 9, "1/4"},
        {"lfo:sine:5Hz", WT_BAD_SYNTAX, 12, "lfo:WAVE:RATE:LOW:HIGH"},
        {"lfo:sine:5Hz:0", WT_BAD_SYNTAX, 14, "lfo:WAVE:RATE:LOW:HIGH"},
        {"lfo:sine:5Hz:0:", WT_BAD_SYNTAX, 15, "a value"},
        {"lfo:sine:5Hz:0:1:", WT_BAD_SYNTAX, 17, "a phase from 0 to 1"},
        {"lfo:sine:5Hz:0:1:1.5", WT_BAD_RANGE, 17, "a phase from 0 to 1"},
        {"file", WT_BAD_SYNTAX, 4, "file:env.wav"},
        {"cc:", WT_BAD_SYNTAX, 3, "cc:1:0:1"},
        {"cc:x:0:1", WT_BAD_SYNTAX, 3, "0 to 127 or pressure"},
        {"cc:128:0:1", WT_BAD_RANGE, 3, "0 to 127 or pressure"},
        {"cc:1", WT_BAD_SYNTAX, 4, "cc:NUMBER:LOW:HIGH"},
        {"cc:1:0", WT_BAD_SYNTAX, 6, "cc:NUMBER:LOW:HIGH"},
        {"cc:1:0:x", WT_BAD_SYNTAX, 7, "a value"},
        {"file:", WT_BAD_SYNTAX, 5, "file:env.wav"},
        {"file:+1", WT_BAD_SYNTAX, 5, "file:env.wav"},
        {"file:a\\", WT_BAD_SYNTAX, 6, "after the backslash"},
        {"1+lfo:sine:5Hz:0:1+file:", WT_BAD_SYNTAX, 24, "file:env.wav"},
    };
    assert_refused_at(read_env, cases, N_CASES(cases));
}

static void a_mix_may_name_its_dimension(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int low;
        wt_status status;
        size_t at;
        int dimension;
        const char *meaning; // or what is expected
    } cases[] = {
        {"0.5", 0, WT_OK, 3, 3, "0s=0.5~0"},
        {"0=0.5", 0, WT_OK, 5, 0, "0s=0.5~0"},
        {"7=0:0,1:1", 1, WT_OK, 9, 7, "0s=0~0 1s=1~0"},
        {"1=lfo:saw:1/4:0:1", 1, WT_OK, 17, 1, "lfo saw 0.25w 0..1 0"},
        {"1=1=1", 1, WT_OK, 3, 1, "0s=1~0"},
        {"8=0.5", 0, WT_BAD_RANGE, 0, 9, "0 to 7"},
        {"0=0.5", 1, WT_BAD_RANGE, 0, 9, "1 to 7"},
        {"-1=0.5", 0, WT_BAD_RANGE, 0, 9, "0 to 7"},
        {"4294967297=1", 0, WT_BAD_RANGE, 0, 9, "0 to 7"},
        {"1=", 0, WT_BAD_SYNTAX, 2, 9, "a value"},
        {"1=x", 0, WT_BAD_SYNTAX, 2, 9, "a value"},
        {"=1", 0, WT_BAD_SYNTAX, 0, 9, "a value"},
        {"1=2:1,1:1", 0, WT_BAD_SYNTAX, 6, 9, "not before"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        wt_env_text env;
        int dimension = 9;
        const wt_parse parse =
            wt_read_dimension_env(cases[i].text, 3, cases[i].low, &dimension, &env);
        if (parse.status != cases[i].status || parse.at != cases[i].at ||
            dimension != cases[i].dimension) {
            fail_msg("%s: status %d at %zu, dimension %d", cases[i].text, parse.status, parse.at,
                     dimension);
        }
        if (parse.status == WT_OK) {
            char meaning[200];
            describe(&env, meaning, sizeof meaning);
            assert_string_equal(meaning, cases[i].meaning);
        } else {
            assert_non_null(strstr(parse.expected, cases[i].meaning));
        }
        wt_env_text_free(&env);
    }
}

static void long_envelopes_are_read_and_absurd_ones_refused(void **state) {
    (void)state;
    wt_env_text env;

    char *points = repeated("", "1:1,", 249999, "1:1");
    assert_int_equal(wt_read_env(points, &env).status, WT_OK);
    assert_int_equal(env.env.terms[0].n_points, 250000);
    wt_env_text_free(&env);
    free(points);

    char *sum = repeated("", "1+", 500000, "");
    sum[2 * WT_ENV_MAX_TERMS - 1] = 0;
    assert_int_equal(wt_read_env(sum, &env).status, WT_OK);
    assert_int_equal(env.env.n_terms, WT_ENV_MAX_TERMS);
    wt_env_text_free(&env);
    sum[2 * WT_ENV_MAX_TERMS - 1] = '+';
    const wt_parse parse = wt_read_env(sum, &env);
    assert_int_equal(parse.status, WT_BAD_RANGE);
    assert_int_equal(parse.at, 2 * WT_ENV_MAX_TERMS);
    assert_non_null(strstr(parse.expected, "at most 1024 terms"));
    free(sum);
}

static void an_envelope_without_memory_is_refused_and_leaks_nothing(void **state) {
    (void)state;
    assert_refused_without_memory(
        read_env, "0:0,1:1,2:2,3:3,4:4+lfo:my:5Hz:0:1+file:a+vel+key+file:b\\+c", 11);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_envelope_is_a_sum_of_values_breakpoints_lfos_and_files),
        cmocka_unit_test(what_is_wrong_in_an_envelope_is_pointed_at),
        cmocka_unit_test(a_mix_may_name_its_dimension),
        cmocka_unit_test(long_envelopes_are_read_and_absurd_ones_refused),
        cmocka_unit_test(an_envelope_without_memory_is_refused_and_leaks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
