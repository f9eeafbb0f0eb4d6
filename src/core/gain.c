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
    const bool even = wt_env_render(envelope, &block->context, &block->kernels->curves,
                                    block->frame, x, block->n);
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
    const bool even = wt_adsr_render(&block->patch->adsr, block->patch->rate,
                                     &block->kernels->curves, gate, end, block->frame, x, block->n);
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
    pan.even = wt_env_render(&block->patch->pan, &block->context, &block->kernels->curves,
                             block->frame, pan.values, block->n);
    if (note->sway) {
        float *x = block->scratch->control;
        const bool even = wt_env_render(note->sway, &block->context, &block->kernels->curves,
                                        block->frame, x, block->n);
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

// The sine of `quarters` of a turn, 0..1, by its Taylor series: within 1e-11, which is what a float
// can use, and no branch in the way of wider loops.
static inline double sine_of(double quarters) {
    const double x = quarters * (WT_PI / 2.0);
    const double q = x * x;
    const double high =
        1.0 / 362880 - q * (1.0 / 39916800 - q * (1.0 / 6227020800 - q * (1.0 / 1307674368000)));
    return x * (1.0 - q * (1.0 / 6 - q * (1.0 / 120 - q * (1.0 / 5040 - q * high))));
}

// Equal power: left cos, right sin of a quarter of a turn. `left` holds the gain, `right` the pan.
static void spread_power(float *restrict left, float *restrict right, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        const double quarters = ((double)right[i] + 1.0) * 0.5;
        const float g = left[i];
        left[i] = g * (float)sine_of(1.0 - quarters);
        right[i] = g * (float)sine_of(quarters);
    }
}

bool wt_block_gains(wt_block *block, bool stereo) {
    control gain = amplitude(block);
    if (!stereo) {
        return gain.even;
    }
    control pan = panning(block);
    if (gain.even != pan.even) {
        spread(gain.even ? &gain : &pan, block->n);
    }
    spread_power(gain.values, pan.values, gain.even ? 1 : block->n);
    return gain.even;
}
