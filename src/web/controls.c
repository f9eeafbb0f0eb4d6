// Envelopes of the modules: each is one value, or live. Others have no way into them.
#include "core/envelope/live.h"

static bool is_live(const wt_env *env) {
    return env->terms->kind == WT_ENV_LIVE;
}

static double value_of(const wt_env *env) {
    return env->terms->points->value.number;
}

bool wt_env_render(const wt_env *env, const wt_note_context *note, const wt_curves *curves,
                   uint64_t start, float *out, size_t n) {
    (void)curves;
    if (is_live(env)) {
        return wt_env_live_render(env->terms, note, start, out, n);
    }
    out[0] = (float)value_of(env);
    return true;
}

double wt_env_at(const wt_env *env, const wt_note_context *note, uint64_t frame) {
    return is_live(env) ? wt_env_live_at(env->terms, note, frame) : value_of(env);
}

bool wt_env_is_still(const wt_env *env, const wt_note_context *note) {
    (void)note;
    return !is_live(env);
}

unsigned wt_env_follows(const wt_env *env) {
    return is_live(env) ? WT_FOLLOWS_ITSELF : 0;
}

void wt_env_bounds(const wt_env *env, const wt_note_context *note, double *low, double *high) {
    (void)env, (void)note, (void)low, (void)high; // asked for --fm alone
}
