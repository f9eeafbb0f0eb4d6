// When an envelope stops moving, and whether it moves at all.
#include "core/envelope/envelope.h"

static bool are_equal(wt_value a, wt_value b) {
    return a.number == b.number && (a.number == 0.0 || a.scaling == b.scaling);
}

// The first frame from which the last value holds. Times that go back count as the latest so far.
static double points_settle(const wt_env_term *term, const wt_note_context *note) {
    double latest = 0.0;
    double settled = 0.0;
    for (size_t i = 0; i < term->n_points; ++i) {
        const wt_breakpoint *p = &term->points[i];
        const double time_s = wt_time_seconds(p->time, note->rate, note->tempo_bpm, note->note_s);
        const double frame = (time_s - term->origin_s) * note->rate;
        latest = frame > latest ? frame : latest;
        if (i > 0 && !are_equal(p->value, p[-1].value)) {
            settled = latest;
        }
    }
    return settled;
}

static uint64_t term_settles(const wt_env_term *term, const wt_note_context *note) {
    if (term->kind == WT_ENV_LFO) {
        return are_equal(term->low, term->high) ? 0 : UINT64_MAX;
    }
    if (term->kind == WT_ENV_LIVE) {
        return UINT64_MAX;
    }
    if (term->kind == WT_ENV_RANDOM) {
        return 0;
    }
    if (term->kind == WT_ENV_SAMPLES) {
        return term->n_samples > 0 ? term->n_samples - 1 : 0;
    }
    const wt_env_term curve =
        term->kind == WT_ENV_CONTROLLER ? wt_env_controller(term, note) : *term;
    double frame = points_settle(&curve, note);
    if (term->kind == WT_ENV_CONTROLLER && wt_env_has_key(term, note)) {
        const wt_env_term key = wt_env_curve(note->key_pressure, note);
        const double of_key = points_settle(&key, note);
        frame = of_key > frame ? of_key : frame;
    }
    return frame < 9e15 ? (uint64_t)frame + 1 : UINT64_MAX;
}

uint64_t wt_env_steady_from(const wt_env *env, const wt_note_context *note) {
    uint64_t settled = 0;
    for (size_t i = 0; i < env->n_terms; ++i) {
        const wt_env_term *term = &env->terms[i];
        const bool constant = term->kind == WT_ENV_POINTS && term->n_points == 1;
        const uint64_t frame = constant ? 0 : term_settles(term, note);
        settled = frame > settled ? frame : settled;
    }
    return settled;
}

// Whether a controller stays where it is, and where that makes its term 0.
static bool controller_rests(const wt_env_term *term, const wt_note_context *note, bool at_0) {
    const wt_env_term curve = wt_env_controller(term, note);
    const bool from_0 = term->low.number == 0.0;
    size_t n = 1;
    while (n < curve.n_points && curve.points[n].value.number == curve.points[0].value.number) {
        ++n;
    }
    return n == curve.n_points && !wt_env_has_key(term, note) &&
           (!at_0 || (from_0 && curve.points[0].value.number == 0.0));
}

static bool term_rests(const wt_env_term *term, const wt_note_context *note) {
    return term->kind == WT_ENV_RANDOM || (term->kind == WT_ENV_POINTS && term->n_points == 1) ||
           (term->kind == WT_ENV_CONTROLLER && controller_rests(term, note, false));
}

bool wt_env_is_still(const wt_env *env, const wt_note_context *note) {
    bool still = true;
    for (size_t i = 0; still && i < env->n_terms;) { // product by product
        bool rests = true;
        bool nothing = false;
        do {
            const wt_env_term *term = &env->terms[i];
            rests = rests && term_rests(term, note);
            nothing =
                nothing || (term->kind == WT_ENV_CONTROLLER && controller_rests(term, note, true));
        } while (++i < env->n_terms && env->terms[i].times);
        still = rests || nothing;
    }
    return still;
}
