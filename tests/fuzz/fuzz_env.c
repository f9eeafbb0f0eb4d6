// Fuzzes envelopes: what they read reads again as the same, and every field is in its range.
#include "fuzz_text.h"

#include "text/env/env.h"

static void check_value(wt_value value) {
    CHECK(value.number >= -1e9 && value.number <= 1e9);
    CHECK(value.scaling == WT_PLAIN || value.scaling == WT_VELOCITY || value.scaling == WT_KEY);
}

static void check_term(const wt_env_term *term, const wt_wave_item *wave) {
    double latest[4] = {0}; // by unit
    CHECK((term->kind == WT_ENV_SAMPLES) == (wave->kind == WT_WAVE_FILE));
    CHECK((wave->kind == WT_WAVE_SHAPE) == !wave->path);
    CHECK(wave->kind != WT_WAVE_NAME || term->kind == WT_ENV_LFO);
    CHECK((term->kind == WT_ENV_POINTS) == (term->n_points > 0));
    for (size_t i = 0; i < term->n_points; ++i) {
        const wt_breakpoint *point = &term->points[i];
        CHECK(point->time.value >= latest[point->time.unit]);
        CHECK(point->curve >= -100 && point->curve <= 100);
        latest[point->time.unit] = point->time.value;
        check_value(point->value);
    }
    if (term->kind == WT_ENV_LFO) {
        CHECK(term->rate > 0 && term->rate <= 1e6 && term->phase >= 0 && term->phase <= 1);
        CHECK(!wave->path || wave->path[0] != 0);
        check_value(term->low);
        check_value(term->high);
    }
}

static void check_same_term(const wt_env_term *a, const wt_env_term *b) {
    CHECK(a->kind == b->kind && a->n_points == b->n_points && a->rate == b->rate);
    CHECK(a->low.number == b->low.number && a->high.number == b->high.number);
    for (size_t i = 0; i < a->n_points; ++i) {
        CHECK(a->points[i].time.value == b->points[i].time.value);
        CHECK(a->points[i].value.number == b->points[i].value.number);
        CHECK(a->points[i].value.scaling == b->points[i].value.scaling);
        CHECK(a->points[i].curve == b->points[i].curve);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = copy_text(data, size);
    wt_env_text env;
    int dimension = 1;
    arm_memory(data, size);
    const wt_parse parse = wt_read_dimension_env(text, 1, 1, &dimension, &env);
    CHECK(dimension >= 1 && dimension <= 7);
    if (!check_parse(text, parse)) {
        CHECK(!env.terms && !env.waves && env.env.n_terms == 0);
        free(text);
        return 0;
    }
    CHECK(env.env.n_terms >= 1 && env.env.n_terms <= WT_ENV_MAX_TERMS);
    CHECK(env.env.terms == env.terms);
    cut(text, parse);
    wt_env_text again;
    CHECK(same_parse(parse, wt_read_dimension_env(text, 1, 1, &dimension, &again)));
    CHECK(again.env.n_terms == env.env.n_terms);
    for (size_t i = 0; i < env.env.n_terms; ++i) {
        check_term(&env.terms[i], &env.waves[i]);
        check_same_term(&env.terms[i], &again.terms[i]);
        CHECK(env.waves[i].kind == again.waves[i].kind &&
              env.waves[i].cycle.kind == again.waves[i].cycle.kind);
        CHECK(!env.waves[i].path || strcmp(env.waves[i].path, again.waves[i].path) == 0);
    }
    wt_env_text_free(&again);
    wt_env_text_free(&env);
    free(text);
    return 0;
}
