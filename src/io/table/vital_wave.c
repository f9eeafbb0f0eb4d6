// Vital's Wave Source: every keyframe is a cycle, mixed in time or as magnitudes and phases.
#include "io/table/vital_component.h"

#include "base/math.h"
#include "io/sound/pcm.h"
#include "io/table/base64.h"
#include "io/table/json_text.h"

#include <stdlib.h>
#include <string.h>

// A keyframe as it is mixed: roots of magnitudes and angles, or samples.
typedef struct {
    double samples[WT_VITAL_LENGTH];
    double roots[WT_VITAL_HARMONICS + 1];
    double turns[WT_VITAL_HARMONICS + 1];
    double dc, last; // harmonics 0 and 1024 are mixed as they are
} keyframe;

typedef struct {
    bool by_spectrum;
    bool is_analysed;
    keyframe keyframes[];
} wave_source;

// 2048 floats; of versions 0.3.7 and 0.3.8, 2048 integers of 16 bits.
static wt_status read_wave(keyframe *out, const json_t *object, int position, wt_message *message) {
    const json_t *const text = json_object_get(object, "wave_data");
    uint8_t bytes[WT_VITAL_LENGTH * 4];
    float samples[WT_VITAL_LENGTH];
    const size_t n = json_is_string(text)
                         ? wt_base64_decode(bytes, sizeof bytes, json_string_value(text),
                                            json_string_length(text))
                         : 0;
    if (n != sizeof bytes && n != sizeof bytes / 2) {
        wt_message_set(message, "is JSON, but no .vitaltable: a keyframe's wave_data is not 2048 "
                                "floats in base64");
        return WT_BAD_FORMAT;
    }
    const bool is_float = n == sizeof bytes;
    wt_pcm_decode(samples, bytes, WT_VITAL_LENGTH,
                  (wt_pcm_format){.is_float = is_float, .bits = is_float ? 32 : 16, .channels = 1});
    wt_message fault;
    const wt_status status = wt_pcm_check(samples, WT_VITAL_LENGTH, 0, &fault);
    if (status != WT_OK) {
        wt_message_set(message, "the keyframe at %d: %.200s", position, fault.text);
    }
    for (size_t i = 0; i < WT_VITAL_LENGTH; i++) {
        out->samples[i] = (double)samples[i];
    }
    return status;
}

static wt_status load(wt_vital_part *part, const json_t *component, wt_message *message) {
    const size_t n = part->track.n;
    wave_source *const own = calloc(1, sizeof *own + n * sizeof *own->keyframes);
    if (!own) {
        wt_message_set(message, "not enough memory for its %zu keyframes", n);
        return WT_NO_MEMORY;
    }
    part->own = own;
    const double mode = wt_json_number_of(component, "interpolation", 1.0);
    own->by_spectrum = mode >= 1.0;
    for (size_t i = 0; i < n; i++) {
        const wt_status status =
            read_wave(&own->keyframes[i], part->track.at[i], part->track.positions[i], message);
        if (status != WT_OK) {
            return status;
        }
    }
    return WT_OK;
}

static void analyse(keyframe *k, wt_vital_fft *fft) {
    wt_vital_spectrum spectrum;
    wt_vital_analyse(fft, k->samples, &spectrum);
    for (size_t h = 0; h <= WT_VITAL_HARMONICS; h++) {
        const double a = spectrum.pairs[2 * h];
        const double b = -spectrum.pairs[2 * h + 1];
        k->roots[h] = wt_sqrt(wt_sqrt(a * a + b * b));
        k->turns[h] = wt_angle(a, b);
    }
    k->dc = spectrum.pairs[0];
    k->last = spectrum.pairs[2 * WT_VITAL_HARMONICS];
}

// `turns` brought to at most half a turn from `near`. What is silent has no angle of its own.
static double turns_near(const keyframe *k, size_t h, double near) {
    if (!(k->roots[h] > 0.0)) {
        return near;
    }
    const double off = k->turns[h] - near;
    return near + (off - wt_round(off));
}

static void mix_spectra(const keyframe *k, const wt_vital_place *at, double *cycle,
                        wt_vital_fft *fft) {
    wt_vital_spectrum spectrum;
    const keyframe *const before = &k[at->before];
    const keyframe *const from = &k[at->from];
    const keyframe *const to = &k[at->to];
    const keyframe *const after = &k[at->after];
    for (size_t h = 1; h < WT_VITAL_HARMONICS; h++) {
        const bool starts_silent = !(from->roots[h] > 0.0);
        const double first = starts_silent ? to->turns[h] : from->turns[h];
        const double second = turns_near(to, h, first);
        const double turns = wt_vital_tween(at, turns_near(before, h, first), first, second,
                                            turns_near(after, h, second));
        const double root =
            wt_vital_tween(at, before->roots[h], from->roots[h], to->roots[h], after->roots[h]);
        spectrum.pairs[2 * h] = root * root * wt_cos(turns);
        spectrum.pairs[2 * h + 1] = -root * root * wt_sin(turns);
    }
    spectrum.pairs[0] = wt_vital_tween(at, before->dc, from->dc, to->dc, after->dc);
    spectrum.pairs[1] = 0.0;
    spectrum.pairs[2 * WT_VITAL_HARMONICS] =
        wt_vital_tween(at, before->last, from->last, to->last, after->last);
    spectrum.pairs[2 * WT_VITAL_HARMONICS + 1] = 0.0;
    wt_vital_synthesise(fft, &spectrum, cycle);
}

static void render(wt_vital_part *part, int position, double *cycle, wt_vital_fft *fft) {
    wave_source *const own = part->own;
    const wt_vital_place at = wt_vital_place_of(&part->track, position);
    const keyframe *const k = own->keyframes;
    if (!(at.t > 0.0)) {
        memcpy(cycle, k[at.from].samples, sizeof k->samples);
        return;
    }
    if (!own->by_spectrum) {
        for (size_t i = 0; i < WT_VITAL_LENGTH; i++) {
            cycle[i] = wt_vital_tween(&at, k[at.before].samples[i], k[at.from].samples[i],
                                      k[at.to].samples[i], k[at.after].samples[i]);
        }
        return;
    }
    for (size_t i = 0; i < part->track.n && !own->is_analysed; i++) {
        analyse(&own->keyframes[i], fft);
    }
    own->is_analysed = true;
    mix_spectra(k, &at, cycle, fft);
}

static void free_own(wt_vital_part *part) {
    free(part->own);
}

const wt_vital_kind wt_vital_wave_source = {"Wave Source", load, render, free_own};
