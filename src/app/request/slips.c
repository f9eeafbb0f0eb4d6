// Slips, each with what was probably meant.
#include "app/request/slips.h"

#include "core/voice/mod_destination.h"

#include <ctype.h>
#include <string.h>

static const double low_note = 12;    // a MIDI number below it is hardly heard
static const double long_time_s = 10; // an attack of 10 s is rare, one of 10 ms is not

static bool is_named(const wt_note_setting *word) {
    return isalpha((unsigned char)word->text[0]) && word->note.n_pitches > 0 &&
           word->note.pitches[0].kind == WT_PITCH_NOTE;
}

static bool is_low_number(const wt_note_setting *word) {
    return isdigit((unsigned char)word->text[0]) && word->note.n_pitches > 0 &&
           word->note.pitches[0].kind == WT_PITCH_NOTE && word->note.pitches[0].value < low_note;
}

// A duration or an octave that stands alone, as in "C4 2".
static void tell_numbers(const wt_request *request, const wt_listener *listener) {
    const wt_notes_request *const notes = &request->notes;
    bool named = false;
    for (size_t i = 0; i < notes->n_words; ++i) {
        named = named || (!notes->words[i].is_range && is_named(&notes->words[i]));
    }
    for (size_t i = 0; i < notes->n_words && named; ++i) {
        const wt_note_setting *word = &notes->words[i];
        if (!word->is_range && is_low_number(word)) {
            const int n = (int)strcspn(word->text, ":,@"); // the number alone
            if (i == 0 && request->sound.normalize) {      // as in "--normalize 0 A4"
                wt_note_to(listener, "NOTE",
                           "%s is played as MIDI note %.*s (a level is written --normalize=%.*s)",
                           word->text, n, word->text, n, word->text);
                return;
            }
            wt_note_to(listener, "NOTE",
                       "%s is played as MIDI note %.*s (a duration is written C4:%.*s, for all "
                       "notes -d %.*s)",
                       word->text, n, word->text, n, word->text, n, word->text);
            return;
        }
    }
}

static void tell_velocities(const wt_notes_request *notes, const wt_listener *listener) {
    for (size_t i = 0; i < notes->n_words; ++i) {
        const wt_note_setting *word = &notes->words[i];
        const double velocity = word->is_range ? word->range.velocities[0] : word->note.velocity;
        if (velocity > 0 && velocity <= 1) {
            wt_note_to(listener, "NOTE",
                       "%s: a velocity goes from 0 to 127 (@%.0f is as loud a part)", word->text,
                       127 * velocity);
            return;
        }
    }
}

static void tell_times(const wt_sound_request *sound, const wt_listener *listener) {
    const wt_time times[] = {sound->adsr.attack, sound->adsr.decay, sound->adsr.release};
    for (size_t i = 0; i < sizeof times / sizeof *times; ++i) {
        if (times[i].unit == WT_SECONDS && times[i].value >= long_time_s) {
            wt_note_to(listener, "--adsr", "%g are seconds (milliseconds are written %gms)",
                       times[i].value, times[i].value);
            return;
        }
    }
}

// The first envelope of the request's own, not of a preset, that is so; null: none.
static const wt_env_setting *find_own(const wt_request *request,
                                      bool (*is_so)(wt_mod_destination to, const wt_env *env),
                                      const char **option) {
    for (int to = 0; to < WT_N_DESTINATIONS; ++to) {
        for (int d = 0; d < WT_MAX_DIMENSIONS; ++d) {
            const wt_env_setting *const setting = &request->sound.env[to][d];
            if (setting->given && setting->place.file == request->file &&
                is_so((wt_mod_destination)to, &setting->env.env)) {
                *option = wt_mod_destinations[to].option;
                return setting;
            }
        }
    }
    return NULL;
}

static bool has_controller(wt_mod_destination to, const wt_env *env) {
    (void)to;
    bool has = false;
    for (size_t k = 0; k < env->n_terms; ++k) {
        has = has || env->terms[k].kind == WT_ENV_CONTROLLER;
    }
    return has;
}

void wt_request_tell_controllers(const wt_request *request, const wt_listener *listener) {
    const char *option;
    const wt_env_setting *const setting = find_own(request, has_controller, &option);
    if (setting) {
        wt_note_to(listener, option,
                   "%s: there is no controller: it stays as at 0 (--score FILE.mid has them)",
                   setting->text);
    }
}

