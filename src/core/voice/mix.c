// Positions among the cycles of a dimension.
#include "core/voice/drawn.h"

enum { WHOLE = 16 }; // samples of the widest vector

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

// Frames first .. first + n - 1 between two cycles, of which the first is number c.
typedef struct {
    const wt_cycle_ref *refs;
    float c, last;
    size_t first, n;
} pair_run;

static void mix_tone(wt_block *block, const pair_run *run, const float *position,
                     const float *cross, wt_sample *out) {
    const size_t first = run->first;
    const wt_steady_tone tone = {.level = wt_block_level(block, &run->refs[0]),
                                 .other = wt_block_level(block, &run->refs[1]),
                                 .increment = block->carrier.increment,
                                 .weight = -run->c,
                                 .scale = run->last};
    // What is past the run, and would only make it end within a vector, is written again by the
    // next.
    const size_t more = cross ? 0 : -run->n % WHOLE;
    const size_t left = block->n - first;
    const size_t n = run->n + more < left ? run->n + more : left;
    if (tone.level && tone.other) {
        const wt_tone_moves moves = {.positions = position + first};
        wt_kernels_of(block)->mix(wt_block_reader(block), &tone,
                                  wt_oscillator_phase_at(&block->carrier, first), &moves,
                                  cross ? cross + first : NULL, out + first, n);
    }
}

static void mix_run(wt_block *block, const pair_run *run, const float *position, const float *cross,
                    wt_sample *out) {
    const wt_cycle_ref *refs = run->refs;
    const size_t first = run->first;
    const bool last = run->c == run->last;
    if (!last && wt_is_run(&block->carrier) && !wt_is_noise(&refs[0]) && !wt_is_noise(&refs[1])) {
        mix_tone(block, run, position, cross, out);
        return;
    }
    wt_sample *const y = cross ? block->scratch->dimension : out;
    wt_block_read(block, &block->carrier, &refs[0], y, first, run->n);
    if (!last) {
        wt_sample *next = block->scratch->cycle;
        float *weights = block->scratch->position;
        wt_kernels_of(block)->weigh(-run->c, run->last, position + first, weights, run->n);
        wt_block_read(block, &block->carrier, &refs[1], next, first, run->n);
        wt_kernels_of(block)->blend(y + first, next + first, weights, run->n);
    }
    join(block, cross, y, out, first, run->n);
}

// How many frames from `first` on are between the same two cycles. On a line it is known of all but
// those near either end.
static size_t run_from(const wt_block *block, uint32_t d, const float *position, size_t first) {
    const float last = (float)(block->patch->dimensions[d].n_cycles - 1);
    const size_t left = block->n - first;
    const size_t near = WT_IS_PLAIN || left < 64 ? left : 64;
    const float *x = position + first;
    const size_t seen = wt_kernels_of(block)->positions(x, last, near);
    wt_linear line;
    if (WT_IS_PLAIN || seen < near) {
        return seen;
    }
    const uint64_t known = wt_is_run(&block->carrier)
                               ? wt_block_linear(block, d, block->frame + first + seen - 1, &line)
                               : 0;
    const uint64_t more = known > 0 ? known - 1 : 0;
    const size_t sure = more < left - seen ? seen - 1 + (size_t)more : left - 1;
    return sure + wt_kernels_of(block)->positions(x + sure, last, left - sure);
}

// A moving position, in runs between the same two cycles.
static void mix_moving(wt_block *block, uint32_t d, const float *position, const float *cross,
                       wt_sample *out) {
    const wt_dimension *dimension = &block->patch->dimensions[d];
    const float last = (float)(dimension->n_cycles - 1);
    for (size_t first = 0; first < block->n && block->ok;) {
        const uint32_t c = (uint32_t)(wt_unit_clamp(position[first]) * last);
        const pair_run run = {.refs = &dimension->cycles[c],
                              .c = (float)c,
                              .last = last,
                              .first = first,
                              .n = run_from(block, d, position, first)};
        mix_run(block, &run, position, cross, out);
        first += run.n;
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
        mix_moving(block, d, place->values, cross, out);
    }
}
