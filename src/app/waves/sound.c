// Patches from request.
#include "app/waves/sound.h"

#include "base/math.h"

#include <stdlib.h>
#include <string.h>

static const wt_breakpoint zero = {{0.0, WT_SECONDS}, {0.0, WT_PLAIN}, 0.0};
static const wt_breakpoint one = {{0.0, WT_SECONDS}, {1.0, WT_PLAIN}, 0.0};
static const wt_env_term zero_term = {.kind = WT_ENV_POINTS, .points = &zero, .n_points = 1};
static const wt_env_term one_term = {.kind = WT_ENV_POINTS, .points = &one, .n_points = 1};

double wt_request_seconds(const wt_request *request, wt_time time) {
    return wt_time_seconds(time, request->rate, request->tempo_bpm, 0.0);
}

wt_adsr wt_request_adsr(const wt_request *request) {
    return (wt_adsr){wt_request_seconds(request, request->adsr.attack),
                     wt_request_seconds(request, request->adsr.decay), request->adsr.sustain,
                     wt_request_seconds(request, request->adsr.release)};
}

// Load what the terms name.
static bool complete_env(wt_env_setting *setting, wt_wave_store *store, wt_fault *fault) {
    for (size_t i = 0; i < setting->env.env.n_terms; ++i) {
        wt_env_term *term = &setting->env.terms[i];
        const char *name = setting->env.names[i];
        if (term->samples) {
            continue; // threads may share request that were completed before
        }
        if (term->kind == WT_ENV_LFO &&
            !wt_wave_store_lfo(store, name, &term->samples, &term->n_samples, fault)) {
            const char *const at = strstr(setting->text, name);
            wt_fault_point(fault, "lfo", setting->text, at ? (size_t)(at - setting->text) : 0);
            return false;
        }
        if (term->kind == WT_ENV_SAMPLES &&
            !wt_wave_store_curve(store, name, &term->samples, &term->n_samples, fault)) {
            return false;
        }
    }
    return true;
}

static bool set_env(wt_env *env, wt_env_setting *setting, const wt_env_term *otherwise,
                    wt_wave_store *store, wt_fault *fault) {
    if (!setting->given) {
        *env = (wt_env){otherwise, 1};
        return true;
    }
    *env = setting->env.env;
    return complete_env(setting, store, fault);
}

static bool add_items(wt_sound *sound, int d, const wt_wave_setting *wave, wt_request *request,
                      wt_wave_store *store, wt_fault *fault) {
    wt_dimension *dimension = &sound->patch.dimensions[d];
    uint32_t count = 0;
    for (size_t i = 0; i < wave->wave.n_items; ++i) {
        wt_cycles cycles;
        if (!wt_wave_store_cycles(store, &wave->wave.items[i], wave->frame_length,
                                  request->loudness, &cycles, fault)) {
            wt_fault_point(fault, "--wave", wave->text, wave->wave.items[i].at);
            return false;
        }
        wt_cycle_ref *grown = realloc(sound->refs[d], (count + (size_t)cycles.n) * sizeof *grown);
        if (!grown) {
            wt_fault_memory(fault);
            return false;
        }
        sound->refs[d] = grown;
        memcpy(grown + count, cycles.refs, cycles.n * sizeof *grown);
        count += cycles.n;
    }
    *dimension = (wt_dimension){sound->refs[d], count};
    return true;
}

static bool add_dimensions(wt_sound *sound, wt_request *request, wt_wave_store *store,
                           wt_fault *fault) {
    static wt_wave_item saw_item = {.kind = WT_WAVE_SAW};
    static const wt_wave_setting saw = {"saw", {&saw_item, 1}, 0};
    const int n = request->n_waves > 0 ? request->n_waves : 1;
    sound->patch.n_dimensions = (uint32_t)n;
    for (int d = 0; d < n; ++d) {
        const wt_wave_setting *wave = request->n_waves > 0 ? &request->waves[d] : &saw;
        if (!add_items(sound, d, wave, request, store, fault) ||
            !set_env(&sound->patch.mix[d], &request->mix[d], &zero_term, store, fault) ||
            !set_env(&sound->patch.cross[d], &request->cross[d], &zero_term, store, fault)) {
            return false;
        }
    }
    return true;
}

static bool add_fm(wt_sound *sound, wt_request *request, wt_wave_store *store, wt_fault *fault) {
    static const wt_wave_item sine = {.kind = WT_WAVE_SINE};
    if (!request->has_fm) {
        return true;
    }
    const wt_wave_item *item = request->fm_wave.n_items ? request->fm_wave.items : &sine;
    wt_cycles cycles;
    if (!wt_wave_store_cycles(store, item, 0, request->loudness, &cycles, fault)) {
        wt_fault_point(fault, "--fm", request->fm_text, strcspn(request->fm_text, ":") + 1);
        return false;
    }
    wt_fm *fm = &sound->patch.fm;
    *fm = (wt_fm){
        .on = true, .ratio = request->fm_ratio, .hz = request->fm_hz, .wave = cycles.refs[0]};
    return set_env(&fm->index, &request->index, &one_term, store, fault);
}

static wt_interp interp_of(const wt_request *request) {
    if (request->interp >= 0) {
        return (wt_interp)request->interp;
    }
    return request->engine == WT_ENGINE_FLOAT ? WT_INTERP_CUBIC : WT_INTERP_LINEAR;
}

static void set_plain_things(wt_patch *patch, const wt_request *request) {
    const double turns = request->phase - wt_floor(request->phase);
    patch->rate = request->rate;
    patch->tempo_bpm = request->tempo_bpm;
    patch->form = (wt_form){request->engine, interp_of(request)};
    patch->bandlimit = request->bandlimit;
    patch->scan = request->scan;
    patch->seed = request->seed;
    patch->phase = (uint32_t)(int64_t)wt_round(turns * 4294967296.0);
    patch->adsr = wt_request_adsr(request);
}

bool wt_sound_make(wt_sound *sound, wt_request *request, wt_wave_store *store, wt_fault *fault) {
    memset(sound, 0, sizeof *sound);
    wt_patch *patch = &sound->patch;
    set_plain_things(patch, request);
    if (add_dimensions(sound, request, store, fault) && add_fm(sound, request, store, fault) &&
        set_env(&patch->amp, &request->amp, &one_term, store, fault) &&
        set_env(&patch->pitch, &request->pitch, &zero_term, store, fault) &&
        set_env(&patch->pan, &request->pan, &zero_term, store, fault)) {
        return true;
    }
    wt_sound_free(sound);
    return false;
}

void wt_sound_free(wt_sound *sound) {
    for (int d = 0; d < WT_MAX_DIMENSIONS; ++d) {
        free(sound->refs[d]);
        sound->refs[d] = NULL;
    }
}
