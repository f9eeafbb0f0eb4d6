// Finds LFOs among the terms of a sound's envelopes, and moves their rates.
#include "app/render/loop_lfos.h"

#include "base/math.h"

static bool moves(const wt_env_term *term) {
    return term->kind == WT_ENV_LFO &&
           (term->low.number != term->high.number || term->low.scaling != term->high.scaling);
}

static double cycles_a_frame(const wt_env_term *term, const wt_note_context *context) {
    const double hz = term->per_note_value ? context->tempo_bpm / (240.0 * term->rate) : term->rate;
    return hz / context->rate;
}

static bool add(wt_loop_lfos *lfos, wt_env_term *term, const wt_note_context *context) {
    if (lfos->n == WT_MOST_LOOP_LFOS) {
        return false;
    }
    lfos->terms[lfos->n] = term;
    lfos->rates[lfos->n++] = cycles_a_frame(term, context);
    return true;
}

bool wt_loop_lfos_find(wt_loop_lfos *lfos, wt_sound *sound, const wt_note_context *context) {
    lfos->n = 0;
    lfos->pitch_rate = 0.0;
    for (int i = 0; i < WT_N_DESTINATIONS * WT_MAX_DIMENSIONS; ++i) {
        const int to = i / WT_MAX_DIMENSIONS;
        const wt_env *const env = &sound->patch.env[to][i % WT_MAX_DIMENSIONS];
        const bool still = wt_env_is_still(env, context); // as a vibrato by a wheel at rest
        for (size_t k = 0; k < env->n_terms && !still; ++k) {
            if (!moves(&env->terms[k])) {
                continue;
            }
            if (!add(lfos, sound->terms + (env->terms - sound->terms) + k, context)) {
                return false;
            }
            lfos->pitch_rate = to == WT_TO_PITCH ? lfos->rates[lfos->n - 1] : lfos->pitch_rate;
        }
    }
    return true;
}

void wt_loop_lfos_tune(const wt_loop_lfos *lfos, const wt_note_context *context, uint32_t frames) {
    for (size_t i = 0; i < lfos->n; ++i) {
        const double hz = wt_round(lfos->rates[i] * frames) / frames * context->rate;
        lfos->terms[i]->rate =
            lfos->terms[i]->per_note_value ? context->tempo_bpm / (240.0 * hz) : hz;
    }
}
