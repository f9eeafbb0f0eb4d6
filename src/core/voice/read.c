// Cycles at their levels: the one that the pitch asks for, or two while it moves between them.
#include "core/voice/block.h"

#include "base/math.h"
#include "core/tables/mip_spacing.h"

static const wt_level *get_level(wt_block *block, const wt_cycle_ref *ref, uint32_t harmonics) {
    const wt_level *seen = WT_IS_PLAIN ? NULL : wt_block_seen(block, ref, harmonics);
    if (seen) {
        return seen;
    }
    const wt_level *level = wt_level_with(block->source, block->patch->form, ref, harmonics);
    if (!WT_IS_PLAIN) {
        wt_known *known = &block->voice->known;
        known->seen[known->next_seen++ % WT_SEEN] = (wt_level_seen){ref->id, harmonics, level};
    }
    block->ok = block->ok && level;
    return level;
}

// What level `level` of an oscillator has: of those that the pitch was last on or near, it is
// known.
static uint32_t harmonics_at(const wt_block *block, const wt_oscillator *o, int32_t level) {
    const wt_known *known = &block->voice->known;
    const uint32_t past = (uint32_t)(level - 1 - (int32_t)known->level);
    return !WT_IS_PLAIN && o->mips == &block->voice->mips && past < 2
               ? known->harmonics[past]
               : wt_mip_spacing_harmonics(o->mips, level);
}

static void read_at(wt_block *block, const wt_oscillator *o, const wt_cycle_ref *ref,
                    uint32_t harmonics, wt_sample *out, size_t first, size_t n) {
    const wt_reader reader = wt_block_reader(block);
    const wt_level *level = get_level(block, ref, harmonics);
    if (level && wt_is_run(o)) {
        wt_kernels_of(block)->run[reader](level, wt_oscillator_phase_at(o, first), o->increment,
                                          out + first, n);
    } else if (level) {
        wt_kernels_of(block)->read[reader](level, o->phase + first, out + first, n);
    }
}

// Two levels of a cycle, of which the other one has these weights.
static void mix_levels(wt_block *block, const wt_oscillator *o, const wt_steady_tone *tone,
                       const float *weights, wt_sample *out, size_t first, size_t n) {
    const wt_tone_moves moves = {.phase = wt_is_run(o) ? NULL : o->phase + first,
                                 .positions = weights};
    if (tone->level && tone->other) {
        wt_kernels_of(block)->mix(wt_block_reader(block), tone, wt_oscillator_phase_at(o, first),
                                  &moves, NULL, out + first, n);
    }
}

// Frames first .. first + n - 1, on their way from the level that holds `more` harmonics to the
// next one, which holds `fewer` and is reached at `high`.
static void read_fading(wt_block *block, const wt_oscillator *o, const wt_cycle_ref *ref,
                        uint32_t more, uint32_t fewer, float high, wt_sample *out, size_t first,
                        size_t n) {
    float *const weights = block->scratch->fade + first;
    wt_kernels_of(block)->fade(high, o->mip + first, weights, n);
    if (WT_IS_PLAIN) { // modules read one after the other
        wt_sample *const other = block->scratch->raised;
        read_at(block, o, ref, more, out, first, n);
        read_at(block, o, ref, fewer, other, first, n);
        wt_kernels_of(block)->blend(out + first, other + first, weights, n);
    } else {
        const wt_steady_tone tone = {.level = get_level(block, ref, more),
                                     .other = get_level(block, ref, fewer),
                                     .increment = o->increment,
                                     .scale = 1.0f};
        mix_levels(block, o, &tone, weights, out, first, n);
    }
}

// Read the frames from `first` on that lie alike between two levels: by the one that is safe, and,
// where the pitch comes near the next, sparser one, on the way to that. Return how many.
static size_t read_alike(wt_block *block, const wt_oscillator *o, const wt_cycle_ref *ref,
                         wt_sample *out, size_t first, size_t n) {
    const float low = (float)wt_floor((double)o->mip[first]);
    const float high = low + 1.0f;
    const float fade = high - 1.0f / (float)WT_MIP_FADE;
    const uint32_t more = harmonics_at(block, o, (int32_t)high);
    const uint32_t fewer = harmonics_at(block, o, (int32_t)high + 1);
    const bool same = fewer == more || fewer >= ref->harmonics;
    const bool fades = !same && o->mip[first] >= fade;
    const size_t run = wt_kernels_of(block)->within(o->mip + first, fades ? fade : low,
                                                    same || fades ? high : fade, n);
    if (fades) {
        read_fading(block, o, ref, more, fewer, high, out, first, run);
    } else {
        read_at(block, o, ref, more, out, first, run);
    }
    return run;
}

// As samples of the engine, with its headroom.
static void copy_noise(const wt_block *block, int color, wt_sample *out, size_t first, size_t n) {
    const float *const noise = block->scratch->noise[color] + first;
    const wt_form form = block->patch->form;
    const int headroom = wt_headroom_bits(form, wt_is_bandlimited(block->patch));
    const float scale = wt_engine_of(form) == WT_ENGINE_Q15 ? (float)(32767 >> headroom) : 0x1p28f;
    for (size_t i = 0; i < n; ++i) {
        if (wt_engine_of(form) == WT_ENGINE_FLOAT) {
            out[first + i].f = noise[i];
        } else {
            out[first + i].q = (int32_t)(noise[i] * scale);
        }
    }
}

void wt_block_read(wt_block *block, const wt_oscillator *o, const wt_cycle_ref *ref, wt_sample *out,
                   size_t first, size_t n) {
    if (wt_is_noise(ref)) {
        copy_noise(block, ref->noise - 1, out, first, n);
    } else if (!wt_is_bandlimited(block->patch)) {
        read_at(block, o, ref, WT_AS_IS, out, first, n);
    } else if (!o->mip) {
        read_at(block, o, ref, o->harmonics, out, first, n);
    } else {
        for (size_t end = first + n; first < end && block->ok;) {
            first += read_alike(block, o, ref, out, first, end - first);
        }
    }
}

const wt_level *wt_block_level(wt_block *block, const wt_cycle_ref *ref) {
    return get_level(block, ref,
                     wt_is_bandlimited(block->patch) ? block->carrier.harmonics : WT_AS_IS);
}
