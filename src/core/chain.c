// The chain of dimensions: y0 = D0(m0), y = y + x (Dd(md) - y).
//
// Cost follows the cycles that are heard: a weight of 0 reads one cycle instead of two, a crossfade
// of 0 skips its dimension, one of 1 all dimensions before it.
#include "core/block.h"

#include "core/grid.h"
#include "wavetable/math.h"

static const wt_level *get_level(wt_block *block, const wt_cycle_ref *ref, uint32_t harmonics) {
    const uint32_t most =
        harmonics == WT_AS_IS || harmonics < ref->harmonics ? harmonics : ref->harmonics;
    const wt_level *level =
        block->source->get(block->source->context, ref->id, block->patch->form, most);
    block->ok = block->ok && level;
    return level;
}

static void read_at(wt_block *block, const wt_cycle_ref *ref, uint32_t harmonics, wt_sample *out,
                    size_t first, size_t n) {
    const wt_level *level = get_level(block, ref, harmonics);
    if (level && block->straight) {
        const uint32_t increment = block->voice->increment;
        const uint32_t start = block->start + (uint32_t)first * increment;
        block->kernels->run[block->patch->form.interp](level, start, increment, out + first, n);
    } else if (level) {
        block->kernels->read[block->patch->form.interp](level, block->scratch->phase + first,
                                                        out + first, n);
    }
}

// Frames that lie between the same two levels of the grid.
static size_t run_of_places(const float *place, size_t n) {
    enum { STEP = 64 };
    const float low = (float)wt_floor((double)place[0]);
    const float high = low + 1.0f;
    for (size_t i = 0; i < n;) {
        const size_t step = n - i < STEP ? n - i : STEP;
        int outside = 0;
        for (size_t j = 0; j < step; ++j) { // without a branch, so that it can be widened
            outside |= (place[i + j] < low) | (place[i + j] >= high);
        }
        for (size_t j = 0; outside && j < step; ++j) {
            if (i + j > 0 && !(place[i + j] >= low && place[i + j] < high)) {
                return i + j;
            }
        }
        i += step;
    }
    return n;
}

// Blend from the level that is safe to the next sparser one as the pitch rises through the grid.
static void read_between(wt_block *block, const wt_cycle_ref *ref, wt_sample *out, size_t first,
                         size_t n) {
    wt_scratch *s = block->scratch;
    const wt_grid grid = {block->voice->top_hz, block->voice->spacing};
    const double low = wt_floor((double)s->place[first]);
    const uint32_t more = wt_grid_harmonics(&grid, (int32_t)low + 1);
    const uint32_t fewer = wt_grid_harmonics(&grid, (int32_t)low + 2);
    read_at(block, ref, more, out, first, n);
    if (fewer == more || fewer >= ref->harmonics) {
        return;
    }
    read_at(block, ref, fewer, s->level, first, n);
    for (size_t i = first; i < first + n; ++i) {
        s->control[i] = s->place[i] - (float)low;
    }
    block->kernels->blend(out + first, s->level + first, s->control + first, n);
}

void wt_block_read(wt_block *block, const wt_cycle_ref *ref, wt_sample *out, size_t first,
                   size_t n) {
    if (!block->patch->bandlimit) {
        read_at(block, ref, WT_AS_IS, out, first, n);
    } else if (block->voice->steady) {
        read_at(block, ref, block->voice->harmonics, out, first, n);
    } else {
        for (size_t end = first + n; first < end && block->ok;) {
            const size_t run = run_of_places(block->scratch->place + first, end - first);
            read_between(block, ref, out, first, run);
            first += run;
        }
    }
}

// A fixed position: one cycle, or two and one weight.
static void mix_even(wt_block *block, const wt_dimension *dimension, float position,
                     wt_sample *out) {
    const float u = wt_clamp(position, 0.0f, 1.0f) * (float)(dimension->n_cycles - 1);
    const uint32_t i = (uint32_t)u;
    const float weight = u - (float)i;
    wt_block_read(block, &dimension->cycles[i], out, 0, block->n);
    if (weight > 0.0f) {
        wt_sample *next = block->scratch->cycle;
        wt_block_read(block, &dimension->cycles[i + 1], next, 0, block->n);
        block->kernels->blend_even(out, next, weight, block->n);
    }
}

static size_t run_of_positions(const float *u, size_t n) {
    const uint32_t low = (uint32_t)u[0];
    size_t i = 1;
    while (i < n && (uint32_t)u[i] == low) {
        ++i;
    }
    return i;
}

// Frames first .. first + n - 1 between cycle c and the next. Their `u` become weights.
static void mix_run(wt_block *block, const wt_dimension *dimension, uint32_t c, float *u,
                    wt_sample *out, size_t first, size_t n) {
    wt_block_read(block, &dimension->cycles[c], out, first, n);
    if (c + 1 == dimension->n_cycles) {
        return;
    }
    wt_sample *next = block->scratch->cycle;
    wt_block_read(block, &dimension->cycles[c + 1], next, first, n);
    const float whole = (float)c;
    for (size_t i = first; i < first + n; ++i) {
        u[i] -= whole;
    }
    block->kernels->blend(out + first, next + first, u + first, n);
}

