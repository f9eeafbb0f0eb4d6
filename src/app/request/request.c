// Defaults, completion and release of request.
#include "app/request/request.h"

#include <stdlib.h>
#include <string.h>

void wt_request_init(wt_request *s) {
    memset(s, 0, sizeof *s);
    s->duration = (wt_time){1.0, WT_SECONDS};
    s->tempo_bpm = 120.0;
    s->tuning_hz = 440.0;
    s->interp = -1;
    s->bandlimit = true;
    s->adsr = (wt_adsr_text){{0.005, WT_SECONDS}, {0.0, WT_SECONDS}, 1.0, {0.010, WT_SECONDS}};
    s->unison = 1;
    s->type = -1;
    s->rate = 48000;
    s->encoding = -1;
    s->channels = 1;
    s->dither = -1;
    s->loudness = WT_NORMAL;
}

static void free_env(wt_env_setting *env) {
    wt_env_text_free(&env->env);
    env->given = false;
}

void wt_request_free(wt_request *s) {
    for (size_t i = 0; i < s->n_notes; ++i) {
        if (!s->notes[i].is_range) {
            wt_note_text_free(&s->notes[i].note);
        }
    }
    free(s->notes);
    s->notes = NULL;
    s->n_notes = s->notes_room = 0;
    for (int d = 0; d < WT_MAX_DIMENSIONS; ++d) {
        wt_wave_text_free(&s->waves[d].wave);
        free_env(&s->mix[d]);
        free_env(&s->cross[d]);
    }
    s->n_waves = 0;
    free_env(&s->amp);
    free_env(&s->pitch);
    free_env(&s->pan);
    free_env(&s->index);
    free_env(&s->curve);
    wt_wave_text_free(&s->fm_wave);
}

static void complete_format(wt_request *s) {
    if (s->type < 0 && s->output && strcmp(s->output, "-") != 0) {
        s->type = wt_type_by_suffix(s->output);
    } else if (s->type < 0) {
        s->type = WT_TYPE_RAW;
    }
    if (s->encoding < 0) {
        s->encoding = s->bits == 64 ? WT_FLOATING : WT_SIGNED;
        if (s->bits == 8 && (s->type == WT_TYPE_WAV || s->type == WT_TYPE_RF64)) {
            s->encoding = WT_UNSIGNED; // the only 8 bits that WAV knows
        }
    }
    if (s->bits == 0) {
        s->bits = s->encoding == WT_FLOATING ? 32 : 16;
    }
}

// Of a score nobody knows beforehand how loud it comes out.
static void complete_gain(wt_request *s) {
    if (s->score_path && !s->has_gain && !s->normalize) {
        s->normalize = true;
        s->normalize_db = -1.0;
    }
}

bool wt_request_complete(wt_request *s, wt_fault *fault) {
    complete_format(s);
    complete_gain(s);
    if (s->type < 0) {
        wt_fault_set(
            fault, WT_FAULT_USAGE, "--output",
            "the suffix of '%s' names no sound file type (use .wav, .flac, .aiff, .ogg ..., or "
            "say -t TYPE)",
            s->output);
    }
    return fault->kind == 0 && wt_request_check_sound(s, fault);
}

bool wt_request_check_sound(const wt_request *s, wt_fault *fault) {
    if (s->pan.given && s->channels != 2) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--pan",
                     "one channel has no left and right (add -c 2)");
    }
    if (s->index.given && !s->has_fm) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--index", "there is no modulator (add --fm RATIO)");
    }
    for (int d = s->n_waves > 0 ? s->n_waves : 1; d < WT_MAX_DIMENSIONS; ++d) {
        if (s->mix[d].given || s->cross[d].given) {
            wt_fault_set(fault, WT_FAULT_USAGE, s->mix[d].given ? "--mix" : "--cross",
                         "there is no dimension %d (each -w adds one, counted from 0; there %s %d)",
                         d, s->n_waves > 1 ? "are" : "is", s->n_waves > 0 ? s->n_waves : 1);
        }
    }
    return fault->kind == 0;
}
