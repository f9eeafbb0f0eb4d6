// Strands: dimensions whose position and crossfade move along straight lines for all of a block,
// between the same two cycles, while the pitch is steady, unless combs are there for them. They
// need no array of a block's length: slice by slice, in the first-level cache, two dimensions at a
// time are read, mixed and joined to the chain in one pass.
#include "core/voice/block.h"

#include "core/envelope/line.h"
#include "core/tables/weave.h"

enum { SLICE = 1024 };

typedef struct {
    const wt_cycle_ref *refs; // of the pair
    wt_pair pair;
    wt_line position, cross;
    float last, whole; // of the dimension, of the pair
} strand;

// Whether low <= value scale < high at frames start .. start + n - 1, by more than rounding can
// take away: values hang from bases within +-2, whose floats are within 1e-6.
static bool is_between(const wt_line *line, uint64_t start, size_t n, float scale, float low,
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

static bool take_pair(wt_block *block, const wt_cycle_ref *refs, strand *s) {
    s->refs = refs;
    s->pair = (wt_pair){.a = wt_block_level(block, &refs[0]), .b = wt_block_level(block, &refs[1])};
    return s->pair.a && s->pair.b;
}

static bool take_position(wt_block *block, uint32_t d, strand *s) {
    const wt_dimension *dimension = &block->patch->dimensions[d];
    const float last = (float)(dimension->n_cycles - 1);
    if (dimension->n_cycles == 1 || !wt_env_is_line(&block->patch->mix[d], &block->context,
                                                    block->frame, block->n, &s->position)) {
        return false;
    }
    const double from = wt_line_at(&s->position, block->frame);
    const uint32_t c = from > 0.0 && from < 1.0 ? (uint32_t)(from * last) : dimension->n_cycles - 1;
    if (c + 1 == dimension->n_cycles ||
        !is_between(&s->position, block->frame, block->n, last, (float)c, (float)c + 1.0f)) {
        return false;
    }
    s->last = last;
    s->whole = (float)c;
    return !wt_block_are_combed(block, &dimension->cycles[c]) &&
           take_pair(block, &dimension->cycles[c], s);
}

static bool take_strand(wt_block *block, uint32_t d, bool joins, strand *s) {
    if (joins && (!wt_env_is_line(&block->patch->cross[d], &block->context, block->frame, block->n,
                                  &s->cross) ||
                  !is_between(&s->cross, block->frame, block->n, 1.0f, 0.0f, 1.0f))) {
        return false;
    }
    return take_position(block, d, s);
}

// Lines are drawn on the way where they begin on their grid, and positions are weights where there
// are just two cycles. Elsewhere slices of weights are drawn first, in the first-level cache.
static wt_control weights_of(const wt_block *block, const strand *s, uint64_t frame, float *room,
                             size_t n) {
    if (frame % SLICE == 0 && s->last == 1.0f) {
        return (wt_control){.line = &s->position};
    }
    const float last = s->last;
    const float whole = s->whole;
    block->kernels->curves.line(&s->position, frame, room, n);
    for (size_t i = 0; i < n; ++i) {
        room[i] = room[i] * last - whole;
    }
    return (wt_control){.values = room};
}

static wt_control cross_of(const wt_block *block, const strand *s, uint64_t frame, float *room,
                           size_t n) {
    if (frame % SLICE == 0) {
        return (wt_control){.line = &s->cross};
    }
    block->kernels->curves.line(&s->cross, frame, room, n);
    return (wt_control){.values = room};
}

// The rest of the block, or of a slice of it.
static size_t slice_of(const wt_block *block, const strand *strands, uint32_t n_strands,
                       size_t first) {
    const size_t left = block->n - first;
    const size_t slice = SLICE - (block->frame + first) % SLICE;
    const bool whole =
        slice == SLICE && strands[0].last == 1.0f && strands[n_strands - 1].last == 1.0f;
    return whole || left < slice ? left : slice;
}

// To weave levels costs about what 16 frames for each row win back, twice that where rows are twice
// as wide: so many are read first, since a note may be cut, and twice as many are to come, while
// positions stay between the same cycles. Longer levels would leave every cache.
static bool is_worth_weaving(const wt_block *block, const strand *strands, int n,
                             const wt_level *const *levels) {
    enum { LONGEST = 65536, FRAMES_A_SAMPLE = 16 };
    const wt_form form = block->patch->form;
    const wt_note *note = block->voice->note;
    const size_t samples = wt_woven_size(levels, 2 * n) / sizeof(float) / (size_t)(2 * n);
    const uint64_t enough = (uint64_t)samples * FRAMES_A_SAMPLE;
    bool slow = true;
    for (int k = 0; k < n; ++k) {
        const double moved = strands[k].position.slope * strands[k].last * (double)enough;
        slow = slow && moved < 1.0 && moved > -1.0;
    }
    return form.engine == WT_ENGINE_FLOAT && form.interp == WT_INTERP_LINEAR && slow &&
           wt_woven_length(levels, 2 * n) <= LONGEST && block->frame >= enough &&
           note->end - note->start >= 3 * enough;
}

static const wt_level *woven_of(wt_block *block, const strand *strands, int n) {
    const wt_level *levels[WT_MOST_WOVEN];
    const wt_cycle_ref *refs[WT_MOST_WOVEN];
    for (int k = 0; k < n; ++k) {
        levels[2 * k] = strands[k].pair.a;
        levels[2 * k + 1] = strands[k].pair.b;
        refs[2 * k] = &strands[k].refs[0];
        refs[2 * k + 1] = &strands[k].refs[1];
    }
    return wt_can_weave(levels, 2 * n) && is_worth_weaving(block, strands, n, levels)
               ? wt_block_woven(block, refs, 2 * n)
               : NULL;
}

// What strands share in all slices.
typedef struct {
    strand strands[2];
    uint32_t n;
    const wt_level *woven;
} rope;

static void render_slice(wt_block *block, const rope *r, bool joins, size_t first, size_t n) {
    wt_scratch *scratch = block->scratch;
    wt_pair pairs[2];
    const uint64_t frame = block->frame + first;
    for (uint32_t k = 0; k < r->n; ++k) {
        pairs[k] = r->strands[k].pair;
        pairs[k].weights = weights_of(block, &r->strands[k], frame, scratch->position[k], n);
        if (joins || k > 0) {
            pairs[k].cross = cross_of(block, &r->strands[k], frame, scratch->cross[k], n);
        }
    }
    const wt_mixture mixture = {.pairs = pairs,
                                .n_pairs = (int)r->n,
                                .woven = r->woven,
                                .frame = frame,
                                .start = wt_block_phase_at(block, first),
                                .increment = block->voice->increment};
    block->kernels->mix(block->patch->form.interp, &mixture, block->chain + first, n);
}

uint32_t wt_block_linear_mix(wt_block *block, uint32_t d, bool joins) {
    rope r = {.n = 0};
    if (!block->straight || block->patch->scan != WT_SCAN_MIX) {
        return 0;
    }
    while (r.n < 2 && d + r.n < block->patch->n_dimensions &&
           take_strand(block, d + r.n, joins || r.n > 0, &r.strands[r.n])) {
        ++r.n;
    }
    if (r.n > 0) {
        r.woven = woven_of(block, r.strands, (int)r.n);
    }
    for (size_t first = 0, step; r.n > 0 && first < block->n; first += step) {
        step = slice_of(block, r.strands, r.n, first);
        render_slice(block, &r, joins, first, step);
    }
    return r.n;
}
