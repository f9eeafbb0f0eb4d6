// The phases of a block: straight where the pitch is steady, summed where it moves.
#include "core/voice/block.h"

#include "base/math.h"

static bool needs_turns(const wt_patch *patch) {
    return patch->scan != WT_SCAN_MIX;
}

// Phase modulation needs an array to add to.
static void ramp(wt_block *block) {
    const wt_voice *voice = block->voice;
    block->start = (uint32_t)voice->phase;
    block->straight = !block->patch->fm.on;
    if (!block->straight && block->source) {
        block->kernels->ramp(block->start, voice->increment, block->scratch->phase, block->n);
    }
}

static void count_turns(wt_block *block) {
    uint64_t phase = block->voice->phase;
    for (size_t i = 0; i < block->n; ++i) {
        block->scratch->turn[i] = (uint32_t)(phase >> 32);
        phase += block->voice->increment;
    }
}

// Semitones of the patch's envelope and the note's own.
static void semitones(wt_block *block) {
    wt_scratch *s = block->scratch;
    const wt_note *note = block->voice->note;
    if (wt_env_render(&block->patch->env[WT_TO_PITCH][0], &block->context, &block->kernels->curves,
                      block->frame, s->pitch, block->n)) {
        for (size_t i = 1; i < block->n; ++i) {
            s->pitch[i] = s->pitch[0];
        }
    }
    if (note->bend) {
        const bool constant = wt_env_render(note->bend, &block->context, &block->kernels->curves,
                                            block->frame, s->control, block->n);
        for (size_t i = 0; i < block->n; ++i) {
            s->pitch[i] += s->control[constant ? 0 : i];
        }
    }
    for (size_t i = 0; i < block->n; ++i) {
        s->pitch[i] = wt_clamp(s->pitch[i], -480.0f, 480.0f);
    }
}

// Replace semitones by increments, and sum them. --fm adds to the places what it widens.
static void sum(wt_block *block) {
    enum { STEP = 256 };
    wt_scratch *s = block->scratch;
    wt_voice *voice = block->voice;
    const wt_pitch_scale scale = {.increment = voice->note->hz / block->patch->rate * 4294967296.0,
                                  .mip = wt_log2(voice->note->hz / voice->top_hz) / voice->spacing,
                                  .levels_a_semitone = 1.0 / (12.0 * voice->spacing)};
    const bool turns = needs_turns(block->patch);
    uint64_t phase = voice->phase;
    for (size_t done = 0; done < block->n; done += STEP) {
        uint32_t increment[STEP];
        const size_t n = block->n - done < STEP ? block->n - done : STEP;
        block->kernels->glide(&scale, s->pitch + done, s->mip + done, increment, n);
        for (size_t i = 0; i < n; ++i) {
            s->phase[done + i] = (uint32_t)phase;
            if (turns) {
                s->turn[done + i] = (uint32_t)(phase >> 32);
            }
            phase += increment[i];
        }
    }
    voice->phase = phase;
}

void wt_block_phases(wt_block *block) {
    wt_voice *voice = block->voice;
    if (voice->steady) {
        ramp(block);
        if (needs_turns(block->patch)) {
            count_turns(block);
        }
        voice->phase += (uint64_t)voice->increment * block->n;
    } else {
        semitones(block);
        sum(block);
    }
    if (block->patch->fm.on) {
        wt_block_modulate(block);
    }
}
