// Vital's Wave Source: every keyframe is a cycle, mixed in time or as magnitudes and phases.
#include "io/table/vital_component.h"

#include "base/math.h"
#include "io/json/json_text.h"
#include "io/sound/pcm.h"
#include "io/table/base64.h"

#include <stdlib.h>
#include <string.h>

// A keyframe as it is mixed: roots of magnitudes and angles, or samples.
typedef struct {
    double samples[WT_VITAL_LENGTH];
    double roots[WT_VITAL_HARMONICS + 1];
    double turns[WT_VITAL_HARMONICS + 1];
    double dc, last; // harmonics 0 and 1024 are mixed as they are
    bool is_read;
    bool is_analysed;
    size_t index;
} keyframe;

// A table may have hundreds, and a position needs four neighbours at most: number i is kept at
// i % 4.
typedef struct {
    bool by_spectrum;
    keyframe keyframes[4];
} wave_source;

// 2048 floats; of versions 0.3.7 and 0.3.8, 2048 integers of 16 bits.
static wt_status read_wave(keyframe *out, const wt_vital_part *part, size_t i,
                           wt_message *message) {
    size_t length;
    const char *const text =
        wt_json_string_of(json_object_get(part->track.at[i], "wave_data"), part->text, &length);
    uint8_t bytes[WT_VITAL_LENGTH * 4];
    float samples[WT_VITAL_LENGTH];
    const size_t n = text ? wt_base64_decode(bytes, sizeof bytes, text, length) : 0;
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
        wt_message_set(message, "the keyframe at %d: %.200s", part->track.positions[i], fault.text);
    }
    for (size_t k = 0; k < WT_VITAL_LENGTH; k++) {
        out->samples[k] = (double)samples[k];
    }
    out->index = i;
    out->is_read = status == WT_OK;
    out->is_analysed = false;
    return status;
}

static wt_status load(wt_vital_part *part, const json_t *component, wt_message *message) {
    (void)message; // no memory is all that may go wrong
    wave_source *const own = calloc(1, sizeof *own);
    if (!own) {
        return WT_NO_MEMORY;
    }
    part->own = own;
    own->by_spectrum = wt_json_number_of(component, "interpolation", 1.0) >= 1.0;
    return WT_OK;
}

static void analyse(keyframe *k, wt_vital_fft *fft) {
    if (!k->is_read || k->is_analysed) {
        return;
    }
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
    k->is_analysed = true;
}

// `turns` brought to at most half a turn from `near`. What is silent has no angle of its own.
static double turns_near(const keyframe *k, size_t h, double near) {
    if (!(k->roots[h] > 0.0)) {
        return near;
    }
    const double off = k->turns[h] - near;
    return near + (off - wt_round(off));
}

// The keyframes around a place.
typedef struct {
    const keyframe *before, *from, *to, *after;
} neighbours;

static void mix_spectra(const neighbours *near, const wt_vital_place *at, double *cycle,
                        wt_vital_fft *fft) {
    wt_vital_spectrum spectrum;
    const keyframe *const before = near->before;
    const keyframe *const from = near->from;
    const keyframe *const to = near->to;
    const keyframe *const after = near->after;
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

static void mix_samples(const neighbours *near, const wt_vital_place *at, double *cycle) {
    for (size_t i = 0; i < WT_VITAL_LENGTH; i++) {
        cycle[i] = wt_vital_tween(at, near->before->samples[i], near->from->samples[i],
                                  near->to->samples[i], near->after->samples[i]);
    }
}

static wt_status fetch(const keyframe **out, wt_vital_part *part, size_t i, wt_message *message) {
    wave_source *const own = part->own;
    keyframe *const k = &own->keyframes[i % 4];
    *out = k;
    return k->is_read && k->index == i ? WT_OK : read_wave(k, part, i, message);
}

static wt_status fetch_neighbours(neighbours *near, wt_vital_part *part, const wt_vital_place *at,
                                  wt_message *message) {
    const struct {
        const keyframe **to;
        size_t i;
    } all[] = {{&near->before, at->before},
               {&near->from, at->from},
               {&near->to, at->to},
               {&near->after, at->after}};
    wt_status status = WT_OK;
    for (size_t i = 0; i < 4 && status == WT_OK; i++) {
        status = fetch(all[i].to, part, all[i].i, message);
    }
    return status;
}

static wt_status render(wt_vital_part *part, int position, double *cycle, wt_vital_fft *fft,
                        wt_message *message) {
    wave_source *const own = part->own;
    const wt_vital_place at = wt_vital_place_of(&part->track, position);
    neighbours near;
    const wt_status status = fetch_neighbours(&near, part, &at, message);
    if (status != WT_OK) {
        return status;
    }
    if (!(at.t > 0.0)) {
        memcpy(cycle, near.from->samples, sizeof near.from->samples);
    } else if (own->by_spectrum) {
        for (size_t i = 0; i < 4; i++) {
            analyse(&own->keyframes[i], fft);
        }
        mix_spectra(&near, &at, cycle, fft);
    } else {
        mix_samples(&near, &at, cycle);
    }
    return WT_OK;
}

static void free_own(wt_vital_part *part) {
    free(part->own);
}

const wt_vital_kind wt_vital_wave_source = {"Wave Source", load, render, free_own};
