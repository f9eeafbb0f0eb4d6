// What the terms of an envelope come to for a note, and how they make products.
#ifndef WT_CORE_ENVELOPE_TERM_H
#define WT_CORE_ENVELOPE_TERM_H

#include "core/envelope/envelope.h"

static inline double wt_env_value(wt_value value, const wt_note_context *note) {
    switch (value.scaling) {
    case WT_VELOCITY:
        return value.number * (note->velocity / 127.0);
    case WT_KEY:
        return value.number * (note->key / 127.0);
    default:
        return value.number;
    }
}

// Factors of one product: `term` and those behind it.
static inline size_t wt_env_n_factors(const wt_env *env, size_t term) {
    size_t n = 1;
    while (term + n < env->n_terms && env->terms[term + n].times) {
        ++n;
    }
    return n;
}

#endif
