// Envelopes, as the q15 engine rounds them, into lines of integers.
#include "mcu/tone_patch.h"

#include "core/envelope/adsr.h"
#include "core/voice/voice.h"

#include <stdlib.h>

enum { MOST_FRAMES = 1 << 22, MOST_LINES = 4096, CHUNK = 4096 };

// A curve while its values are worked out.
typedef struct {
    const wt_patch *patch;
    const wt_note *note;
    wt_note_context context;
    uint64_t gate, end; // of the note, from its start
    uint32_t *values;   // a frame each
    float x[CHUNK], by[CHUNK];
} bench;

static uint32_t q15(float x) {
    return (uint32_t)(int32_t)(x * 32768.0f + 0.5f);
}

static float unit(float x) {
    return x < 0.0f ? 0.0f : x > 1.0f ? 1.0f : x;
}

// What voice/gain.c does to a note, and the silence behind it.
static void render_gain(bench *b, uint64_t start, uint32_t *out, size_t n) {
    if (start + n > b->end) {
        out[--n] = 0;
    }
    if (n == 0) {
        return;
    }
    const bool even = wt_adsr_render(&b->patch->adsr, b->patch->rate, &wt_curves_plain, b->gate,
                                     b->end, start, b->x, n);
    const bool amp_even =
        wt_env_render(&b->patch->env[WT_TO_AMP][0], &b->context, &wt_curves_plain, start, b->by, n);
    for (size_t i = 0; i < n; ++i) {
        const float adsr = (float)b->note->gain * b->x[even ? 0 : i];
        out[i] = q15(adsr * unit(b->by[amp_even ? 0 : i]));
    }
}

// What voice/mix.c does to a dimension: cycle and weight in one number.
static void render_position(bench *b, uint64_t start, uint32_t *out, size_t n) {
    const float last = (float)(b->patch->dimensions[0].n_cycles - 1);
    const bool even =
        wt_env_render(&b->patch->env[WT_TO_MIX][0], &b->context, &wt_curves_plain, start, b->x, n);
    for (size_t i = 0; i < n; ++i) {
        const float u = unit(b->x[even ? 0 : i]) * last;
        const uint32_t whole = (uint32_t)(int32_t)u;
        out[i] = (whole << 15) + q15(u - (float)whole);
    }
}

// Fit lines to frames first .. last.
static size_t fit(bench *b, void (*render)(bench *, uint64_t, uint32_t *, size_t), uint64_t first,
                  uint64_t last, int bits, wt_tone_line *lines) {
    const size_t n = (size_t)(last - first) + 1;
    for (size_t done = 0; done < n; done += CHUNK) {
        const size_t step = n - done < CHUNK ? n - done : CHUNK;
        render(b, first + done, b->values + done, step);
    }
    return wt_tone_fit(b->values, n, bits, lines, MOST_LINES);
}

static bool is_playable(const wt_patch *patch, const wt_note *note) {
    const wt_interp interp = patch->form.interp;
    return patch->form.engine == WT_ENGINE_Q15 && !patch->bandlimit &&
           (interp == WT_INTERP_NONE || interp == WT_INTERP_LINEAR) && patch->n_dimensions == 1 &&
           patch->dimensions[0].n_cycles <= 32 && patch->scan == WT_SCAN_MIX && !patch->fm.on &&
           patch->phase == 0 && wt_env_is_constant(&patch->env[WT_TO_PITCH][0]) && !note->bend &&
           !note->volume && !wt_patch_remembers(patch);
}

// The frame from which on a held note's gain, or position, is one value.
static uint64_t gain_rests(const bench *b) {
    const wt_adsr *adsr = &b->patch->adsr;
    const uint64_t adsr_rests = (uint64_t)((adsr->attack_s + adsr->decay_s) * b->patch->rate) + 2;
    const uint64_t amp_rests = wt_env_steady_from(&b->patch->env[WT_TO_AMP][0], &b->context);
    return amp_rests > adsr_rests ? amp_rests : adsr_rests;
}

// The release of a note that is silent where it rests, but that may be left before, is compiled
// from full gain.
static size_t fit_release(bench *b, uint64_t rests, wt_tone_line *lines) {
    const uint64_t length = b->note->end - b->note->gate;
    b->gate = rests;
    b->end = rests + length;
    const size_t n = fit(b, render_gain, rests, b->end, WT_TONE_GAIN_BITS, lines);
    if (n == 0 || lines[0].value >> WT_TONE_GAIN_BITS > 0) {
        return n;
    }
    const wt_patch *patch = b->patch;
    wt_patch full = *patch;
    full.adsr.sustain = 1.0;
    full.env[WT_TO_AMP][0] = *wt_mod_destinations[WT_TO_AMP].initial;
    b->patch = &full;
    const size_t n_full = fit(b, render_gain, rests, b->end, WT_TONE_GAIN_BITS, lines);
    b->patch = patch;
    return n_full;
}

static bool fit_all(bench *b, wt_tone_sound *sound) {
    const uint64_t rests = gain_rests(b);
    const uint64_t moves = wt_env_steady_from(&b->patch->env[WT_TO_MIX][0], &b->context);
    wt_tone_line *held = sound->lines;
    sound->n_lines[0] = fit(b, render_gain, 0, rests, WT_TONE_GAIN_BITS, held);
    wt_tone_line *release = held + sound->n_lines[0];
    sound->n_lines[1] = fit_release(b, rests, release);
    wt_tone_line *position = release + sound->n_lines[1];
    sound->n_lines[2] = fit(b, render_position, 0, moves, WT_TONE_MIX_BITS, position);
    const uint32_t sustain = release->value >> WT_TONE_GAIN_BITS;
    sound->patch = (wt_tone_patch){.truncated = b->patch->form.interp == WT_INTERP_NONE,
                                   .held = held,
                                   .release = release,
                                   .position = position,
                                   .per_sustain = sustain ? ((uint32_t)1 << 30) / sustain : 0};
    return sound->n_lines[0] > 0 && sound->n_lines[1] > 0 && sound->n_lines[2] > 0;
}

static bool comes_to_rest(const bench *b) {
    return gain_rests(b) < MOST_FRAMES && b->note->end - b->note->gate < MOST_FRAMES &&
           wt_env_steady_from(&b->patch->env[WT_TO_MIX][0], &b->context) < MOST_FRAMES;
}

wt_status wt_tone_compile(const wt_patch *patch, const wt_note *note, wt_tone_sound *sound) {
    *sound = (wt_tone_sound){.lines = malloc(3 * MOST_LINES * sizeof *sound->lines)};
    bench *b = malloc(sizeof *b);
    uint32_t *values = malloc((MOST_FRAMES + 1) * sizeof *values);
    wt_status status = WT_NO_MEMORY;
    if (sound->lines && b && values) {
        b->patch = patch;
        b->note = note;
        b->context = wt_note_context_of(patch, note);
        b->gate = b->end = UINT64_MAX / 2;
        b->values = values;
        const bool ok = is_playable(patch, note) && comes_to_rest(b) && fit_all(b, sound);
        status = ok ? WT_OK : WT_UNSUPPORTED;
    }
    free(values);
    free(b);
    if (status != WT_OK) {
        wt_tone_sound_free(sound);
    }
    return status;
}

void wt_tone_sound_free(wt_tone_sound *sound) {
    free(sound->lines);
    sound->lines = NULL;
}
