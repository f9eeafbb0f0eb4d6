// The phases of a block: straight where the pitch is steady, summed where it moves.
#include "core/voice/drawn.h"

#include "base/math.h"
#include "core/engine/glide.h"
#include "core/engine/swing.h"
#include "core/voice/glide.h"

// Phases an increment apart, from one that is 2^(32 + raised) a turn.
static void ramp(const wt_block *block, uint64_t from, uint64_t increment, uint32_t *phase) {
    const unsigned raised = wt_raised(block->voice);
    const uint32_t mask = (1u << raised) - 1;
    const uint32_t step = (uint32_t)increment & mask;
    uint32_t rest = (uint32_t)from & mask;
    wt_kernels_of(block)->ramp((uint32_t)(from >> raised), (uint32_t)(increment >> raised), phase,
                               block->n);
    const size_t n = (step | rest) > 0 ? block->n : 0;
    for (size_t i = 0; i < n; ++i) {
        phase[i] += rest >> raised;
        rest += step;
    }
}

static void count_turns(wt_block *block) {
    uint64_t phase = block->voice->phase;
    for (size_t i = 0; i < block->n; ++i) {
        block->scratch->turn[i] = (uint32_t)(phase >> (32 + wt_raised(block->voice)));
        phase += block->voice->increment;
    }
}

// Phase modulation needs an array to add to; modules read nothing else.
static bool needs_phases(const wt_patch *patch) {
    return WT_IS_PLAIN || wt_is_modulated(patch);
}

static void steady_carrier(wt_block *block) {
    wt_voice *voice = block->voice;
    block->carrier = (wt_oscillator){.start = (uint32_t)voice->phase,
                                     .increment = voice->increment,
                                     .harmonics = voice->harmonics};
    if (needs_phases(block->patch)) {
        block->carrier.phase = block->scratch->phase;
    }
    if (needs_phases(block->patch) && block->source) {
        ramp(block, voice->phase, voice->increment, block->scratch->phase);
    }
    if (wt_is_scanned(block->patch) && block->source) {
        count_turns(block);
    }
    voice->phase += (uint64_t)voice->increment * block->n;
}

// A modulator whose pitch stays.
static wt_oscillator steady_modulator(wt_block *block) {
    wt_voice *voice = block->voice;
    wt_oscillator o = {.start = (uint32_t)voice->modulator,
                       .increment = (uint32_t)voice->modulator_increment,
                       .harmonics = voice->modulator_harmonics};
    if (wt_raised(voice) > 0 && block->source) {
        ramp(block, voice->modulator, voice->modulator_increment, block->scratch->modulator);
        o.phase = block->scratch->modulator;
    }
    voice->modulator += voice->modulator_increment * block->n;
    return o;
}

// An envelope at every frame of the block, also where it is one value.
static void draw(wt_block *block, const wt_env *env, float *out) {
    if (wt_block_control(block, env, out)) {
        for (size_t i = 1; i < block->n; ++i) {
            out[i] = out[0];
        }
    }
}

// The patch's and the note's own; *range holds it.
static const float *semitones(wt_block *block, wt_range *range) {
    const wt_note *note = block->voice->note;
    wt_drawn *drawn = block->scratch->pitch;
    const float *pitch = drawn->values;
    if (wt_block_draw(block, &block->patch->env[WT_TO_PITCH][0], drawn)) {
        wt_complete_pitch(drawn, wt_kernels_of(block), block->n);
    }
    *range = drawn->range;
    if (!wt_has(note->bend)) {
        return pitch;
    }
    float *sum = block->scratch->control;
    draw(block, note->bend, sum);
    for (size_t i = 0; i < block->n; ++i) {
        sum[i] += pitch[i];
    }
    *range = wt_kernels_of(block)->range(sum, block->n);
    return sum;
}

// Half of them are whole, so that compilers take many at once, and rounded down.
static void keep_increments(const wt_scratch *s, size_t n) {
    const uint32_t *const increment = s->phase;
    float *const kept = s->increment;
    for (size_t i = 0; i < n; ++i) {
        kept[i] = (float)(int32_t)(increment[i] >> 1) * 2.0f + 1.0f;
    }
}

