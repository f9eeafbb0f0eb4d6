// How loud a voice is in each channel: envelopes, velocity and pan.
#include "core/adsr.h"
#include "core/block.h"
#include "wavetable/math.h"

// A control that is so far one value for the whole block, or an array.
typedef struct {
    float *values;
    bool even;
} control;

static void spread(control *c, size_t n) {
    for (size_t i = 1; c->even && i < n; ++i) {
        c->values[i] = c->values[0];
    }
    c->even = false;
}

static void multiply(control *c, const float *by, bool even, size_t n) {
    if (!even) {
        spread(c, n);
    }
    const size_t count = c->even ? 1 : n;
    for (size_t i = 0; i < count; ++i) {
        c->values[i] *= by[even ? 0 : i];
    }
}

static void clamp_to_unit(float *x, bool even, size_t n) {
    for (size_t i = 0; i < (even ? 1 : n); ++i) {
        x[i] = wt_clamp(x[i], 0.0f, 1.0f);
    }
}

static void multiply_envelope(wt_block *block, control *gain, const wt_env *envelope) {
    float *x = block->scratch->control;
    const bool even = wt_env_render(envelope, &block->context, block->frame, x, block->n);
    clamp_to_unit(x, even, block->n);
    multiply(gain, x, even, block->n);
}

static control amplitude(wt_block *block) {
    const wt_note *note = block->voice->note;
    float *x = block->scratch->control;
    control gain = {block->scratch->gain, true};
    gain.values[0] = (float)note->gain;
    const uint64_t gate = note->gate - note->start;
    const uint64_t end = note->end - note->start;
    const bool even = wt_adsr_render(&block->patch->adsr, block->patch->rate, gate, end,
                                     block->frame, x, block->n);
    multiply(&gain, x, even, block->n);
    multiply_envelope(block, &gain, &block->patch->amp);
    if (note->volume) {
        multiply_envelope(block, &gain, note->volume);
    }
    return gain;
}

static control panning(wt_block *block) {
    const wt_note *note = block->voice->note;
    control pan = {block->scratch->pan, true};
    pan.even =
        wt_env_render(&block->patch->pan, &block->context, block->frame, pan.values, block->n);
    if (note->sway) {
        float *x = block->scratch->control;
        const bool even = wt_env_render(note->sway, &block->context, block->frame, x, block->n);
        if (!even) {
            spread(&pan, block->n);
        }
        for (size_t i = 0; i < (pan.even ? 1 : block->n); ++i) {
            pan.values[i] += x[even ? 0 : i];
        }
    }
    for (size_t i = 0; i < (pan.even ? 1 : block->n); ++i) {
        pan.values[i] = wt_clamp(pan.values[i] + (float)note->pan, -1.0f, 1.0f);
    }
    return pan;
}

// Equal power: left cos, right sin of a quarter of a turn.
bool wt_block_gains(wt_block *block, bool stereo) {
    control gain = amplitude(block);
    if (!stereo) {
        return gain.even;
    }
    control pan = panning(block);
    if (gain.even != pan.even) {
        spread(gain.even ? &gain : &pan, block->n);
    }
    for (size_t i = 0; i < (gain.even ? 1 : block->n); ++i) {
        const double turns = ((double)pan.values[i] + 1.0) / 8.0;
        const float g = gain.values[i];
        gain.values[i] = g * (float)wt_cos(turns);
        pan.values[i] = g * (float)wt_sin(turns);
    }
    return gain.even;
}
