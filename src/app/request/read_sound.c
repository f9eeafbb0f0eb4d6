// Readers of the options that describe the sound.
#include "app/request/readers.h"
#include "app/request/value.h"
#include "core/tables/interpolation.h"

#include <stdlib.h>
#include <string.h>

void wt_option_wave(wt_option_use *use) {
    wt_request *s = use->request;
    if (s->n_waves == WT_MAX_DIMENSIONS) {
        wt_value_fault(use, 0, "there are more than 8 dimensions (leave a -w out)");
        return;
    }
    wt_wave_setting *setting = &s->waves[s->n_waves];
    setting->text = use->value;
    if (wt_value_whole(use, wt_read_wave(use->value, &setting->wave))) {
        ++s->n_waves;
    } else {
        wt_wave_text_free(&setting->wave);
    }
}

void wt_option_frame(wt_option_use *use) {
    wt_request *s = use->request;
    long length;
    if (!wt_value_integer(use, 2, 65536, &length)) {
        return;
    }
    if (s->n_waves == 0) {
        wt_value_fault(use, 0, "--frame belongs to the -w before it (put it after a -w FILE)");
        return;
    }
    s->waves[s->n_waves - 1].frame_length = (uint32_t)length;
}

static void read_env(wt_option_use *use, wt_env_setting *env) {
    wt_env_text_free(&env->env);
    env->text = use->value;
    env->given = wt_value_whole(use, wt_read_env(use->value, &env->env));
}

static void read_dimension_env(wt_option_use *use, wt_env_setting *envs, int otherwise) {
    wt_env_text env = {0};
    int d = otherwise;
    const wt_parse parse = wt_read_dimension_env(use->value, otherwise, otherwise, &d, &env);
    if (!wt_value_whole(use, parse)) {
        wt_env_text_free(&env);
        return;
    }
    wt_env_text_free(&envs[d].env);
    envs[d] = (wt_env_setting){true, use->value, env};
}

void wt_option_mix(wt_option_use *use) {
    read_dimension_env(use, use->request->mix, 0);
}

void wt_option_cross(wt_option_use *use) {
    read_dimension_env(use, use->request->cross, 1);
}

void wt_option_amp(wt_option_use *use) {
    read_env(use, &use->request->amp);
}

void wt_option_pitch(wt_option_use *use) {
    read_env(use, &use->request->pitch);
}

void wt_option_index(wt_option_use *use) {
    read_env(use, &use->request->index);
}

void wt_option_pan(wt_option_use *use) {
    read_env(use, &use->request->pan);
}

void wt_option_scan(wt_option_use *use) {
    static const char *const words[] = {"mix", "cycle", "random", NULL};
    use->request->scan = (wt_scan)wt_value_word(use, words, (int)use->request->scan);
}

void wt_option_engine(wt_option_use *use) {
    static const char *const words[] = {"float", "q15", "q31", NULL};
    use->request->engine = (wt_engine)wt_value_word(use, words, (int)use->request->engine);
}

void wt_option_interp(wt_option_use *use) {
    const char *words[WT_INTERPS + 1] = {0};
    for (int i = 0; i < WT_INTERPS; ++i) {
        words[i] = wt_interpolation_of((wt_interp)i)->name;
    }
    use->request->interp = wt_value_word(use, words, use->request->interp);
}

void wt_option_bandlimit(wt_option_use *use) {
    static const char *const words[] = {"off", "on", NULL};
    use->request->bandlimit = wt_value_word(use, words, use->request->bandlimit) != 0;
}

void wt_option_phase(wt_option_use *use) {
    wt_value_number(use, WT_SHARE, 0.0, 1.0, &use->request->phase);
}

void wt_option_adsr(wt_option_use *use) {
    wt_value_whole(use, wt_read_adsr(use->value, &use->request->adsr));
}

// RATIO[:WAVE] or HZ[:WAVE].
void wt_option_fm(wt_option_use *use) {
    wt_request *s = use->request;
    double hz = 0.0;
    double ratio = 0.0;
    wt_parse parse = wt_read_hz(use->value, &hz);
    if (parse.status == WT_OK && hz > 1e6) {
        parse = (wt_parse){WT_BAD_RANGE, 0, "a frequency of at most 1MHz"};
    } else if (parse.status != WT_OK) {
        hz = 0.0;
        parse = wt_read_number_in(
            use->value, 0.0, 1e4,
            "a ratio to the pitch such as 2 or 1.41, or a frequency such as 440Hz", &ratio);
    }
    wt_wave_text_free(&s->fm_wave);
    if (parse.status == WT_OK && use->value[parse.at] == ':') {
        const size_t colon = parse.at + 1;
        parse = wt_read_wave(use->value + colon, &s->fm_wave);
        parse.at += colon;
    }
    if (parse.status == WT_OK && s->fm_wave.n_items > 1) {
        parse = (wt_parse){WT_BAD_SYNTAX, s->fm_wave.items[1].at, "a single wave"};
    }
    if (wt_value_whole(use, parse)) {
        s->has_fm = true;
        s->fm_ratio = ratio;
        s->fm_hz = hz;
        s->fm_text = use->value;
    }
}

// N,CENTS[,WIDTH]
void wt_option_unison(wt_option_use *use) {
    wt_request *s = use->request;
    int64_t voices = 1;
    double cents = 0.0;
    double width = 0.0;
    wt_parse parse = wt_read_integer(use->value, 1, 64, &voices);
    if (parse.status != WT_OK) {
        parse.expected = "a number of voices, 1..64, and their spread: 5,20";
    }
    if (parse.status == WT_OK && use->value[parse.at] == ',') {
        parse = wt_value_next(use, parse, WT_CENTS, 0.0, 1200.0,
                              "a spread of 0..1200 cents, as in 5,20", &cents);
        if (parse.status == WT_OK && use->value[parse.at] == ',') {
            parse = wt_value_next(use, parse, WT_SHARE, 0.0, 1.0, "a width of 0..1, as in 5,20,0.8",
                                  &width);
        }
    }
    if (wt_value_whole(use, parse)) {
        s->unison = (int)voices;
        s->unison_cents = cents;
        s->unison_width = width;
    }
}

void wt_option_gain(wt_option_use *use) {
    use->request->has_gain = true;
    wt_value_number(use, WT_DECIBELS, -200.0, 60.0, &use->request->gain_db);
}

void wt_option_normalize(wt_option_use *use) {
    use->request->normalize = true;
    use->request->normalize_db = 0.0;
    if (use->value) {
        wt_value_number(use, WT_DECIBELS, -200.0, 0.0, &use->request->normalize_db);
    }
}

void wt_option_seed(wt_option_use *use) {
    long seed;
    if (wt_value_integer(use, 0, 4294967295, &seed)) {
        use->request->seed = (uint32_t)seed;
    }
}
