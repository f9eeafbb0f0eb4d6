// Phase modulation by a second oscillator.
#include "core/voice/block.h"

#include "base/math.h"
#include "core/engine/glide.h"
#include "core/tables/mip_spacing.h"

enum { CHUNK = 256 };

// The modulator's increment: its own, or, where that is 0, the carrier's times a ratio.
typedef struct {
    double own, ratio;
} modulator;

static modulator modulator_of(const wt_block *block) {
    const wt_fm *fm = &block->patch->fm;
    return (modulator){fm->hz > 0.0 ? fm->hz / block->patch->rate * 4294967296.0 : 0.0, fm->ratio};
}

static inline double increment_of(modulator m, double carrier) {
    return m.own > 0.0 ? m.own : carrier * m.ratio;
}

// As wt_round, where the compiler can see it.
static inline double nearest(double x) {
    return (x + WT_TO_WHOLE) - WT_TO_WHOLE;
}

// Turns, fewer than 2^51, as a phase: where the compiler can see it, and of the rest that is no
// whole turn.
static inline uint32_t phase_of(double turns) {
    union {
        double d;
        uint64_t bits;
    } sum = {(turns - nearest(turns)) * 4294967296.0 + WT_TO_WHOLE};
    return (uint32_t)sum.bits;
}

// What the phase of a carrier that moves advances by at frame i, to the bit: phases that the
// modulator has not moved yet are one increment apart.
static uint32_t carrier_increment(const wt_block *block, size_t i) {
    const uint32_t *phase = block->scratch->phase;
    return (i + 1 < block->n ? phase[i + 1] : (uint32_t)block->voice->phase) - phase[i];
}

// The modulator's samples at frames first .. first + n - 1, and its phase past them.
static void read_modulator(wt_block *block, const wt_level *level, wt_sample *x, size_t first,
                           size_t n) {
    const modulator m = modulator_of(block);
    wt_voice *voice = block->voice;
    const wt_reader reader = wt_block_reader(block);
    if (voice->steady || m.own > 0.0) {
        const double carrier = (double)voice->increment;
        const uint64_t increment = (uint64_t)(int64_t)nearest(increment_of(m, carrier));
        if (level) {
            block->kernels->run[reader](level, (uint32_t)voice->modulator, (uint32_t)increment, x,
                                        n);
        }
        voice->modulator += increment * n;
        return;
    }
    uint32_t phase[CHUNK];
    for (size_t i = 0; i < n; ++i) {
        const double carrier = (double)carrier_increment(block, first + i);
        phase[i] = (uint32_t)voice->modulator;
        voice->modulator += (uint64_t)(int64_t)nearest(increment_of(m, carrier));
    }
    if (level) {
        block->kernels->read[reader](level, phase, x, n);
    }
}

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

// A frame's mip level, widened: the modulator sweeps the pitch by 1 + index increment ratio.
static void widen(wt_block *block, const float *index, bool constant) {
    wt_scratch *s = block->scratch;
    const modulator m = modulator_of(block);
    const float own = (float)m.own;
    const float ratio = (float)m.ratio;
    const float places = (float)(1.0 / block->voice->spacing);
    for (size_t i = 0; i < block->n; ++i) {
        const float relative = own > 0.0f ? own / s->pitch[i] : ratio;
        const float swing = index[constant ? 0 : i] * relative;
        const float wide = s->mip[i] + places * octaves_of(1.0f + (swing < 0.0f ? -swing : swing));
        const float safe = wide < -1.0f ? wide : -1.0f; // the fundamental always stays
        s->mip[i] = safe > s->mip[i] ? safe : s->mip[i];
    }
}

// Add index / (2 pi) turns at a full swing of the modulator, x, to n phases.
static void deviate(const wt_block *block, const wt_sample *x, const float *index, bool constant,
                    uint32_t *phase, size_t n) {
    const wt_patch *patch = block->patch;
    const int64_t headroom = 1 << wt_headroom_bits(patch->form, patch->bandlimit);
    double turns[CHUNK];
    for (size_t i = 0; i < n; ++i) {
        turns[i] = (double)wt_clamp(index[constant ? 0 : i], -1e4f, 1e4f) / (2.0 * WT_PI);
    }
    switch (patch->form.engine) {
    case WT_ENGINE_Q15: // Q15, or Q14 with headroom
        for (size_t i = 0; i < n; ++i) {
            phase[i] +=
                (uint32_t)((int64_t)x[i].q * (int64_t)nearest(turns[i] * 16777216.0) * headroom >>
                           7);
        }
        break;
    case WT_ENGINE_Q31: // Q3.28
        for (size_t i = 0; i < n; ++i) {
            phase[i] += (uint32_t)((int64_t)x[i].q * (int64_t)nearest(turns[i] * 2097152.0) >> 17);
        }
        break;
    default:
        for (size_t i = 0; i < n; ++i) {
            phase[i] += phase_of((double)x[i].f * turns[i]);
        }
    }
}

static const wt_level *modulator_level(wt_block *block) {
    const wt_fm *fm = &block->patch->fm;
    const wt_voice *voice = block->voice;
    if (!block->patch->bandlimit) {
        return block->source->get(block->source->context, fm->wave.id, block->patch->form,
                                  WT_AS_IS);
    }
    const wt_mip_spacing mips = {voice->top_hz, voice->spacing};
    const double hz =
        increment_of(modulator_of(block), voice->note->hz / block->patch->rate * 4294967296.0) *
        block->patch->rate / 4294967296.0;
    const double mip = hz > 0.0 ? wt_floor(wt_mip_spacing_level(&mips, hz)) + 1.0 : -1e6;
    const uint32_t allowed = wt_mip_spacing_harmonics(&mips, (int32_t)mip);
    const uint32_t harmonics = allowed < fm->wave.harmonics ? allowed : fm->wave.harmonics;
    return block->source->get(block->source->context, fm->wave.id, block->patch->form, harmonics);
}

void wt_block_modulate(wt_block *block) {
    wt_scratch *s = block->scratch;
    const wt_env *envelope = &block->patch->env[WT_TO_INDEX][0];
    const bool constant = wt_env_render(envelope, &block->context, &block->kernels->curves,
                                        block->frame, s->index, block->n);
    if (!block->voice->steady) {
        widen(block, s->index, constant);
    }
    const wt_level *level = block->source ? modulator_level(block) : NULL;
    block->ok = block->ok && (level || !block->source);
    for (size_t done = 0; done < block->n; done += CHUNK) {
        wt_sample x[CHUNK];
        const size_t n = block->n - done < CHUNK ? block->n - done : CHUNK;
        read_modulator(block, level, x, done, n);
        if (level) { // else only the modulator's phase matters: frames are passed over
            deviate(block, x, s->index + (constant ? 0 : done), constant, s->phase + done, n);
        }
    }
}
