// Defaults, completion and release of requests.
#include "app/request/request.h"

#include "core/output/noise_shape.h"

#include <stdlib.h>
#include <string.h>

void wt_request_init(wt_request *s) {
    memset(s, 0, sizeof *s);
    s->notes.duration = (wt_time){1.0, WT_SECONDS};
    s->notes.tempo_bpm = 120.0;
    s->notes.tempo_share = 1.0;
    s->notes.tuning_hz = 440.0;
    s->notes.middle_c = 1;
    s->sound.interp = -1;
    s->sound.bandlimit = true;
    s->sound.adsr =
        (wt_adsr_text){{0.005, WT_SECONDS}, {0.0, WT_SECONDS}, 1.0, {0.010, WT_SECONDS}};
    s->sound.unison = 1;
    s->output.type = -1;
    s->output.rate = 48000;
    s->output.encoding = WT_NO_ENCODING;
    s->output.dither = -1;
    s->output.sync = -1;
    s->batch.items = 1;
    s->table.type = -1;
    s->table.raw = -1;
    s->plot.type = -1;
    s->output.loudness = WT_NORMAL;
}

static void free_env(wt_env_setting *env) {
    if (env->given) {
        wt_env_text_free(&env->env);
        env->given = false;
    }
}

static void free_parts(wt_part_settings *parts) {
    for (size_t i = 0; i < parts->n; ++i) {
        free(parts->of[i].who);
    }
    free(parts->of);
    *parts = (wt_part_settings){0};
}

void wt_request_free(wt_request *s) {
    free_parts(&s->notes.parts);
    free_parts(&s->notes.only);
    for (size_t i = 0; i < s->notes.n_words; ++i) {
        if (!s->notes.words[i].is_range) {
            wt_note_text_free(&s->notes.words[i].note);
        }
    }
    free(s->notes.words);
    s->notes.words = NULL;
    s->notes.n_words = s->notes.words_room = 0;
    for (size_t i = 0; i < s->n_names; ++i) {
        free(s->names[i]);
    }
    free(s->names);
    s->names = NULL;
    s->n_names = 0;
    for (int to = 0; to < WT_N_DESTINATIONS; ++to) {
        for (int d = 0; d < WT_MAX_DIMENSIONS; ++d) {
            free_env(&s->sound.env[to][d]);
        }
    }
    while (s->sound.n_waves > 0) {
        wt_wave_text_free(&s->sound.waves[--s->sound.n_waves].wave);
    }
    free_env(&s->plot.curve);
    wt_wave_text_free(&s->sound.fm_wave);
}

static void check_dimensions(const wt_sound_request *sound, wt_mod_destination to,
                             wt_fault *fault) {
    const int n = sound->n_waves > 0 ? sound->n_waves : 1;
    for (int d = n; d < WT_MAX_DIMENSIONS; ++d) {
        if (sound->env[to][d].given) {
            wt_fault_set(fault, WT_FAULT_USAGE, wt_mod_destinations[to].option,
                         "there is no dimension %d (each -w adds one, counted from 0; there %s %d)",
                         d, n > 1 ? "are" : "is", n);
        }
    }
}

bool wt_request_check_sound(const wt_request *s, wt_fault *fault) {
    const wt_sound_request *sound = &s->sound;
    if (sound->env[WT_TO_PAN][0].given && s->output.channels == 1) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--pan",
                     "one channel has no left and right (leave -c 1 out)");
    }
    if (s->output.dither == WT_DITHER_SHAPED && !wt_noise_shape_of(s->output.rate)) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--dither",
                     "shaped noise is for 44100 and 48000 Hz (use tpdf, or another --rate)");
    }
    if (s->output.dither == WT_DITHER_SHAPED && s->output.bits > 24) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--dither",
                     "%d bits have no noise that could be shaped (use fewer)", s->output.bits);
    }
    if (sound->has_fm && sound->scan != WT_SCAN_MIX) {
        wt_fault_set(
            fault, WT_FAULT_USAGE, "--fm",
            "its swing goes back and forth over the turns at which cycles follow one another "
            "(use --scan mix, or leave --fm out)");
    }
    if (sound->env[WT_TO_INDEX][0].given && !sound->has_fm) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--index", "there is no modulator (add --fm RATIO)");
    }
    for (int to = 0; to < WT_N_DESTINATIONS; ++to) {
        check_dimensions(sound, (wt_mod_destination)to, fault);
    }
    return fault->kind == 0;
}

int wt_request_middle_c(const wt_request *request) {
    return request->notes.middle_c + 3;
}

double wt_request_seconds(const wt_request *request, wt_time time) {
    return wt_time_seconds(time, request->output.rate, request->notes.tempo_bpm, 0.0);
}

void wt_request_complete(wt_request *s, bool batch) {
    const bool many = batch || s->notes.each;
    if (s->output.sync < 0) {
        s->output.sync = many ? WT_SYNC_END : WT_SYNC_FILE;
    }
    if (!s->notes.score_path) { // NOTEs have 120 of their own
        s->notes.tempo_bpm *= s->notes.tempo_share;
        s->notes.tempo_share = 1.0;
    }
    s->output.measure = s->output.log_path || s->output.loudness == WT_VERBOSE;
}
