// Phase modulation by a second oscillator.
#include "core/voice/block.h"

#include "base/math.h"
#include "core/engine/glide.h"
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
        const float beside = hz > 0.0f ? levels * octaves_of(1.0f + hz / s->pitch[i]) : 0.0f;
        const float mip = s->mip[i] + wide + beside;
        const float safe = mip < -1.0f ? mip : -1.0f;
        s->mip[i] = safe > s->mip[i] ? safe : s->mip[i];
    }
}

static inline double turns_of(float index) {
    return (double)wt_clamp(index, -1e4f, 1e4f) / (2.0 * WT_PI);
}

// Units of 2^-32 turns, fewer than 2^51, as a phase: where the compiler can see it.
static inline uint32_t phase_of(double units) {
    union {
        double d;
        uint64_t bits;
    } sum = {units + WT_TO_WHOLE};
    return (uint32_t)sum.bits;
}

static void swing_floats(const wt_sample *x, const float *index, bool constant, uint32_t *phase,
                         size_t n) {
    const double even = turns_of(index[0]) * 4294967296.0;
    for (size_t i = 0; constant && i < n; ++i) {
        phase[i] += phase_of((double)x[i].f * even);
    }
    for (size_t i = 0; !constant && i < n; ++i) {
        phase[i] += phase_of((double)x[i].f * (turns_of(index[i]) * 4294967296.0));
    }
}

// x in Q15, or Q14 with headroom.
static void swing_q15(const wt_sample *x, const float *index, bool constant, int64_t headroom,
                      uint32_t *phase, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        const double turns = turns_of(index[constant ? 0 : i]);
        phase[i] +=
            (uint32_t)((int64_t)x[i].q * (int64_t)wt_whole(turns * 16777216.0) * headroom >> 7);
    }
}

// x in Q3.28.
static void swing_q31(const wt_sample *x, const float *index, bool constant, uint32_t *phase,
                      size_t n) {
    for (size_t i = 0; i < n; ++i) {
        const double turns = turns_of(index[constant ? 0 : i]);
        phase[i] += (uint32_t)((int64_t)x[i].q * (int64_t)wt_whole(turns * 2097152.0) >> 17);
    }
}

// Add index / (2 pi) turns at a full swing of the modulator, x, to the phases.
static void swing(wt_block *block, const wt_sample *x) {
    const wt_patch *patch = block->patch;
    const float *index = block->scratch->index;
    uint32_t *phase = block->scratch->phase;
    const bool constant =
        wt_block_control(block, &patch->env[WT_TO_INDEX][0], block->scratch->index);
    switch (patch->form.engine) {
    case WT_ENGINE_Q15:
        swing_q15(x, index, constant, 1 << wt_headroom_bits(patch->form, patch->bandlimit), phase,
                  block->n);
        break;
    case WT_ENGINE_Q31:
        swing_q31(x, index, constant, phase, block->n);
        break;
    default:
        swing_floats(x, index, constant, phase, block->n);
    }
}

void wt_block_modulate(wt_block *block, const wt_oscillator *modulator) {
    if (modulator->mip) {
        follow(block);
    }
    if (!block->voice->steady) {
        widen(block);
    }
    wt_block_read(block, modulator, &block->patch->fm.wave, block->scratch->cycle, 0, block->n);
    if (block->ok) {
        swing(block, block->scratch->cycle);
    }
}
