// The phases of a block: straight where the pitch is steady, summed where it moves.
#include "core/block.h"

#include "wavetable/math.h"

#include <string.h>

static bool needs_turns(const wt_patch *patch) {
    return patch->scan != WT_SCAN_MIX;
}

// Phase modulation needs an array to add to.
static void ramp(wt_block *block) {
    const wt_voice *voice = block->voice;
    block->start = (uint32_t)voice->phase;
    block->straight = !block->patch->fm.on;
    if (!block->straight && block->kernels) {
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
    if (wt_env_render(&block->patch->pitch, &block->context, block->frame, s->pitch, block->n)) {
        for (size_t i = 1; i < block->n; ++i) {
            s->pitch[i] = s->pitch[0];
        }
    }
    if (note->bend) {
        const bool even =
            wt_env_render(note->bend, &block->context, block->frame, s->control, block->n);
        for (size_t i = 0; i < block->n; ++i) {
            s->pitch[i] += s->control[even ? 0 : i];
        }
    }
    for (size_t i = 0; i < block->n; ++i) {
        s->pitch[i] = wt_clamp(s->pitch[i], -480.0f, 480.0f);
    }
}

// The place on the grid of levels for each frame, in levels; --fm adds what it widens.
static void places(wt_block *block) {
    wt_scratch *s = block->scratch;
    const wt_voice *voice = block->voice;
    const double base = wt_log2(voice->note->hz / voice->top_hz) / voice->spacing;
    const double a_semitone = 1.0 / (12.0 * voice->spacing);
    for (size_t i = 0; i < block->n; ++i) {
        s->place[i] = (float)(base + (double)s->pitch[i] * a_semitone);
    }
}

// As wt_round, where the compiler can see it.
static inline double nearest(double x) {
    return (x + 6755399441055744.0) - 6755399441055744.0;
}

// 2^x to 1e-9, a two-millionth of a cent: enough for an increment, and a third of the work. The
// exponent goes straight into the bits of the double; |x| <= 40.
static double ratio_of(double octaves) {
    const double whole = nearest(octaves);
    const double y = (octaves - whole) * 0.693147180559945309417;
    const double y2 = y * y;
    const double low = (1.0 + y) + y2 * (1.0 / 2 + y * (1.0 / 6));
    const double high = (1.0 / 24 + y * (1.0 / 120)) + y2 * (1.0 / 720 + y * (1.0 / 5040));
    const double mantissa = low + y2 * y2 * (high + y2 * y2 * (1.0 / 40320));
    uint64_t bits;
    memcpy(&bits, &mantissa, sizeof bits);
    bits += (uint64_t)(int64_t)whole << 52;
    double ratio;
    memcpy(&ratio, &bits, sizeof ratio);
    return ratio;
}

// Replace semitones by increments, and sum them.
static void sum(wt_block *block) {
    wt_scratch *s = block->scratch;
    wt_voice *voice = block->voice;
    const double base = voice->note->hz / block->patch->rate * 4294967296.0;
    uint64_t phase = voice->phase;
    for (size_t i = 0; i < block->n; ++i) {
        const double increment = base * ratio_of((double)s->pitch[i] * (1.0 / 12.0));
        s->phase[i] = (uint32_t)phase;
        s->turn[i] = (uint32_t)(phase >> 32);
        s->pitch[i] = (float)increment;
        phase += increment < 4294967295.0 ? (uint64_t)(int64_t)nearest(increment) : 0;
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
        places(block);
        sum(block);
    }
    if (block->patch->fm.on) {
        wt_block_modulate(block);
    }
}
