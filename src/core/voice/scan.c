// Cycles that take turns: each turn of the phase plays one of them whole.
//
// A step from cycle to cycle would fold like any other. So a window of 1 ms runs over the turns,
// and a cycle sounds by the share of its turns in it: with the window g of width w around frame t,
//     y(t) = sum_k s_k(t) integral of g over turn k,    g(x) ~ (1 - (2 x / w)^2)^4
// So long turns cross over as they follow each other, and of turns shorter than the window several
// sound at once. It spreads the lines of a cycle: by 2.6 / w to the first zero of its transform,
// and levels leave room for 3.4 / w. What then folds is less than -100 dB at any rate and in
// glides, and mostly than -115 (at 44.1 kHz -94; q15 -80, of its rounding), see
// tests/core/test_scan.c. Cycles that are played as they are follow each other at once.
//
// A turn ends where its cycle meets the next one, so that nothing is steeper than the cycles are:
// see seam.h. Where two turns and more lie in half a window, nothing is steep any more, and they
// end with the phase. The window is 1 ms at the highest pitch that the voice comes to, and as many
// turns wide all the time.
//
// Five turns lie in the window at 4 kHz, and a q15 that rounded each time that it blends one in
// would gather four roundings. So it blends with 12 bits more, by the kernel of q31, and rounds
// once.
#include "core/voice/scan.h"

#include "base/scramble.h"
#include "core/voice/seam.h"

static double window_frames(double rate) {
    return rate > 48000.0 ? rate / 1000.0 : 48.0;
}

wt_mip_spacing wt_scan_mips(const wt_patch *patch) {
    const double rate = patch->rate;
    const bool crosses = wt_is_scanned(patch) && wt_is_bandlimited(patch);
    return crosses ? wt_mip_spacing_with_room(rate, 3.4 * rate / window_frames(rate))
                   : wt_mip_spacing_of(rate);
}

int64_t wt_scan_half(const wt_patch *patch, double highest_hz) {
    const double most_turns = 16.0; // with more of them in half a window a pitch is not heard
    if (!wt_is_scanned(patch) || !wt_is_bandlimited(patch)) {
        return 0;
    }
    const double turns = window_frames(patch->rate) / 2.0 * highest_hz / patch->rate;
    return (int64_t)((turns < most_turns ? turns : most_turns) * 0x1p32);
}

enum { SEAMS = 8 };

// A dimension in a block, and the seams of it that were asked for last.
typedef struct {
    wt_block *block;
    const wt_dimension *dimension;
    int64_t half;
    wt_seam seams[SEAMS];
} scan;

static const wt_cycle_ref *cycle_of_turn(const scan *s, int64_t turn) {
    const wt_patch *patch = s->block->patch;
    const uint32_t number = turn > 0 ? (uint32_t)turn : 0; // the first was there before
    const uint32_t drawn = patch->scan == WT_SCAN_CYCLE
                               ? number
                               : wt_draw(patch->seed, s->block->voice->note->number, number);
    return &s->dimension->cycles[drawn % s->dimension->n_cycles];
}

// Whether turns end where cycles meet.
static bool meets(const scan *s) {
    return s->half > 0 && s->half < (int64_t)2 << 32;
}

// The seam at which turn k begins. In half a window and the turn that it lies in are four.
static const wt_seam *seam_of(scan *s, int64_t k) {
    wt_seam *seam = &s->seams[(uint64_t)k % SEAMS];
    if (seam->turn != k && meets(s)) {
        *seam = wt_seam_of(s->block, cycle_of_turn(s, k - 1), cycle_of_turn(s, k), k, s->half);
    } else if (seam->turn != k) {
        *seam = (wt_seam){.turn = k, .at = (int64_t)((uint64_t)k << 32)};
    }
    return seam;
}

// The turn that `at` lies in: the last one that has begun. It may wrap, before the first one.
static int64_t turn_at(scan *s, uint64_t at) {
    const int64_t k = (int64_t)(at + WT_SEAM_EARLY) >> 32;
    return seam_of(s, k)->at <= (int64_t)at ? k : k - 1;
}

