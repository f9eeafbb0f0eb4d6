// Positions that move along a straight line, between the same two cycles.
#include "core/voice/block.h"

#include "core/envelope/line.h"

#define LONGEST ((uint64_t)1 << 40) // frames

// For how many frames from one on low <= value scale < high, by more than rounding can take away:
// values hang from bases within +-2, whose floats are within 1e-6.
static uint64_t frames_between(const wt_line *line, uint64_t start, float scale, float low,
                               float high) {
    const double margin = 1e-6 * scale;
    const double first = wt_line_at(line, start) * scale;
    const double step = line->slope * scale;
    const double steepest = scale / 64.0;
    if (!(first >= low + margin && first < high - margin && step < steepest && step > -steepest)) {
        return 0;
    }
    const double room = step < 0.0 ? first - (low + margin) : high - margin - first;
    const double frames = room / (step < 0.0 ? -step : step);
    return frames < (double)LONGEST ? (uint64_t)frames : LONGEST;
}

uint64_t wt_block_linear(const wt_block *block, uint32_t d, uint64_t frame, wt_linear *linear) {
    const wt_dimension *dimension = &block->patch->dimensions[d];
    const wt_line *line = &linear->position;
    const float last = (float)(dimension->n_cycles - 1);
    const uint64_t frames = dimension->n_cycles == 1
                                ? 0
                                : wt_env_line(&block->patch->env[WT_TO_MIX][d], block->context,
                                              frame, &linear->position);
    if (frames == 0) {
        return 0;
    }
    const double from = wt_line_at(line, frame);
    const uint32_t c = from > 0.0 && from < 1.0 ? (uint32_t)(from * last) : dimension->n_cycles - 1;
    if (c + 1 == dimension->n_cycles) {
        return 0;
    }
    linear->refs = &dimension->cycles[c];
    linear->alone = false;
    linear->last = last;
    linear->whole = (float)c;
    const uint64_t between = frames_between(line, frame, last, (float)c, (float)c + 1.0f);
    return frames < between ? frames : between;
}
