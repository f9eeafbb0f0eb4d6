// Phase modulation by a second oscillator.
#include "core/block.h"

#include "core/glide.h"
#include "core/grid.h"
#include "wavetable/math.h"

#include <string.h>

enum { CHUNK = 64 };

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

// What the carrier's phase advances by at frame i, to the bit: phases that the modulator has not
// moved yet are one increment apart.
static uint32_t carrier_increment(const wt_block *block, size_t i) {
    const wt_voice *voice = block->voice;
    const uint32_t *phase = block->scratch->phase;
    if (voice->steady) {
        return voice->increment;
    }
    return (i + 1 < block->n ? phase[i + 1] : (uint32_t)voice->phase) - phase[i];
}

static void phases(wt_block *block, uint32_t *out, size_t first, size_t n) {
    const modulator m = modulator_of(block);
    uint64_t phase = block->voice->modulator;
    for (size_t i = 0; i < n; ++i) {
        const double carrier = (double)carrier_increment(block, first + i);
        out[i] = (uint32_t)phase;
        phase += (uint64_t)(int64_t)nearest(increment_of(m, carrier));
    }
    block->voice->modulator = phase;
}

// As wt_log2 for x >= 1, to 1e-10: what a place can use, for every frame.
static inline double octaves_of(double x) {
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    const uint64_t mantissa = (bits & 0xfffffffffffffu) | 0x3ff0000000000000u;
    double m;
    memcpy(&m, &mantissa, sizeof m);
    const double over = m > 1.41421356237309504880 ? 1.0 : 0.0;
    m = over > 0.0 ? 0.5 * m : m;
    const double s = (m - 1.0) / (m + 1.0);
    const double q = s * s;
    const double high = 1.0 / 7 + q * (1.0 / 9 + q * (1.0 / 11));
    const double sum = 1.0 + q * (1.0 / 3 + q * (1.0 / 5 + q * high));
    return (double)(int32_t)(bits >> 52) - 1023.0 + over + s * sum * 2.88539008177792681472;
}

// A frame's widened place on the grid: the modulator sweeps the pitch by 1 + index increment ratio.
static void widen(wt_block *block, const float *index, bool even) {
    wt_scratch *s = block->scratch;
    const modulator m = modulator_of(block);
    const double spacing = block->voice->spacing;
    for (size_t i = 0; i < block->n; ++i) {
        const double carrier = (double)s->pitch[i];
        const double ratio = increment_of(m, carrier) / carrier;
        const double swing = (double)index[even ? 0 : i] * ratio;
        const double octaves = octaves_of(1.0 + (swing < 0.0 ? -swing : swing));
        const float wide = s->place[i] + (float)(octaves / spacing);
        const float safe = wide < -1.0f ? wide : -1.0f; // the fundamental always stays
        s->place[i] = safe > s->place[i] ? safe : s->place[i];
    }
}

// Add index / (2 pi) turns at a full swing of the modulator, x, to n phases.
static void deviate(const wt_block *block, const wt_sample *x, const float *index, bool even,
                    uint32_t *phase, size_t n) {
    const wt_patch *patch = block->patch;
    const int64_t headroom = 1 << wt_headroom_bits(patch->form, patch->bandlimit);
    double turns[CHUNK];
    for (size_t i = 0; i < n; ++i) {
        turns[i] = (double)wt_clamp(index[even ? 0 : i], -1e4f, 1e4f) / (2.0 * WT_PI);
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
            phase[i] += (uint32_t)(int64_t)nearest((double)x[i].f * turns[i] * 4294967296.0);
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
    const wt_grid grid = {voice->top_hz, voice->spacing};
    const double hz =
        increment_of(modulator_of(block), voice->note->hz / block->patch->rate * 4294967296.0) *
        block->patch->rate / 4294967296.0;
    const double place = hz > 0.0 ? wt_floor(wt_grid_place(&grid, hz)) + 1.0 : -1e6;
    const uint32_t allowed = wt_grid_harmonics(&grid, (int32_t)place);
    const uint32_t harmonics = allowed < fm->wave.harmonics ? allowed : fm->wave.harmonics;
    return block->source->get(block->source->context, fm->wave.id, block->patch->form, harmonics);
}

void wt_block_modulate(wt_block *block) {
    wt_scratch *s = block->scratch;
    const wt_env *envelope = &block->patch->fm.index;
    const bool even = wt_env_render(envelope, &block->context, &block->kernels->curves,
                                    block->frame, s->index, block->n);
    if (!block->voice->steady) {
        widen(block, s->index, even);
    }
    const wt_level *level = block->source ? modulator_level(block) : NULL;
    block->ok = block->ok && (level || !block->source);
    for (size_t done = 0; done < block->n; done += CHUNK) {
        uint32_t phase[CHUNK];
        wt_sample x[CHUNK];
        const size_t n = block->n - done < CHUNK ? block->n - done : CHUNK;
        phases(block, phase, done, n);
        if (!level) {
            continue; // passing over: only the modulator's phase matters
        }
        block->kernels->read[block->patch->form.interp](level, phase, x, n);
        deviate(block, x, s->index + (even ? 0 : done), even, s->phase + done, n);
    }
}