// A frame in its window, in turns of 2^32.
typedef struct {
    int64_t at; // since the first turn
    int64_t first, last;
} place;

static place place_of(scan *s, size_t i) {
    const wt_oscillator *o = &s->block->carrier;
    const uint32_t phase = o->phase ? o->phase[i] : wt_oscillator_phase_at(o, i);
    const uint64_t at = (uint64_t)s->block->scratch->turn[i] << 32 | phase;
    const uint64_t half = (uint64_t)s->half;
    return (place){(int64_t)at, turn_at(s, at - half), turn_at(s, at + half)};
}

// How far a frame is from the seam at which turn k begins, in half windows.
static double away_from(scan *s, const place *p, int64_t k) {
    return (double)(p->at - seam_of(s, k)->at) / (double)s->half;
}

// How much of the window lies in turn k and later ones.
static float share_from(scan *s, const place *p, int64_t k) {
    if (k <= p->first) {
        return 1.0f;
    }
    return k > p->last ? 0.0f : (float)wt_seam_weight(away_from(s, p, k));
}

// What turn k is of it and all before.
static float weight_of(scan *s, const place *p, int64_t k) {
    const float later = share_from(s, p, k + 1);
    return later < 1.0f ? (share_from(s, p, k) - later) / (1.0f - later) : 1.0f;
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
static void cross_over(scan *s, int64_t k, wt_sample *out, size_t first, size_t n) {
    wt_block *block = s->block;
    wt_scratch *scratch = block->scratch;
    float *weights = scratch->position + first;
    for (size_t i = 0; i < n; ++i) {
        const place p = place_of(s, first + i);
        weights[i] = weight_of(s, &p, k);
    }
    wt_block_read(block, &block->carrier, cycle_of_turn(s, k), scratch->cycle, first, n);
    if (wt_engine_of(block->patch->form) == WT_ENGINE_Q15) {
        widen(scratch->cycle + first, n);
        wt_kernels_best(WT_ENGINE_Q31)->blend(out + first, scratch->cycle + first, weights, n);
    } else {
        block->kernels->blend(out + first, scratch->cycle + first, weights, n);
    }
}

// Round the corner between turn k and the one before.
static void round_corner(scan *s, int64_t k, wt_sample *out, size_t first, size_t n) {
    const wt_engine engine = wt_engine_of(s->block->patch->form);
    const wt_seam *seam = seam_of(s, k);
    for (size_t i = first; seam->rounds && i < first + n; ++i) {
        const place p = place_of(s, i);
        const float corner = wt_seam_corner(seam, away_from(s, &p, k));
        if (engine == WT_ENGINE_FLOAT) {
            out[i].f += corner;
        } else {
            out[i].q += (int32_t)(engine == WT_ENGINE_Q15 ? corner * (1 << WIDER) : corner);
        }
    }
}

// Turns p->first .. p->last, frames first .. first + n - 1.
static void blend_turns(scan *s, const place *p, wt_sample *out, size_t first, size_t n) {
    wt_block *block = s->block;
    const bool widens = wt_engine_of(block->patch->form) == WT_ENGINE_Q15 && p->last > p->first;
    wt_block_read(block, &block->carrier, cycle_of_turn(s, p->first), out, first, n);
    if (widens) {
        widen(out + first, n);
    }
    for (int64_t k = p->first + 1; k <= p->last && block->ok; ++k) {
        cross_over(s, k, out, first, n);
    }
    for (int64_t k = p->first + 1; k <= p->last && block->ok; ++k) {
        round_corner(s, k, out, first, n);
    }
    if (widens) {
        round_off(out + first, n);
    }
}

void wt_block_scan(wt_block *block, const wt_dimension *dimension, wt_sample *out) {
    scan s = {.block = block, .dimension = dimension, .half = block->voice->half_window};
    for (size_t first = 0; first < block->n && block->ok;) {
        const place p = place_of(&s, first);
        size_t end = first + 1;
        for (place next; end < block->n; ++end) {
            next = place_of(&s, end);
            if (next.first != p.first || next.last != p.last) {
                break;
            }
        }
        blend_turns(&s, &p, out, first, end - first);
        first = end;
    }
}
