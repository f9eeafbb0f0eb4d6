// Positions among the cycles of a dimension.
#include "core/voice/drawn.h"

wt_place wt_place_of(const wt_dimension *dimension, float position) {
    const float u = wt_clamp(position, 0.0f, 1.0f) * (float)(dimension->n_cycles - 1);
    const uint32_t i = (uint32_t)u;
    return (wt_place){&dimension->cycles[i], u - (float)i};
}

// Frames that were rendered by themselves go into `out`.
static void join(wt_block *block, const float *cross, const wt_sample *y, wt_sample *out,
                 size_t first, size_t n) {
    if (cross) {
        wt_kernels_of(block)->blend(out + first, y + first, cross + first, n);
    }
}

// A fixed position: one cycle, or two and one weight.
static void mix_constant(wt_block *block, const wt_dimension *dimension, float position,
                         const float *cross, wt_sample *out) {
    const wt_place place = wt_place_of(dimension, position);
    wt_sample *const y = cross ? block->scratch->dimension : out;
    wt_block_read(block, &block->carrier, &place.refs[0], y, 0, block->n);
    if (place.weight > 0.0f) {
        wt_sample *next = block->scratch->cycle;
        wt_block_read(block, &block->carrier, &place.refs[1], next, 0, block->n);
        wt_kernels_of(block)->blend_constant(y, next, place.weight, block->n);
    }
    join(block, cross, y, out, 0, block->n);
}

static void mix_tone(wt_block *block, const wt_cycle_ref *refs, float base, const float *weights,
                     const float *cross, wt_sample *out, size_t first, size_t n) {
    const wt_steady_tone tone = {.level = wt_block_level(block, &refs[0]),
                                 .other = wt_block_level(block, &refs[1]),
                                 .increment = block->carrier.increment,
                                 .weight = base};
    if (tone.level && tone.other) {
        wt_kernels_of(block)->mix(wt_block_reader(block), &tone,
                                  wt_oscillator_phase_at(&block->carrier, first), weights + first,
                                  cross ? cross + first : NULL, out + first, n);
    }
}

// Frames first .. first + n - 1 between cycle c and the next.
static void mix_run(wt_block *block, const wt_dimension *dimension, uint32_t c, float *u,
                    const float *cross, wt_sample *out, size_t first, size_t n) {
    const wt_cycle_ref *refs = &dimension->cycles[c];
    const bool last = c + 1 == dimension->n_cycles;
    const float whole = (float)c;
    if (!last && wt_is_run(&block->carrier) && !wt_is_noise(&refs[0]) && !wt_is_noise(&refs[1])) {
        mix_tone(block, refs, -whole, u, cross, out, first, n);
        return;
    }
    wt_sample *const y = cross ? block->scratch->dimension : out;
    wt_block_read(block, &block->carrier, &refs[0], y, first, n);
    if (!last) {
        wt_sample *next = block->scratch->cycle;
        for (size_t i = first; i < first + n; ++i) {
            u[i] -= whole;
        }
        wt_block_read(block, &block->carrier, &refs[1], next, first, n);
        wt_kernels_of(block)->blend(y + first, next + first, u + first, n);
    }
    join(block, cross, y, out, first, n);
}

// A moving position, in runs between the same two cycles.
static void mix_moving(wt_block *block, const wt_dimension *dimension, const float *position,
                       const float *cross, wt_sample *out) {
    float *u = block->scratch->position;
    const float last = (float)(dimension->n_cycles - 1);
    const bool alike = wt_kernels_of(block)->positions(position, last, u, block->n);
    for (size_t first = 0; first < block->n && block->ok;) {
        const size_t left = block->n - first;
        const uint32_t c = (uint32_t)u[first];
        const float low = (float)c;
        const size_t run =
            alike ? left : wt_kernels_of(block)->within(u + first, low, low + 1.0f, left);
        mix_run(block, dimension, c, u, cross, out, first, run);
        first += run;
    }
}

void wt_block_mix(wt_block *block, uint32_t d, const float *cross, wt_sample *out) {
    const wt_dimension *dimension = &block->patch->dimensions[d];
    wt_drawn *place = &block->scratch->place;
    if (dimension->n_cycles == 1) {
        mix_constant(block, dimension, 0.0f, cross, out);
        return;
    }
    wt_block_draw(block, &block->patch->env[WT_TO_MIX][d], place);
    if (place->constant) {
        mix_constant(block, dimension, place->values[0], cross, out);
    } else {
        mix_moving(block, dimension, place->values, cross, out);
    }
}