// A moving position, where the pitch is steady and all frames lie between the same two cycles: in
// one pass. False where they do not.
static bool mix_at_once(wt_block *block, const wt_dimension *dimension, const float *u,
                        wt_sample *out) {
    const float last = (float)(dimension->n_cycles - 1);
    const uint32_t c = (uint32_t)(wt_clamp(u[0], 0.0f, 1.0f) * last);
    if (!block->straight || c + 1 == dimension->n_cycles) {
        return false;
    }
    const uint32_t harmonics = block->patch->bandlimit ? block->voice->harmonics : WT_AS_IS;
    const wt_pair pair = {.a = get_level(block, &dimension->cycles[c], harmonics),
                          .b = get_level(block, &dimension->cycles[c + 1], harmonics),
                          .positions = u,
                          .last = last,
                          .whole = (float)c};
    return pair.a && pair.b &&
           block->kernels->mix(block->patch->form.interp, &pair, block->start,
                               block->voice->increment, out, block->n);
}

// A moving position, in runs between the same two cycles.
static void mix_moving(wt_block *block, const wt_dimension *dimension, float *u, wt_sample *out) {
    const float last = (float)(dimension->n_cycles - 1);
    const bool alike = block->kernels->positions(u, last, block->n);
    for (size_t first = 0; first < block->n && block->ok;) {
        const size_t left = block->n - first;
        const size_t run = alike ? left : run_of_positions(u + first, left);
        mix_run(block, dimension, (uint32_t)u[first], u, out, first, run);
        first += run;
    }
}

// A number from the note and the turn that looks random and is the same every run
// (the finaliser of MurmurHash3, A. Appleby).
static uint32_t scramble(uint32_t seed, uint32_t note, uint32_t turn) {
    uint32_t h = seed * 0x9e3779b1u ^ note * 0x85ebca77u ^ turn * 0xc2b2ae3du;
    h = (h ^ h >> 16) * 0x85ebca6bu;
    h = (h ^ h >> 13) * 0xc2b2ae35u;
    return h ^ h >> 16;
}

static uint32_t cycle_of_turn(const wt_block *block, uint32_t n_cycles, uint32_t turn) {
    const uint32_t number = block->patch->scan == WT_SCAN_CYCLE
                                ? turn
                                : scramble(block->patch->seed, block->voice->note->number, turn);
    return number % n_cycles;
}

// Each turn of the phase plays one cycle whole.
static void scan(wt_block *block, const wt_dimension *dimension, wt_sample *out) {
    const uint32_t *turn = block->scratch->turn;
    for (size_t first = 0; first < block->n && block->ok;) {
        size_t end = first + 1;
        while (end < block->n && turn[end] == turn[first]) {
            ++end;
        }
        const uint32_t c = cycle_of_turn(block, dimension->n_cycles, turn[first]);
        wt_block_read(block, &dimension->cycles[c], out, first, end - first);
        first = end;
    }
}

static void render_dimension(wt_block *block, uint32_t d, wt_sample *out) {
    const wt_dimension *dimension = &block->patch->dimensions[d];
    float *position = block->scratch->position;
    if (block->patch->scan != WT_SCAN_MIX) {
        scan(block, dimension, out);
    } else if (dimension->n_cycles == 1) {
        mix_even(block, dimension, 0.0f, out);
    } else if (wt_env_render(&block->patch->mix[d], &block->context, block->frame, position,
                             block->n)) {
        mix_even(block, dimension, position[0], out);
    } else if (!mix_at_once(block, dimension, position, out)) {
        mix_moving(block, dimension, position, out);
    }
}

// Crossfade dimension d into the chain. The envelope is already in scratch->cross.
static void join(wt_block *block, uint32_t d, bool even) {
    wt_scratch *s = block->scratch;
    const float x = wt_clamp(s->cross[0], 0.0f, 1.0f);
    if (even && x == 0.0f) {
        return;
    }
    if (even && x == 1.0f) {
        render_dimension(block, d, block->chain);
        return;
    }
    render_dimension(block, d, s->dimension);
    if (even) {
        block->kernels->blend_even(block->chain, s->dimension, x, block->n);
        return;
    }
    block->kernels->blend(block->chain, s->dimension, s->cross, block->n);
}

static bool render_cross(wt_block *block, uint32_t d) {
    return wt_env_render(&block->patch->cross[d], &block->context, block->frame,
                         block->scratch->cross, block->n);
}

// The last dimension that replaces all before it. One look at the first frame spares most
// envelopes from being rendered twice.
static uint32_t first_heard(wt_block *block) {
    for (uint32_t d = block->patch->n_dimensions - 1; d > 0; --d) {
        const double x = wt_env_at(&block->patch->cross[d], &block->context, block->frame);
        if (x >= 1.0 && render_cross(block, d) && block->scratch->cross[0] >= 1.0f) {
            return d;
        }
    }
    return 0;
}

void wt_block_chain(wt_block *block) {
    const uint32_t first = first_heard(block);
    render_dimension(block, first, block->chain);
    for (uint32_t d = first + 1; d < block->patch->n_dimensions && block->ok; ++d) {
        join(block, d, render_cross(block, d));
    }
}