// The phases of increments in scratch->phase, in their place, and how many turns are past.
static void sum_turns(wt_block *block) {
    wt_scratch *s = block->scratch;
    const unsigned raised = wt_raised(block->voice);
    uint64_t phase = block->voice->phase;
    for (size_t i = 0; i < block->n; ++i) {
        const uint32_t increment = s->phase[i];
        s->phase[i] = (uint32_t)(phase >> raised);
        s->turn[i] = (uint32_t)(phase >> (32 + raised));
        phase += increment;
    }
    block->voice->phase = phase;
}

static bool needs_long_sum(const wt_block *block) {
    return wt_raised(block->voice) > 0 || wt_is_scanned(block->patch);
}

// The same, of the modulator too, whose increments are `ratio` times the carrier's; 0: there is
// none.
static void sum(wt_block *block, double ratio) {
    wt_voice *voice = block->voice;
    wt_scratch *s = block->scratch;
    const wt_kernels *kernels = wt_kernels_of(block);
    const unsigned raised = wt_raised(voice);
    uint32_t *const phase = block->source ? s->phase : NULL;
    if (ratio > 0.0) {
        voice->modulator = kernels->follow(voice->modulator, s->phase, ratio, raised,
                                           phase ? s->modulator : NULL, block->n);
    }
    if (wt_is_scanned(block->patch)) {
        sum_turns(block);
    } else if (raised > 0) {
        voice->phase = kernels->follow(voice->phase, s->phase, 1.0, raised, phase, block->n);
    } else {
        voice->phase = kernels->sum((uint32_t)voice->phase, s->phase, block->n);
    }
}

void wt_voice_know(wt_voice *voice, const wt_patch *patch) {
    const wt_pitch_scale scale = {.increment = voice->note->hz / patch->rate * 4294967296.0,
                                  .mip = voice->mip,
                                  .levels_a_semitone = 1.0 / (12.0 * voice->mips.spacing)};
    const float nowhere = 1e9f;
    voice->known = (wt_known){0};
    voice->known.context = wt_note_context_of(patch, voice->note);
    voice->known.level = nowhere;
    if (!voice->steady) {
        voice->known.glide = wt_glide_base_of(&scale);
        voice->known.octave = wt_glide_nearest(&voice->known.glide, 0.0f);
    }
}

// Where the pitch moves, semitones become increments and levels, and these phases.
static void moving_carrier(wt_block *block, double ratio) {
    wt_scratch *s = block->scratch;
    wt_voice *voice = block->voice;
    wt_range range;
    const float *pitch = semitones(block, &range);
    const bool asked = wt_is_modulated(block->patch); // by what comes after
    block->carrier = (wt_oscillator){.phase = s->phase, .mip = s->mip, .mips = &voice->mips};
    if (!WT_IS_PLAIN) {
        wt_voice_find_level(voice, range);
    }
    if (!WT_IS_PLAIN && voice->known.place == WT_ON_LEVEL && !asked) {
        block->carrier.mip = NULL;
        block->carrier.harmonics = voice->known.harmonics[0];
    }
    if (block->carrier.mip && block->source) {
        wt_kernels_of(block)->mips(&voice->known.glide, pitch, s->mip, block->n);
    }
    if (!WT_IS_PLAIN && pitch == s->pitch->values && !asked && !needs_long_sum(block)) {
        wt_voice_glide(voice, block->kernels, s, block->source ? s->phase : NULL, block->n);
        return;
    }
    wt_kernels_of(block)->glide(&voice->known.glide, range, pitch, s->phase, block->n);
    if (asked && block->source) {
        keep_increments(s, block->n);
    }
    sum(block, ratio);
}

// A modulator that follows a carrier that moves.
static wt_oscillator moving_modulator(wt_block *block) {
    wt_scratch *s = block->scratch;
    return (wt_oscillator){.phase = s->modulator,
                           .mip = block->patch->fm.wave.harmonics > 1 ? s->modulator_mip : NULL,
                           .harmonics = 1,
                           .mips = &block->voice->modulator_mips};
}

void wt_block_phases(wt_block *block) {
    const wt_fm *fm = &block->patch->fm;
    const bool follows = wt_is_modulated(block->patch) && !(fm->hz > 0.0) && !block->voice->steady;
    wt_oscillator modulator = {0};
    if (block->voice->steady) {
        steady_carrier(block);
    } else {
        moving_carrier(block, follows ? fm->ratio : 0.0);
    }
    if (wt_is_modulated(block->patch)) {
        modulator = follows ? moving_modulator(block) : steady_modulator(block);
    }
    if (wt_is_modulated(block->patch) && block->source) {
        wt_block_modulate(block, &modulator);
    }
}
