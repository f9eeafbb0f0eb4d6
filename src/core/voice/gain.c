// How loud a voice is in each channel: envelopes, velocity and pan.
#include "base/math.h"
#include "core/engine/gains.h"
#include "core/envelope/adsr.h"
#include "core/voice/drawn.h"
#include "core/voice/mod_destination.h"

#include "base/memory.h"

// A control that is so far one value for the whole block, or an array.
typedef struct {
    float *values;
    bool constant;
} control;

static void spread(control *c, size_t n) {
    for (size_t i = 1; c->constant && i < n; ++i) {
        c->values[i] = c->values[0];
    }
    c->constant = false;
}

static bool is_adsr_drawn(const wt_block *block) {
    const wt_voice *voice = block->voice;
    const wt_drawn_adsr *d = &block->scratch->adsr;
    return d->drawn && d->adsr == &block->patch->adsr && d->gate == voice->gate &&
           d->end == voice->release_end && d->frame == block->frame && d->n >= block->n;
}

static void draw_adsr(wt_block *block) {
    const wt_voice *voice = block->voice;
    const wt_adsr *adsr = &block->patch->adsr;
    wt_drawn_adsr *d = &block->scratch->adsr;
    d->constant =
        wt_adsr_render(adsr, block->patch->rate, &wt_kernels_of(block)->curves, voice->gate,
                       voice->release_end, block->frame, d->values, block->n);
    if (!WT_IS_PLAIN) {
        d->adsr = adsr;
        d->gate = voice->gate;
        d->end = voice->release_end;
        d->frame = block->frame;
        d->n = block->n;
        d->drawn = true;
    }
}

static wt_factor adsr_of(wt_block *block) {
    const wt_drawn_adsr *d = &block->scratch->adsr;
    if (WT_IS_PLAIN || !is_adsr_drawn(block)) {
        draw_adsr(block);
    }
    return (wt_factor){d->values, d->constant};
}

static wt_factor amp_of(wt_block *block) {
    wt_drawn *amp = &block->scratch->amp;
    wt_block_draw(block, &block->patch->env[WT_TO_AMP][0], amp);
    return (wt_factor){amp->values, amp->constant};
}

static wt_factor volume_of(wt_block *block) {
    static const float full = 1.0f;
    float *x = block->scratch->control;
    const wt_env *volume = block->voice->note->volume;
    if (!wt_has(volume)) {
        return (wt_factor){&full, true};
    }
    const bool constant = wt_env_render(volume, block->context, &wt_kernels_of(block)->curves,
                                        block->frame, x, block->n);
    return (wt_factor){x, constant};
}

static void fade_out(float *gain, uint64_t frame, uint64_t cut, size_t n) {
    for (size_t i = cut > frame ? (size_t)(cut - frame) : 0; i < n; ++i) {
        gain[i] *= 1.0f - (float)(int32_t)(frame + i - cut) / WT_CUT;
    }
}

static control amplitude(wt_block *block) {
    const wt_factor factors[] = {adsr_of(block), amp_of(block), volume_of(block)};
    control gain = {block->scratch->gain,
                    factors[0].constant && factors[1].constant && factors[2].constant};
    const float own = (float)block->voice->note->gain;
    if (gain.constant) {
        wt_gains(own, factors, gain.values, 1);
    } else {
        wt_kernels_of(block)->gains(own, factors, gain.values, block->n);
    }
    if (block->frame + block->n > block->voice->cut) {
        spread(&gain, block->n);
        fade_out(gain.values, block->frame, block->voice->cut, block->n);
    }
    return gain;
}

static control panning(wt_block *block) {
    const wt_note *note = block->voice->note;
    control pan = {block->scratch->pan, true};
    pan.constant = wt_env_render(&block->patch->env[WT_TO_PAN][0], block->context,
                                 &wt_kernels_of(block)->curves, block->frame, pan.values, block->n);
    if (wt_has(note->pan_env)) {
        float *x = block->scratch->control;
        const bool constant =
            wt_env_render(note->pan_env, block->context, &wt_kernels_of(block)->curves,
                          block->frame, x, block->n);
        if (!constant) {
            spread(&pan, block->n);
        }
        for (size_t i = 0; i < (pan.constant ? 1 : block->n); ++i) {
            pan.values[i] += x[constant ? 0 : i];
        }
    }
    const size_t count = pan.constant ? 1 : block->n;
    const float beside = (float)note->pan;
    for (size_t i = 0; i < count; ++i) {
        pan.values[i] = wt_clamp(pan.values[i] + beside, -1.0f, 1.0f);
    }
    return pan;
}

// The sine of `t` quarters of a turn, 0..1, by a polynomial fitted there by least squares: within
// 2.1e-7, 0 at 0 and 1 at 1, and no branch in the way of wider loops.
static inline float sine_of(float t) {
    const float q = t * t;
    const float high = 0x1.4ffc76p-13f + q * -0x1.ca6f8ep-19f;
    const float middle = 0x1.466bbcp-4f + q * (-0x1.32d074p-8f + q * high);
    const float sine = t * (0x1.921fb6p+0f + q * (-0x1.4abbcep-1f + q * middle));
    return sine < 1.0f ? sine : 1.0f;
}

// Equal power: left cos, right sin of a quarter of a turn. `left` holds the gain, `right` the pan.
static void spread_power(float *restrict left, float *restrict right, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        const float quarters = (right[i] + 1.0f) * 0.5f;
        const float g = left[i];
        left[i] = g * sine_of(1.0f - quarters);
        right[i] = g * sine_of(quarters);
    }
}

static void scale(float *x, float by, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        x[i] *= by;
    }
}

// By the note, or by a patch that says where.
static bool is_panned(const wt_block *block) {
    return block->voice->note->panned || wt_is_moved(block->patch, WT_TO_PAN);
}

bool wt_block_is_centred(const wt_block *block) {
    return !is_panned(block) && block->voice->note->pan == 0.0;
}

bool wt_block_gains(wt_block *block, bool stereo) {
    control gain = amplitude(block);
    if (!stereo) {
        return gain.constant;
    }
    if (wt_block_is_centred(block)) {
        memcpy(block->scratch->pan, gain.values, (gain.constant ? 1 : block->n) * sizeof(float));
        return gain.constant;
    }
    control pan = panning(block);
    if (gain.constant != pan.constant) {
        spread(gain.constant ? &gain : &pan, block->n);
    }
    const size_t count = gain.constant ? 1 : block->n;
    spread_power(gain.values, pan.values, count);
    if (!is_panned(block)) {
        const float both = 1.41421356f;
        scale(gain.values, both, count);
        scale(pan.values, both, count);
    }
    return gain.constant;
}

static uint64_t later(uint64_t a, uint64_t b) {
    return a > b ? a : b;
}

uint64_t wt_block_held_from(const wt_block *block, bool stereo) {
    const wt_patch *patch = block->patch;
    const wt_note *note = block->voice->note;
    const wt_note_context *context = block->context;
    const double sustain = (patch->adsr.attack_s + patch->adsr.decay_s) * patch->rate;
    uint64_t from = sustain < 9e15 ? (uint64_t)sustain + 1 : UINT64_MAX;
    from = note->volume ? later(from, wt_env_steady_from(note->volume, context)) : from;
    if (stereo) {
        from = later(from, wt_env_steady_from(&patch->env[WT_TO_PAN][0], context));
        from = note->pan_env ? later(from, wt_env_steady_from(note->pan_env, context)) : from;
    }
    return from;
}
