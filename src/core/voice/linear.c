// Positions that move along a straight line, between the same two cycles.
#include "core/voice/block.h"

#include "core/envelope/line.h"

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
