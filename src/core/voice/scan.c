// Cycles that take turns: each turn of the phase plays one of them whole.
//
// A step from cycle to cycle would fold like any other. So a window of 1 ms runs over the turns,
// and a cycle sounds by the share of its turns in it: with the window g of width w around frame t,
//     y(t) = sum_k s_k(t) integral of g over turn k,    g(x) ~ (1 - (2 x / w)^2)^4
// So long turns cross over as they follow each other, and of turns shorter than the window several
// sound at once. It spreads the lines of a cycle: by 2.6 / w to the first zero of its transform,
// and levels leave room for 3.4 / w. What then folds is less than -100 dB at any rate and in
// glides, and mostly than -115 (q15: -80, of its rounding), measured in tests/core/test_scan.c.
// Cycles that are played as they are follow each other at once.
//
// Five turns lie in the window at 4 kHz, and a q15 that rounded each time that it blends one in
// would gather four roundings. So it blends with 12 bits more, by the kernel of q31, and rounds
// once.
#include "core/voice/scan.h"

#include "base/scramble.h"
#include "core/voice/block.h"

static double window_frames(double rate) {
    return rate > 48000.0 ? rate / 1000.0 : 48.0;
}

wt_mip_spacing wt_scan_mips(const wt_patch *patch) {
    const double rate = patch->rate;
    const bool crosses = wt_is_scanned(patch) && wt_is_bandlimited(patch);
    return crosses ? wt_mip_spacing_with_room(rate, 3.4 * rate / window_frames(rate))
                   : wt_mip_spacing_of(rate);
}

static const wt_cycle_ref *cycle_of_turn(const wt_block *block, const wt_dimension *dimension,
                                         int64_t turn) {
    const uint32_t number = turn > 0 ? (uint32_t)turn : 0; // the first was there before
    const uint32_t drawn = block->patch->scan == WT_SCAN_CYCLE
                               ? number
                               : wt_draw(block->patch->seed, block->voice->note->number, number);
    return &dimension->cycles[drawn % dimension->n_cycles];
}

// A frame in its window, in turns of 2^32.
typedef struct {
    int64_t at, half; // since the first turn; half of the window
    int64_t first, last;
} place;

// Pitches at which more turns than this lie in the window are not heard.
static const double most_turns = 32.0;

static place place_of(const wt_block *block, double half_frames, size_t i) {
    const wt_scratch *s = block->scratch;
    const wt_oscillator *o = &block->carrier;
    const uint32_t phase = o->phase ? o->phase[i] : wt_oscillator_phase_at(o, i);
    const double increment = block->voice->steady ? (double)o->increment : (double)s->increment[i];
    const double half = half_frames * increment;
    const double most = most_turns / 2.0 * 0x1p32;
    place p = {.at = (int64_t)((uint64_t)s->turn[i] << 32 | phase),
               .half = (int64_t)(half < most ? half : most)};
    p.first = (p.at - p.half) >> 32;
    p.last = (p.at + p.half) >> 32;
    return p;
}

// How much of the window lies before y, which is -1 at its start and 1 at its end.
static float share_before(double y) {
    const double q = y * y;
    const double odd = y * (1.0 + q * (-4.0 / 3 + q * (6.0 / 5 + q * (-4.0 / 7 + q * (1.0 / 9)))));
    return (float)(0.5 + 315.0 / 256 * odd);
}

// How much of the window lies in turn k and later ones.
static float share_from(const place *p, int64_t k) {
    if (k <= p->first) {
        return 1.0f;
    }
    return k > p->last ? 0.0f
                       : share_before((double)(p->at - k * ((int64_t)1 << 32)) / (double)p->half);
}

// What turn k is of it and all before.
static float weight_of(const place *p, int64_t k) {
    const float later = share_from(p, k + 1);
    return later < 1.0f ? (share_from(p, k) - later) / (1.0f - later) : 1.0f;
}

enum { WIDER = 12 }; // bits

static void widen(wt_sample *x, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        x[i].q *= 1 << WIDER;
    }
}

static void round_off(wt_sample *x, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        x[i].q = (x[i].q + (1 << (WIDER - 1))) >> WIDER;
    }
}

// Blend turn k into those before it.
static void cross_over(wt_block *block, const wt_cycle_ref *ref, double half_frames, int64_t k,
                       wt_sample *out, size_t first, size_t n) {
    wt_scratch *s = block->scratch;
    float *weights = s->position[0] + first;
    for (size_t i = 0; i < n; ++i) {
        const place p = place_of(block, half_frames, first + i);
        weights[i] = weight_of(&p, k);
    }
    wt_block_read(block, &block->carrier, ref, s->cycle, first, n);
    if (wt_engine_of(block->patch->form) == WT_ENGINE_Q15) {
        widen(s->cycle + first, n);
        wt_kernels_best(WT_ENGINE_Q31)->blend(out + first, s->cycle + first, weights, n);
    } else {
        block->kernels->blend(out + first, s->cycle + first, weights, n);
    }
}

// Turns p->first .. p->last, frames first .. first + n - 1.
static void blend_turns(wt_block *block, const wt_dimension *dimension, double half_frames,
                        const place *p, wt_sample *out, size_t first, size_t n) {
    const bool widens = wt_engine_of(block->patch->form) == WT_ENGINE_Q15 && p->last > p->first;
    wt_block_read(block, &block->carrier, cycle_of_turn(block, dimension, p->first), out, first, n);
    if (widens) {
        widen(out + first, n);
    }
    for (int64_t k = p->first + 1; k <= p->last && block->ok; ++k) {
        const wt_cycle_ref *ref = cycle_of_turn(block, dimension, k);
        cross_over(block, ref, half_frames, k, out, first, n);
    }
    if (widens) {
        round_off(out + first, n);
    }
}

void wt_block_scan(wt_block *block, const wt_dimension *dimension, wt_sample *out) {
    const wt_patch *patch = block->patch;
    const double half_frames = wt_is_bandlimited(patch) ? window_frames(patch->rate) / 2.0 : 0.0;
    for (size_t first = 0; first < block->n && block->ok;) {
        const place p = place_of(block, half_frames, first);
        size_t end = first + 1;
        for (place next; end < block->n; ++end) {
            next = place_of(block, half_frames, end);
            if (next.first != p.first || next.last != p.last) {
                break;
            }
        }
        blend_turns(block, dimension, half_frames, &p, out, first, end - first);
        first = end;
    }
}
