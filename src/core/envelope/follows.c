// What of a note an envelope follows, and whether it moves whatever the note: known from its terms.
#include "core/envelope/envelope.h"

static bool term_follows(const wt_env_term *term, wt_scaling scaling) {
    bool follows = term->low.scaling == scaling || term->high.scaling == scaling;
    for (size_t i = 0; term->kind == WT_ENV_POINTS && i < term->n_points; ++i) {
        follows = follows || term->points[i].value.scaling == scaling;
    }
    return follows;
}

static bool term_times_in(const wt_env_term *term, wt_time_unit unit) {
    bool has = false;
    for (size_t i = 0; term->kind == WT_ENV_POINTS && i < term->n_points; ++i) {
        has = has || term->points[i].time.unit == unit;
    }
    return has;
}

static unsigned term_follows_of(const wt_env_term *term) {
    if (term->kind == WT_ENV_LIVE || term->kind == WT_ENV_RANDOM) {
        return WT_FOLLOWS_ITSELF;
    }
    const unsigned piece = term->kind != WT_ENV_CONTROLLER ? 0u
                           : term->controller != WT_PRESSURE
                               ? WT_FOLLOWS_CONTROLLER
                               : WT_FOLLOWS_CONTROLLER | WT_FOLLOWS_PRESSURE;
    return piece | (term_follows(term, WT_KEY) ? WT_FOLLOWS_KEY : 0u) |
           (term_follows(term, WT_VELOCITY) ? WT_FOLLOWS_VELOCITY : 0u) |
           (term_times_in(term, WT_PERCENT) ? WT_FOLLOWS_LENGTH : 0u) |
           (term->per_note_value || term_times_in(term, WT_WHOLE_NOTES) ? WT_FOLLOWS_TEMPO : 0u);
}

unsigned wt_env_follows(const wt_env *env) {
    unsigned follows = 0;
    for (size_t i = 0; i < env->n_terms; ++i) {
        follows |= term_follows_of(&env->terms[i]);
    }
    return follows;
}

bool wt_env_is_constant(const wt_env *env) {
    for (size_t i = 0; i < env->n_terms; ++i) {
        const wt_env_term *term = &env->terms[i];
        if (term->kind != WT_ENV_RANDOM && (term->kind != WT_ENV_POINTS || term->n_points > 1)) {
            return false;
        }
    }
    return true;
}

bool wt_env_is_live(const wt_env *env) {
    for (size_t i = 0; i < env->n_terms; ++i) {
        if (env->terms[i].kind == WT_ENV_LIVE) {
            return true;
        }
    }
    return false;
}
