// What the fields of a patch may be.
#include "core/voice/patch.h"

#include "wavetable/wavetable.h"

#include <float.h>

static bool is_in(double x, double low, double high) {
    return x >= low && x <= high;
}

static bool is_finite(double x) {
    return is_in(x, -DBL_MAX, DBL_MAX);
}

static bool are_points(const wt_env_term *term) {
    bool all = term->points && term->n_points > 0;
    for (size_t i = 0; all && i < term->n_points; ++i) {
        const wt_breakpoint *const p = &term->points[i];
        all =
            is_in(p->time.value, 0.0, DBL_MAX) && is_finite(p->value.number) && is_finite(p->curve);
    }
    return all;
}

static bool is_lfo(const wt_env_term *term) {
    const double most = 1e6, least = term->per_note_value ? 1.0 / most : DBL_MIN;
    return (term->samples || term->cubics) && is_in((double)term->n_samples, 1.0, 65536.0) &&
           is_in(term->rate, least, most) && is_in(term->phase, 0.0, 1.0);
}

static bool is_term(const wt_env_term *term) {
    if (!is_finite(term->low.number) || !is_finite(term->high.number)) {
        return false;
    }
    switch (term->kind) {
    case WT_ENV_POINTS:
        return are_points(term);
    case WT_ENV_LFO:
        return is_lfo(term);
    case WT_ENV_RANDOM:
        return true;
    case WT_ENV_CONTROLLER:
        return term->controller < WT_N_CONTROLLERS;
    case WT_ENV_SAMPLES:
        return term->samples && term->n_samples > 0;
    default:
        return term->kind == WT_ENV_LIVE && (unsigned)term->destination < WT_N_DESTINATIONS &&
               term->dimension < WT_MAX_DIMENSIONS;
    }
}

static bool is_env(const wt_env *env) {
    for (size_t i = 0; i < env->n_terms; ++i) {
        if (!is_term(&env->terms[i])) {
            return false;
        }
    }
    return true;
}

static bool are_dimensions(const wt_patch *patch) {
    bool all = patch->n_dimensions >= 1 && patch->n_dimensions <= WT_MAX_DIMENSIONS;
    for (uint32_t d = 0; all && d < patch->n_dimensions; ++d) {
        all = patch->dimensions[d].cycles && patch->dimensions[d].n_cycles >= 1;
    }
    return all;
}

static bool are_envs(const wt_env *envs) {
    bool all = true;
    for (int d = 0; d < WT_MAX_DIMENSIONS; ++d) {
        all = all && is_env(&envs[d]);
    }
    return all;
}

static bool is_adsr(const wt_adsr *adsr) {
    const double longest_s = 1e6;
    return is_in(adsr->attack_s, 0.0, longest_s) && is_in(adsr->decay_s, 0.0, longest_s) &&
           is_in(adsr->sustain, 0.0, 1.0) && is_in(adsr->release_s, 0.0, longest_s);
}

static bool is_form(wt_form form) {
    return (unsigned)form.engine <= WT_ENGINE_Q31 && (unsigned)form.interp < WT_INTERPS;
}

static bool is_fm(const wt_fm *fm) {
    return !fm->on || (is_in(fm->hz, 0.0, 1e6) && (fm->hz > 0.0 || is_in(fm->ratio, 0.0, 1e4)));
}

static wt_status refuse(const char *name, const char **field) {
    if (field) {
        *field = name;
    }
    return WT_BAD_RANGE;
}

wt_status wt_patch_check(const wt_patch *patch, const char **field) {
    const struct {
        const char *name;
        bool good;
    } fields[] = {
        {"rate", is_in(patch->rate, 1000.0, 768000.0)},
        {"tempo_bpm", is_in(patch->tempo_bpm, DBL_MIN, 1e9)},
        {"form", is_form(patch->form)},
        {"scan", (unsigned)patch->scan <= WT_SCAN_RANDOM},
        {"dimensions", are_dimensions(patch)},
        {"adsr", is_adsr(&patch->adsr)},
        {"fm", is_fm(&patch->fm)},
    };
    for (int to = 0; to < WT_N_DESTINATIONS; ++to) {
        if (!are_envs(patch->env[to])) {
            return refuse(wt_mod_destinations[to].name, field);
        }
    }
    for (size_t i = 0; i < sizeof fields / sizeof *fields; ++i) {
        if (!fields[i].good) {
            return refuse(fields[i].name, field);
        }
    }
    return WT_OK;
}
