// Patches from requests.
#include "app/waves/sound.h"

#include "base/math.h"

#include <stdlib.h>
#include <string.h>

bool wt_env_complete(wt_env *env, wt_env_term *terms, const wt_env_setting *setting,
                     const char *option, wt_wave_store *store, wt_wave_uses *uses,
                     const wt_listener *listener, wt_fault *fault) {
    const wt_env *asked = &setting->env.env;
    for (size_t i = 0; i < asked->n_terms; ++i) {
        const wt_wave_item *const wave = &setting->env.waves[i];
        wt_env_term *term = &terms[i];
        *term = asked->terms[i];
        if (term->kind == WT_ENV_LFO &&
            !wt_wave_store_lfo(store, wave, uses, listener, term, fault)) {
            wt_fault_point(fault, &setting->place, option, setting->text, wave->at);
            return false;
        }
        if (term->kind == WT_ENV_SAMPLES &&
            !wt_wave_store_curve(store, wave->path, uses, &term->samples, &term->n_samples,
                                 fault)) {
            return false;
        }
    }
    *env = (wt_env){terms, asked->n_terms};
    return true;
}

// What the steps of making a sound share.
typedef struct {
    wt_sound *sound;
    wt_wave_store *store;
    const wt_listener *listener;
    wt_fault *fault;
} maker;

static bool set_env(maker *m, const wt_env_setting *setting, int to, int d) {
    wt_env *env = &m->sound->patch.env[to][d];
    if (!setting->given) {
        *env = *wt_mod_destinations[to].initial;
        return true;
    }
    wt_env_term *const terms = m->sound->terms + m->sound->n_terms;
    m->sound->n_terms += setting->env.env.n_terms;
    const bool ok = wt_env_complete(env, terms, setting, wt_mod_destinations[to].option, m->store,
                                    &m->sound->uses, m->listener, m->fault);
    for (size_t i = 0; ok && i < env->n_terms; ++i) {
        const int destination = to * WT_MAX_DIMENSIONS + d;
        terms[i].draw = (uint32_t)(destination * WT_ENV_MAX_TERMS) + (uint32_t)i;
    }
    return ok;
}

static bool add_envelopes(maker *m, const wt_sound_request *s) {
    bool ok = true;
    for (int to = 0; to < WT_N_DESTINATIONS; ++to) {
        for (int d = 0; d < WT_MAX_DIMENSIONS && ok; ++d) {
            ok = set_env(m, &s->env[to][d], to, d);
        }
    }
    return ok;
}

static size_t count_terms(const wt_sound_request *s) {
    size_t n = 0;
    for (int to = 0; to < WT_N_DESTINATIONS; ++to) {
        for (int d = 0; d < WT_MAX_DIMENSIONS; ++d) {
            n += s->env[to][d].env.env.n_terms;
        }
    }
    return n;
}

// Noise has no table: the voice makes it.
static bool cycles_of(maker *m, const wt_wave_setting *wave, const wt_wave_item *item,
                      wt_cycle_ref *noise, wt_cycles *cycles) {
    wt_noise *const filters = &m->sound->patch.noise;
    if (item->kind == WT_WAVE_NOISE) {
        if (!wt_noise_is_used(filters)) {
            wt_noise_init(filters, m->sound->patch.rate);
        }
        *noise = (wt_cycle_ref){.noise = 1 + item->color};
        *cycles = (wt_cycles){noise, NULL, 1};
        filters->used[item->color] = true;
        return true;
    }
    if (wt_wave_store_cycles(m->store, item, wave->frame_length, &m->sound->uses, m->listener,
                             cycles, m->fault)) {
        return true;
    }
    wt_wave_store_point(&wave->place, "--wave", wave->text, item->at, m->fault);
    return false;
}

static bool add_items(maker *m, int d, const wt_wave_setting *wave) {
    wt_cycle_ref **refs = &m->sound->refs[d];
    uint32_t count = 0;
    for (size_t i = 0; i < wave->wave.n_items; ++i) {
        wt_cycles cycles;
        wt_cycle_ref noise;
        if (!cycles_of(m, wave, &wave->wave.items[i], &noise, &cycles)) {
            return false;
        }
        wt_cycle_ref *grown = realloc(*refs, (count + (size_t)cycles.n) * sizeof *grown);
        if (!grown) {
            return wt_fault_memory(m->fault);
        }
        *refs = grown;
        memcpy(grown + count, cycles.refs, cycles.n * sizeof *grown);
        count += cycles.n;
    }
    m->sound->patch.dimensions[d] = (wt_dimension){*refs, count};
    return true;
}

static bool add_dimensions(maker *m, const wt_sound_request *s) {
    static wt_wave_item saw_item = {.kind = WT_WAVE_SHAPE, .cycle.kind = WT_CYCLE_SAW};
    static const wt_wave_setting saw = {"saw", {&saw_item, 1}, 0, {0}};
    wt_patch *patch = &m->sound->patch;
    const int n = s->n_waves > 0 ? s->n_waves : 1;
    patch->n_dimensions = (uint32_t)n;
    for (int d = 0; d < n; ++d) {
        if (!add_items(m, d, s->n_waves > 0 ? &s->waves[d] : &saw)) {
            return false;
        }
    }
    return true;
}

