// Straight lines on a fixed grid: a value depends on its frame alone.
#ifndef WT_CORE_LINE_H
#define WT_CORE_LINE_H

#include "wavetable/envelope.h"

enum { WT_LINE_GRID = 64 };

// What the run hangs from that begins at `anchor`.
static inline float wt_line_base(const wt_line *line, uint64_t anchor) {
    return (float)(line->value + ((double)anchor - line->origin) * line->slope);
}

static inline void wt_line_values(const wt_line *line, uint64_t start, float *out, size_t n) {
    const float step = (float)line->slope;
    while (n > 0) {
        const unsigned first = (unsigned)(start % WT_LINE_GRID);
        const size_t run = n < WT_LINE_GRID - first ? n : WT_LINE_GRID - first;
        const float base = wt_line_base(line, start - first);
        for (size_t i = 0; i < run; ++i) {
            out[i] = base + step * (float)(int32_t)(first + i);
        }
        start += run;
        out += run;
        n -= run;
    }
}

#endif
