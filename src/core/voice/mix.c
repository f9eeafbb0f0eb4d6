// Positions among the cycles of a dimension.
#include "core/voice/drawn.h"

wt_place wt_place_of(const wt_dimension *dimension, float position) {
    const float u = wt_clamp(position, 0.0f, 1.0f) * (float)(dimension->n_cycles - 1);
    const uint32_t i = (uint32_t)u;
    return (wt_place){&dimension->cycles[i], u - (float)i};
}

// A fixed position: one cycle, or two and one weight.
static void mix_constant(wt_block *block, const wt_dimension *dimension, float position,
                         wt_sample *out) {
    const wt_place place = wt_place_of(dimension, position);
    wt_block_read(block, &block->carrier, &place.refs[0], out, 0, block->n);
    if (place.weight > 0.0f) {
        wt_sample *next = block->scratch->cycle;
        wt_block_read(block, &block->carrier, &place.refs[1], next, 0, block->n);
        wt_kernels_of(block)->blend_constant(out, next, place.weight, block->n);
    }
}

static void mix_pair(wt_block *block, const wt_cycle_ref *refs, wt_control weights, wt_sample *out,
                     size_t first, size_t n) {
    const wt_pair pair = {.a = wt_block_level(block, &refs[0]),
                          .b = wt_block_level(block, &refs[1]),
                          .weights = weights};
    const wt_mixture mixture = {.pairs = &pair,
                                .n_pairs = 1,
                                .start = wt_oscillator_phase_at(&block->carrier, first),
                                .increment = block->carrier.increment};
    if (pair.a && pair.b) {
        wt_kernels_of(block)->mix(wt_block_reader(block), &mixture, out + first, n);
    }
}

// Frames first .. first + n - 1 between cycle c and the next.
static void mix_run(wt_block *block, const wt_dimension *dimension, uint32_t c, float *u,
                    wt_sample *out, size_t first, size_t n) {
    const wt_cycle_ref *refs = &dimension->cycles[c];
    if (c + 1 == dimension->n_cycles) {
        wt_block_read(block, &block->carrier, refs, out, first, n);
        return;
    }
    const float whole = (float)c;
    if (wt_is_run(&block->carrier) && !wt_is_noise(&refs[0]) && !wt_is_noise(&refs[1])) {
        const wt_control weights = {.values = u + first, .base = -whole};
        mix_pair(block, refs, weights, out, first, n);
        return;
    }
    for (size_t i = first; i < first + n; ++i) {
        u[i] -= whole;
    }
    wt_sample *next = block->scratch->cycle;
    wt_block_read(block, &block->carrier, &refs[0], out, first, n);
    wt_block_read(block, &block->carrier, &refs[1], next, first, n);
    wt_kernels_of(block)->blend(out + first, next + first, u + first, n);
}

// A moving position, in runs between the same two cycles.
static void mix_moving(wt_block *block, const wt_dimension *dimension, const float *position,
                       wt_sample *out) {
    float *u = block->scratch->position[0];
    const float last = (float)(dimension->n_cycles - 1);
    const bool alike = wt_kernels_of(block)->positions(position, last, u, block->n);
    for (size_t first = 0; first < block->n && block->ok;) {
        const size_t left = block->n - first;
        const uint32_t c = (uint32_t)u[first];
        const float low = (float)c;
        const size_t run =
            alike ? left : wt_kernels_of(block)->within(u + first, low, low + 1.0f, left);
        mix_run(block, dimension, c, u, out, first, run);
        first += run;
    }
}

void wt_block_mix(wt_block *block, uint32_t d, wt_sample *out) {
    const wt_dimension *dimension = &block->patch->dimensions[d];
    wt_drawn *place = &block->scratch->place;
    if (dimension->n_cycles == 1) {
        mix_constant(block, dimension, 0.0f, out);
        return;
    }
    wt_block_draw(block, &block->patch->env[WT_TO_MIX][d], place);
    if (place->constant) {
        mix_constant(block, dimension, place->values[0], out);
    } else {
        mix_moving(block, dimension, place->values, out);
    }
}
