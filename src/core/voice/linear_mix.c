// Linear mixes: dimensions whose position and crossfade move along straight lines for all of a
// block, between the same two cycles, while the pitch is steady. They need no array of a block's
// length: slice by slice, in the first-level cache, two dimensions at a time are read, mixed and
// joined to the chain in one pass. Whole renders of notes of
// 0.25 to 10 s take 0.80 to 0.98 of the time that they take without.
#include "core/voice/block.h"

#include "core/envelope/line.h"

enum { SLICE = 1024 };

typedef struct {
    wt_pair pair;
    wt_linear linear;
    wt_line cross;
} linear_mix;

typedef struct {
    linear_mix mixes[2];
    uint32_t n;
} linear_mixes;

// Whether low <= value scale < high at frames start .. start + n - 1, by more than rounding can
// take away: values hang from bases within +-2, whose floats are within 1e-6.
static bool is_between(const wt_line *line, uint64_t start, uint64_t n, float scale, float low,
                       float high) {
    const double margin = 1e-6 * scale;
    const double first = wt_line_at(line, start) * scale;
    const double last = first + (double)(n - 1) * line->slope * scale;
    const double lowest = first < last ? first : last;
    const double highest = first < last ? last : first;
    const double steepest = 1.0 / 64.0;
    return lowest >= low + margin && highest < high - margin && line->slope < steepest &&
           line->slope > -steepest;
}

uint64_t wt_block_linear(const wt_block *block, uint32_t d, uint64_t least, uint64_t n,
                         wt_linear *linear) {
    const wt_dimension *dimension = &block->patch->dimensions[d];
    const wt_line *line = &linear->position;
    const float last = (float)(dimension->n_cycles - 1);
    uint64_t frames = dimension->n_cycles == 1
                          ? 0
                          : wt_env_line(&block->patch->env[WT_TO_MIX][d], block->context,
                                        block->frame, &linear->position);
    if (frames == 0 || frames < least) {
        return 0;
    }
    const double from = wt_line_at(line, block->frame);
    const uint32_t c = from > 0.0 && from < 1.0 ? (uint32_t)(from * last) : dimension->n_cycles - 1;
    if (c + 1 == dimension->n_cycles) {
        return 0;
    }
    linear->refs = &dimension->cycles[c];
    linear->alone = false;
    linear->last = last;
    linear->whole = (float)c;
    frames = frames < n ? frames : n;
    while (frames >= least &&
           !is_between(line, block->frame, frames, last, (float)c, (float)c + 1.0f)) {
        frames = frames > least && frames / 2 < least ? least : frames / 2;
    }
    return frames < least ? 0 : frames;
}

static bool take_cross(const wt_block *block, uint32_t d, wt_line *cross) {
    return wt_env_line(&block->patch->env[WT_TO_CROSS][d], block->context, block->frame, cross) >=
               block->n &&
           is_between(cross, block->frame, block->n, 1.0f, 0.0f, 1.0f);
}

static bool take_mix(wt_block *block, uint32_t d, bool joins, linear_mix *s) {
    if ((joins && !take_cross(block, d, &s->cross)) ||
        wt_block_linear(block, d, block->n, block->n, &s->linear) == 0) {
        return false;
    }
    const wt_cycle_ref *refs = s->linear.refs;
    s->pair = (wt_pair){.a = wt_block_level(block, &refs[0]), .b = wt_block_level(block, &refs[1])};
    return s->pair.a && s->pair.b;
}

// Lines are drawn on the way where they begin on their grid, or are level, and positions are
// weights where there are just two cycles. Elsewhere slices of weights are drawn first, in the
// first-level cache.
wt_control wt_linear_weights(const wt_kernels *kernels, const wt_linear *linear, uint64_t frame,
                             float *room, size_t n) {
    if (linear->last == 1.0f && (frame % WT_LINE_GRID == 0 || linear->position.slope == 0.0)) {
        return (wt_control){.line = &linear->position};
    }
    const float last = linear->last;
    const float whole = linear->whole;
    kernels->curves.line(&linear->position, frame, room, n);
    for (size_t i = 0; i < n; ++i) {
        room[i] = room[i] * last - whole;
    }
    return (wt_control){.values = room};
}

static wt_control cross_of(const wt_block *block, const linear_mix *s, uint64_t frame, float *room,
                           size_t n) {
    if (frame % WT_LINE_GRID == 0) {
        return (wt_control){.line = &s->cross};
    }
    block->kernels->curves.line(&s->cross, frame, room, n);
    return (wt_control){.values = room};
}

// The rest of the block, or of a slice of it.
static size_t slice_of(const wt_block *block, const linear_mixes *m, size_t first) {
    const size_t left = block->n - first;
    const size_t frame = (size_t)((block->frame + first) % SLICE);
    const bool whole = frame % WT_LINE_GRID == 0 && m->mixes[0].linear.last == 1.0f &&
                       m->mixes[m->n - 1].linear.last == 1.0f;
    return whole || left < SLICE - frame ? left : SLICE - frame;
}

static void render_slice(wt_block *block, const linear_mixes *m, bool joins, size_t first,
                         size_t n) {
    wt_scratch *scratch = block->scratch;
    wt_pair pairs[2];
    const uint64_t frame = block->frame + first;
    for (uint32_t k = 0; k < m->n; ++k) {
        pairs[k] = m->mixes[k].pair;
        pairs[k].weights =
            wt_linear_weights(block->kernels, &m->mixes[k].linear, frame, scratch->position[k], n);
        if (joins || k > 0) {
            pairs[k].cross = cross_of(block, &m->mixes[k], frame, scratch->cross[k], n);
        }
    }
    const wt_mixture mixture = {.pairs = pairs,
                                .n_pairs = (int)m->n,
                                .frame = frame,
                                .start = wt_oscillator_phase_at(&block->carrier, first),
                                .increment = block->carrier.increment};
    block->kernels->mix(wt_block_reader(block), &mixture, block->chain + first, n);
}

uint32_t wt_block_linear_mix(wt_block *block, uint32_t d, bool joins) {
    if (block->carrier.phase || block->patch->scan != WT_SCAN_MIX ||
        wt_noise_is_used(&block->patch->noise)) {
        return 0;
    }
    linear_mixes m;
    m.n = 0;
    while (m.n < 2 && d + m.n < block->patch->n_dimensions &&
           take_mix(block, d + m.n, joins || m.n > 0, &m.mixes[m.n])) {
        ++m.n;
    }
    for (size_t first = 0, step; m.n > 0 && first < block->n; first += step) {
        step = slice_of(block, &m, first);
        render_slice(block, &m, joins, first, step);
    }
    return m.n;
}
