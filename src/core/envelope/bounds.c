// Between which values an envelope stays.
#include "core/envelope/term.h"

// Bends stay between their ends.
static void term_bounds(const wt_env_term *term, const wt_note_context *note, double *low,
                        double *high) {
    const bool points = term->kind == WT_ENV_POINTS;
    if (term->kind == WT_ENV_LIVE) {
        *high = term->destination == WT_TO_PITCH ? 12.0 : 4.0;
        *low = -*high;
        return;
    }
    const size_t n = points ? term->n_points : term->kind == WT_ENV_SAMPLES ? term->n_samples : 2;
    for (size_t i = 0; i < n; ++i) {
        const double x = points ? wt_env_value(term->points[i].value, note)
                         : term->kind == WT_ENV_SAMPLES
                             ? (double)term->samples[i]
                             : wt_env_value(i ? term->high : term->low, note);
        *low = i == 0 || x < *low ? x : *low;
        *high = i == 0 || x > *high ? x : *high;
    }
}

// The bounds of a product, from those of its factors.
static void multiply_bounds(double from, double to, double *low, double *high) {
    const double ends[4] = {*low * from, *low * to, *high * from, *high * to};
    *low = *high = ends[0];
    for (int i = 1; i < 4; ++i) {
        *low = ends[i] < *low ? ends[i] : *low;
        *high = ends[i] > *high ? ends[i] : *high;
    }
}

void wt_env_bounds(const wt_env *env, const wt_note_context *note, double *low, double *high) {
    double least = 0.0;
    double most = 0.0;
    for (size_t i = 0, factors; i < env->n_terms; i += factors) {
        double from = 0.0;
        double to = 0.0;
        factors = wt_env_n_factors(env, i);
        term_bounds(&env->terms[i], note, &from, &to);
        for (size_t k = 1; k < factors; ++k) {
            double least_factor = 0.0, most_factor = 0.0;
            term_bounds(&env->terms[i + k], note, &least_factor, &most_factor);
            multiply_bounds(least_factor, most_factor, &from, &to);
        }
        least += from;
        most += to;
    }
    *low = least < *low ? least : *low;
    *high = most > *high ? most : *high;
}
