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

static bool is_of(const wt_env *env, const wt_env_term *term) {
    return env->n_terms > 0 && term >= env->terms && term < env->terms + env->n_terms;
}

bool wt_loop_lfos_find(wt_loop_lfos *lfos, wt_sound *sound, const wt_note_context *context) {
    lfos->n = 0;
    lfos->pitch_rate = 0.0;
    for (size_t i = 0; i < sound->n_terms; ++i) {
        wt_env_term *const term = &sound->terms[i];
        if (!moves(term)) {
            continue;
        }
        if (lfos->n == WT_MOST_LOOP_LFOS) {
            return false;
        }
        lfos->terms[lfos->n] = term;
        lfos->rates[lfos->n] = cycles_a_frame(term, context);
        if (is_of(&sound->patch.env[WT_TO_PITCH][0], term)) {
            lfos->pitch_rate = lfos->rates[lfos->n];
        }
        ++lfos->n;
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