static bool add_fm(maker *m, const wt_sound_request *s) {
    static const wt_wave_item sine = {.kind = WT_WAVE_SHAPE, .cycle.kind = WT_CYCLE_SINE};
    if (!s->has_fm) {
        return true;
    }
    const wt_wave_item *item = s->fm_wave.n_items ? s->fm_wave.items : &sine;
    wt_cycles cycles;
    if (!wt_wave_store_swing(m->store, item, &m->sound->uses, m->listener, &cycles, m->fault)) {
        wt_fault_point(m->fault, &s->fm_place, "--fm", s->fm_text, strcspn(s->fm_text, ":") + 1);
        return false;
    }
    wt_fm *fm = &m->sound->patch.fm;
    *fm = (wt_fm){.on = true, .ratio = s->fm_ratio, .hz = s->fm_hz, .wave = cycles.refs[0]};
    return true;
}

static wt_interp interp_of(const wt_sound_request *s) {
    if (s->interp >= 0) {
        return (wt_interp)s->interp;
    }
    return s->engine == WT_ENGINE_FLOAT ? WT_INTERP_CUBIC : WT_INTERP_LINEAR;
}

static wt_adsr adsr_of(const wt_adsr_text *asked, int rate, double tempo_bpm) {
    return (wt_adsr){wt_time_seconds(asked->attack, rate, tempo_bpm, 0.0),
                     wt_time_seconds(asked->decay, rate, tempo_bpm, 0.0), asked->sustain,
                     wt_time_seconds(asked->release, rate, tempo_bpm, 0.0)};
}

static void set_plain_things(wt_patch *patch, const wt_sound_request *s, int rate,
                             double tempo_bpm) {
    const double turns = s->phase - wt_floor(s->phase);
    patch->rate = rate;
    patch->tempo_bpm = tempo_bpm;
    patch->form = (wt_form){(wt_engine)s->engine, interp_of(s)};
    patch->bandlimit = s->bandlimit;
    patch->scan = (wt_scan)s->scan;
    patch->seed = s->seed;
    patch->phase = (uint32_t)(int64_t)wt_round(turns * 4294967296.0);
    patch->adsr = adsr_of(&s->adsr, rate, tempo_bpm);
}

bool wt_sound_make(wt_sound *sound, const wt_sound_request *s, int rate, double tempo_bpm,
                   wt_wave_store *store, const wt_listener *listener, wt_fault *fault) {
    memset(sound, 0, sizeof *sound);
    sound->turns = 1;
    maker m = {sound, store, listener, fault};
    set_plain_things(&sound->patch, s, rate, tempo_bpm);
    sound->store = store;
    sound->cache = wt_wave_store_cache(store);
    sound->terms = malloc((count_terms(s) + 1) * sizeof *sound->terms);
    if (!sound->terms) {
        wt_fault_memory(fault);
    }
    if (sound->terms && add_dimensions(&m, s) && add_fm(&m, s) && add_envelopes(&m, s)) {
        return true;
    }
    wt_sound_free(sound);
    return false;
}

static bool is_noise(const wt_dimension *dimension) {
    return dimension->n_cycles == 1 && dimension->cycles[0].noise;
}

// The period of all dimensions' cycles in turn, at most `most`. 0: it is longer, or too much work,
// or some of them are noise, which is no cycle.
static uint32_t turns_of(const wt_patch *patch, double most) {
    enum { MOST_HARMONICS = 131072 };
    uint32_t turns = 1, harmonics = WT_PART_HARMONICS / 2;
    for (uint32_t d = 0; d < patch->n_dimensions; ++d) {
        const wt_dimension *dimension = &patch->dimensions[d];
        const uint32_t before = turns;
        while (turns % dimension->n_cycles != 0 && turns <= most) {
            turns += before;
        }
        for (uint32_t i = 0; i < dimension->n_cycles; ++i) {
            const uint32_t has = dimension->cycles[i].harmonics;
            if (dimension->cycles[i].noise && !is_noise(dimension)) {
                return 0;
            }
            harmonics = has < WT_MAX_HARMONICS && has > harmonics ? has : harmonics;
        }
        if (turns > most || turns > MOST_HARMONICS / harmonics) {
            return 0;
        }
    }
    return turns;
}

bool wt_sound_join(wt_sound *sound, double lowest_hz, wt_wave_store *store, wt_fault *fault) {
    const double band_hz = 20000.0;
    wt_patch *patch = &sound->patch;
    const uint32_t turns = patch->scan == WT_SCAN_CYCLE && patch->bandlimit
                               ? turns_of(patch, WT_MAX_HARMONICS * lowest_hz / band_hz)
                               : 0;
    if (turns == 0) {
        return true;
    }
    for (uint32_t d = 0; d < patch->n_dimensions; ++d) {
        wt_cycle_ref joined;
        if (is_noise(&patch->dimensions[d])) {
            continue;
        }
        if (!wt_wave_store_join(store, &patch->dimensions[d], turns, &sound->uses, &joined,
                                fault)) {
            return false;
        }
        sound->refs[d][0] = joined;
        patch->dimensions[d].n_cycles = 1;
    }
    patch->scan = WT_SCAN_MIX;
    patch->phase /= turns;
    sound->turns = turns;
    return true;
}

void wt_sound_free(wt_sound *sound) {
    for (int d = 0; d < WT_MAX_DIMENSIONS; ++d) {
        free(sound->refs[d]);
        sound->refs[d] = NULL;
    }
    free(sound->bends);
    free(sound->terms);
    sound->bends = NULL;
    sound->terms = NULL;
    if (sound->store) {
        wt_wave_store_end(sound->store, &sound->uses);
    }
}
