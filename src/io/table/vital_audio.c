// Vital's Audio File Source: every keyframe a window on a sound, that moves through it.
#include "io/table/vital_component.h"

#include "base/math.h"
#include "io/json/json_text.h"
#include "io/table/base64.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SAMPLES = 1 << 23, MERSENNE = 624 };

typedef enum { FADE_BLEND, FADE_NONE, FADE_TIME, FADE_SPECTRUM, N_FADES } fade_style;
typedef enum { PHASE_KEPT, PHASE_CLEAR, PHASE_VOCODE, N_PHASES } phase_style;

typedef struct {
    int16_t *sound;
    size_t n;
    double window; // samples of the sound that are one cycle
    fade_style fade;
    phase_style phase;
    bool is_normalised, may_gain;
    double *starts; // of the keyframes
    double *fades;
    double turns[WT_VITAL_HARMONICS + 1]; // of phase_style
} audio_source;

// Matsumoto and Nishimura's generator of 1998, as C++ has it: the words that follow a seed.
static void random_words(uint32_t seed, uint32_t *out, size_t n) {
    uint32_t state[MERSENNE] = {seed};
    for (uint32_t i = 1; i < MERSENNE; i++) {
        state[i] = 1812433253u * (state[i - 1] ^ state[i - 1] >> 30) + i;
    }
    for (size_t k = 0; k < n; k++) {
        const size_t i = k % MERSENNE;
        const uint32_t y = (state[i] & 0x80000000u) | (state[(i + 1) % MERSENNE] & 0x7FFFFFFFu);
        state[i] = state[(i + 397) % MERSENNE] ^ y >> 1 ^ (y & 1 ? 0x9908B0DFu : 0);
        uint32_t word = state[i];
        word ^= word >> 11;
        word ^= word << 7 & 0x9D2C5680u;
        word ^= word << 15 & 0xEFC60000u;
        out[k] = word ^ word >> 18;
    }
}

// Sines, every other one upside down; or angles by chance, the same at every position.
static void set_turns(audio_source *own, uint32_t seed) {
    uint32_t words[WT_VITAL_HARMONICS + 1];
    random_words(seed, words, WT_VITAL_HARMONICS + 1);
    for (size_t h = 0; h <= WT_VITAL_HARMONICS; h++) {
        own->turns[h] = own->phase == PHASE_CLEAR ? (h % 2 ? 0.25 : -0.25)
                                                  : (double)words[h] / 4294967296.0 - 0.5;
    }
}

static wt_status bad(wt_message *message, const char *what) {
    wt_message_set(message, "is JSON, but no .vitaltable: %s", what);
    return WT_BAD_FORMAT;
}

static wt_status read_sound(audio_source *own, const wt_vital_part *part, const json_t *component,
                            wt_message *message) {
    size_t length;
    const char *const text =
        wt_json_string_of(json_object_get(component, "audio_file"), part->text, &length);
    if (!text || length / 4 * 3 > 2 * (size_t)MOST_SAMPLES) {
        return bad(message, "its Audio File Source has no audio_file, or too long a one");
    }
    uint8_t *const bytes = malloc(length + 2);
    own->sound = malloc(length + 2);
    if (!bytes || !own->sound) {
        free(bytes);
        return WT_NO_MEMORY;
    }
    const size_t n = wt_base64_decode(bytes, length, text, length);
    own->n = n == SIZE_MAX ? 0 : n / 2;
    for (size_t i = 0; i < own->n; i++) {
        const int value = bytes[2 * i] | bytes[2 * i + 1] << 8;
        own->sound[i] = (int16_t)(value < 32768 ? value : value - 65536);
    }
    free(bytes);
    return n == SIZE_MAX ? bad(message, "its audio_file is not base64") : WT_OK;
}

static wt_status read_keyframes(audio_source *own, const wt_vital_track *track,
                                wt_message *message) {
    own->starts = malloc(2 * track->n * sizeof *own->starts);
    if (!own->starts) {
        return WT_NO_MEMORY;
    }
    own->fades = own->starts + track->n;
    for (size_t i = 0; i < track->n; i++) {
        own->starts[i] = wt_json_number_of(track->at[i], "start_position", 0.0);
        own->fades[i] = wt_json_number_of(track->at[i], "window_fade", 1.0);
        if (!(own->starts[i] >= -1e9 && own->starts[i] <= 1e9) ||
            !(own->fades[i] >= 0.0 && own->fades[i] <= 1.0)) {
            return bad(message, "a keyframe's start_position or window_fade cannot be");
        }
    }
    return WT_OK;
}

