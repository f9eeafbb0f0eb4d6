// Phase modulation by a second oscillator.
#include "core/voice/block.h"

#include "base/math.h"
#include "core/voice/fm_plan.h"

// As wt_log2 for x >= 1, within 3e-6: what a mip level can use, for every frame and without a
// branch.
static inline float octaves_of(float x) {
    union {
        float f;
        int32_t bits;
    } number = {x}, mantissa;
    const int32_t from_half = number.bits - 0x3f3504f3; // of the root of 1/2
    const int32_t exponent = from_half >> 23;
    mantissa.bits = (from_half & 0x7fffff) + 0x3f3504f3;
    const float s = (mantissa.f - 1.0f) / (mantissa.f + 1.0f);
    const float q = s * s;
    const float sum = 1.0f + q * (1.0f / 3 + q * (1.0f / 5 + q * (1.0f / 7 + q * (1.0f / 9))));
    return (float)exponent + s * sum * 2.88539008f;
}

// The levels of a modulator that follows the carrier, a distance from the carrier's. Its
// fundamental always stays.
static void follow(const wt_block *block) {
    const wt_voice *voice = block->voice;
    const wt_scratch *s = block->scratch;
    const double ratio = block->patch->fm.ratio * voice->mips.top_hz / voice->modulator_mips.top_hz;
    const float away = ratio > 0.0 ? (float)(wt_log2(ratio) / voice->mips.spacing) : -1e3f;
    for (size_t i = 0; i < block->n; ++i) {
        const float mip = s->mip[i] + away;
        block->scratch->modulator_mip[i] = mip < -1.0f ? mip : -1.0f;
    }
}

// What the sidebands ask of the carrier's levels. Its fundamental stays too.
static void widen(const wt_block *block) {
    const wt_voice *voice = block->voice;
    wt_scratch *s = block->scratch;
    const float levels = (float)(1.0 / voice->mips.spacing);
    const float wide = levels * (float)wt_log2(voice->widening);
    const float hz = (float)(voice->widening_hz / block->patch->rate * 4294967296.0);
    for (size_t i = 0; i < block->n; ++i) {
        const float beside = hz > 0.0f ? levels * octaves_of(1.0f + hz / s->increment[i]) : 0.0f;
        const float mip = s->mip[i] + wide + beside;
        const float safe = mip < -1.0f ? mip : -1.0f;
        s->mip[i] = safe > s->mip[i] ? safe : s->mip[i];
    }
}

void wt_block_modulate(wt_block *block, const wt_oscillator *modulator) {
    const wt_patch *patch = block->patch;
    if (modulator->mip) {
        follow(block);
    }
    if (!block->voice->steady) {
        widen(block);
    }
    wt_scratch *s = block->scratch;
    wt_block_read(block, modulator, &patch->fm.wave, s->cycle, 0, block->n);
    if (block->ok) {
        const bool constant = wt_block_control(block, &patch->env[WT_TO_INDEX][0], s->index);
        block->kernels->swing(s->cycle, s->index, constant,
                              wt_headroom_bits(patch->form, patch->bandlimit), s->phase, block->n);
    }
}
