// Straight lines on a fixed grid: a value depends on its frame alone.
#ifndef WT_CORE_ENVELOPE_LINE_H
#define WT_CORE_ENVELOPE_LINE_H

#include "core/envelope/envelope.h"

enum { WT_LINE_GRID = 64 };

// The frame that the run of `frame` hangs from: its first one that is not before `origin`.
static inline uint64_t wt_line_hang(uint64_t frame, double origin) {
    uint64_t hang = frame - frame % WT_LINE_GRID;
    while (hang < frame && (double)hang < origin) {
        ++hang;
    }
    return hang;
}

static inline double wt_line_at(const wt_line *line, uint64_t frame) {
    return line->value + ((double)frame - line->origin) * line->slope;
}

static inline float wt_line_base(const wt_line *line, uint64_t hang) {
    return (float)wt_line_at(line, hang);
}

static inline void wt_line_values(const wt_line *line, uint64_t start, float *out, size_t n) {
    const float step = (float)line->slope;
    while (n > 0) {
        const unsigned first = (unsigned)(start % WT_LINE_GRID);
        const size_t run = n < WT_LINE_GRID - first ? n : WT_LINE_GRID - first;
        const uint64_t hang = wt_line_hang(start, line->origin);
        const float base = wt_line_base(line, hang);
        const unsigned past = (unsigned)(start - hang);
        for (size_t i = 0; i < run; ++i) {
            out[i] = base + step * (float)(int32_t)(past + i);
        }
        start += run;
        out += run;
        n -= run;
    }
}

#endif