static wt_status load(wt_vital_part *part, const json_t *component, wt_message *message) {
    audio_source *const own = calloc(1, sizeof *own);
    part->own = own;
    if (!own) {
        return WT_NO_MEMORY;
    }
    const double fade = wt_json_number_of(component, "fade_style", FADE_BLEND);
    const double phase = wt_json_number_of(component, "phase_style", PHASE_KEPT);
    own->window = wt_json_number_of(component, "window_size", WT_VITAL_LENGTH);
    if (!(fade >= 0.0 && fade < N_FADES) || !(phase >= 0.0 && phase < N_PHASES) ||
        !(own->window >= 1.0 && own->window <= 1e6)) {
        return bad(message, "its fade_style, phase_style or window_size is none of Vital's");
    }
    own->fade = (fade_style)(int)fade;
    own->phase = (phase_style)(int)phase;
    own->is_normalised = wt_json_number_of(component, "normalize_mult", 1.0) > 0.0;
    own->may_gain = wt_json_number_of(component, "normalize_gain", 0.0) > 0.0;
    const double seed = wt_json_number_of(component, "random_seed", 0.0);
    set_turns(own, seed >= -2147483648.0 && seed <= 4294967295.0 ? (uint32_t)(int64_t)seed : 0);
    const wt_status status = read_sound(own, part, component, message);
    return status == WT_OK ? read_keyframes(own, &part->track, message) : status;
}

static double sample_at(const audio_source *own, int64_t i) {
    const int64_t last = (int64_t)own->n - 1;
    return own->sound[i < 0 ? 0 : i > last ? last : i] / 32767.0;
}

// Between samples: a cubic through them, with the slope of its neighbours (Catmull and Rom).
static double read_sample(const audio_source *own, double position) {
    const double last = (double)own->n - 1.0;
    const double held = position < 0.0 ? 0.0 : position > last ? last : position;
    const int64_t i = (int64_t)held;
    const double t = held - (double)i;
    const double a = sample_at(own, i - 1);
    const double b = sample_at(own, i);
    const double c = sample_at(own, i + 1);
    const double d = sample_at(own, i + 2);
    return b +
           0.5 * t * (c - a + t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a)));
}

static void read_window(const audio_source *own, double start, double *cycle) {
    for (size_t i = 0; i < WT_VITAL_LENGTH; i++) {
        cycle[i] = read_sample(own, start + (double)i / WT_VITAL_LENGTH * own->window);
    }
}

// The window stands in the cycle where the sound's phase is; its begin fades in over what follows
// its end, so that it closes.
static void blend(const audio_source *own, double start, double fade, double *cycle) {
    const double ratio = own->window / WT_VITAL_LENGTH;
    const int64_t turned = (int64_t)(start / ratio + own->window / 2.0 + WT_VITAL_LENGTH / 2.0);
    const size_t first = (size_t)((turned % WT_VITAL_LENGTH + WT_VITAL_LENGTH) % WT_VITAL_LENGTH);
    for (size_t i = 0; i < WT_VITAL_LENGTH; i++) {
        cycle[(first + i) % WT_VITAL_LENGTH] =
            read_sample(own, start + (double)i / WT_VITAL_LENGTH * own->window);
    }
    const size_t n = (size_t)(fade * WT_VITAL_LENGTH);
    for (size_t i = 0; i < n; i++) {
        const double t = n > 1 ? (double)i / (double)(n - 1) : 0.0;
        const double share = 0.5 + 0.5 * wt_cos(0.5 * t);
        const double next = read_sample(own, start + own->window + t * ((double)n * ratio));
        double *const here = &cycle[(first + i) % WT_VITAL_LENGTH];
        *here += (next - *here) * share;
    }
}