static void tell_waves(const wt_sound_request *sound, const wt_listener *listener) {
    for (int d = 1; d < sound->n_waves; ++d) {
        if (!sound->env[WT_TO_CROSS][d].given) {
            wt_note_to(listener, "--wave",
                       "%s is not heard: nothing fades into dimension %d (--cross %d=ENV does)",
                       sound->waves[d].text, d, d);
            return;
        }
    }
    for (int d = 0; d < sound->n_waves; ++d) {
        const wt_wave_setting *wave = &sound->waves[d];
        if (wave->wave.n_items > 1 && sound->scan == WT_SCAN_MIX &&
            !sound->env[WT_TO_MIX][d].given) {
            wt_note_to(listener, "--wave",
                       "of %s only the first is heard (--mix moves through them: -m 0:0,1:1)",
                       wave->text);
            return;
        }
    }
}

static bool has_one_cycle(const wt_sound_request *sound, int dimension) {
    const wt_wave_text *const wave = &sound->waves[dimension].wave;
    return sound->n_waves == 0 || (wave->n_items == 1 && (wave->items->kind == WT_WAVE_SHAPE ||
                                                          wave->items->kind == WT_WAVE_NOISE));
}

// A position where there is none to move to.
static void tell_idle_mix(const wt_request *request, const wt_listener *listener) {
    const wt_sound_request *const sound = &request->sound;
    for (int d = 0; d == 0 || d < sound->n_waves; ++d) {
        const wt_env_setting *const mix = &sound->env[WT_TO_MIX][d];
        if (!mix->given || mix->place.file != request->file) {
            continue;
        }
        if (sound->scan != WT_SCAN_MIX) {
            wt_note_to(listener, "--mix", "%s moves nothing: --scan plays the cycles in turn",
                       mix->text);
        } else if (has_one_cycle(sound, d)) {
            wt_note_to(listener, "--mix",
                       "%s moves nothing: dimension %d has one cycle (-w saw,square has two)",
                       mix->text, d);
        }
    }
}

// A percentage without its sign, as in "-m 50", or what is below the least.
static bool is_beyond(wt_mod_destination to, const wt_env *env) {
    const bool is_held = to != WT_TO_PITCH && to != WT_TO_INDEX;
    const double least = to == WT_TO_PAN ? -1.0 : 0.0;
    const wt_env_term *const term = env->terms;
    return is_held && env->n_terms == 1 && term->kind == WT_ENV_POINTS && term->n_points == 1 &&
           term->points->value.scaling == WT_PLAIN &&
           (term->points->value.number > 1.0 || term->points->value.number < least);
}

static void tell_beyond(const wt_request *request, const wt_listener *listener) {
    const char *option;
    const wt_env_setting *const setting = find_own(request, is_beyond, &option);
    if (setting && setting->env.env.terms->points->value.number > 1.0) {
        wt_note_to(listener, option, "%s: it is held at 1, the most (half is 0.5, or 50%%)",
                   setting->text);
    } else if (setting) {
        wt_note_to(listener, option, "%s: it is held at the least, which is %s", setting->text,
                   strcmp(option, "--pan") == 0 ? "-1" : "0");
    }
}

// The template of --each, without it.
static void tell_template(const wt_request *request, const wt_listener *listener) {
    static const char *const fields[] = {"{note}", "{midi}", "{hz}", "{vel}", "{n}"};
    const char *const path = request->output.path;
    for (size_t i = 0; path && !request->notes.each && i < sizeof fields / sizeof *fields; ++i) {
        if (strstr(path, fields[i])) {
            wt_note_to(listener, "--output", "%s is part of the name (--each fills it in)",
                       fields[i]);
            return;
        }
    }
}

void wt_request_tell_slips(const wt_request *request, const wt_listener *listener) {
    tell_numbers(request, listener);
    tell_velocities(&request->notes, listener);
    tell_times(&request->sound, listener);
    tell_waves(&request->sound, listener);
    tell_beyond(request, listener);
    tell_template(request, listener);
    if (!request->notes.score_path) {
        tell_idle_mix(request, listener);
        wt_request_tell_controllers(request, listener);
    }
}