// Roots of magnitudes and the shorter way round between angles, as between waves.
static void mix_by_spectrum(const double *from, const double *to, double t, double *cycle,
                            wt_vital_fft *fft) {
    wt_vital_spectrum a;
    wt_vital_spectrum b;
    wt_vital_analyse(fft, from, &a);
    wt_vital_analyse(fft, to, &b);
    for (size_t h = 0; h <= WT_VITAL_HARMONICS; h++) {
        double *const p = &a.pairs[2 * h];
        const double *const q = &b.pairs[2 * h];
        if (h == 0 || h == WT_VITAL_HARMONICS) {
            p[0] += (q[0] - p[0]) * t;
            continue;
        }
        const double root_a = wt_sqrt(wt_sqrt(p[0] * p[0] + p[1] * p[1]));
        const double root_b = wt_sqrt(wt_sqrt(q[0] * q[0] + q[1] * q[1]));
        const double turns_b = wt_angle(q[0], -q[1]);
        const double turns_a = root_a > 0.0 ? wt_angle(p[0], -p[1]) : turns_b;
        const double off = root_b > 0.0 ? turns_b - turns_a : 0.0;
        const double root = root_a + (root_b - root_a) * t;
        const double turns = turns_a + t * (off - wt_round(off));
        p[0] = root * root * wt_cos(turns);
        p[1] = -root * root * wt_sin(turns);
    }
    wt_vital_synthesise(fft, &a, cycle);
}

// Whole windows, counted from the sound's begin; between two of them where the start lies.
static void step(const audio_source *own, double start, double *cycle, wt_vital_fft *fft) {
    const double whole = (double)(int64_t)(start / own->window);
    const double t = start / own->window - whole;
    read_window(own, whole * own->window, cycle);
    if (own->fade == FADE_NONE) {
        return;
    }
    double next[WT_VITAL_LENGTH];
    read_window(own, (whole + 1.0) * own->window, next);
    if (own->fade == FADE_SPECTRUM) {
        mix_by_spectrum(cycle, next, t, cycle, fft);
        return;
    }
    for (size_t i = 0; i < WT_VITAL_LENGTH; i++) {
        cycle[i] += (next[i] - cycle[i]) * t;
    }
}

static void override_phases(const audio_source *own, double *cycle, wt_vital_fft *fft) {
    wt_vital_spectrum spectrum;
    wt_vital_analyse(fft, cycle, &spectrum);
    for (size_t h = 0; h <= WT_VITAL_HARMONICS; h++) {
        double *const p = &spectrum.pairs[2 * h];
        const double size = wt_sqrt(p[0] * p[0] + p[1] * p[1]);
        p[0] = size * wt_cos(own->turns[h]);
        p[1] = -size * wt_sin(own->turns[h]);
    }
    wt_vital_synthesise(fft, &spectrum, cycle);
}

static void normalise(double *cycle, bool may_gain) {
    double peak = may_gain ? 1e-7 : 1.0;
    for (size_t i = 0; i < WT_VITAL_LENGTH; i++) {
        const double size = cycle[i] < 0.0 ? -cycle[i] : cycle[i];
        peak = size > peak ? size : peak;
    }
    for (size_t i = 0; i < WT_VITAL_LENGTH; i++) {
        cycle[i] /= peak;
    }
}

static wt_status render(wt_vital_part *part, int position, double *cycle, wt_vital_fft *fft,
                        wt_message *message) {
    (void)message;
    const audio_source *const own = part->own;
    wt_vital_place at = wt_vital_place_of(&part->track, position);
    at.style = WT_VITAL_LINEAR; // a window moves evenly
    if (own->n == 0) {
        memset(cycle, 0, WT_VITAL_LENGTH * sizeof *cycle);
        return WT_OK;
    }
    const double start = wt_vital_tween(&at, 0.0, own->starts[at.from], own->starts[at.to], 0.0);
    if (own->fade == FADE_BLEND) {
        const double fade = wt_vital_tween(&at, 0.0, own->fades[at.from], own->fades[at.to], 0.0);
        blend(own, start, fade, cycle);
    } else {
        step(own, start, cycle, fft);
    }
    if (own->phase != PHASE_KEPT) {
        override_phases(own, cycle, fft);
    }
    if (own->is_normalised) {
        normalise(cycle, own->may_gain);
    }
    return WT_OK;
}

static void free_own(wt_vital_part *part) {
    audio_source *const own = part->own;
    if (own) {
        free(own->sound);
        free(own->starts);
    }
    free(own);
}

const wt_vital_kind wt_vital_audio_source = {"Audio File Source", load, render, free_own};
