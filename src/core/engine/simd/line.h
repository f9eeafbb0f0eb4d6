// Lines, WT_LANES samples at a time. The definition is in core/envelope/line.h.
#ifndef WT_CORE_ENGINE_SIMD_LINE_H
#define WT_CORE_ENGINE_SIMD_LINE_H

#include "core/engine/simd/lanes.h"
#include "core/envelope/line.h"

// How far a line rises in each run of its grid from where the run hangs: all runs share it.
typedef struct {
    float values[WT_LINE_GRID];
} wt_line_rise;

static inline void wt_line_rises(const wt_line *line, wt_line_rise *rise) {
    const float step = (float)line->slope;
    for (int i = 0; i < WT_LINE_GRID; ++i) {
        rise->values[i] = step * (float)i;
    }
}

// n frames of one run. (A value depends on its frame alone: the last vector may write some again.)
static inline void wt_line_part(const wt_line *line, const wt_line_rise *rise, uint64_t start,
                                float *out, size_t n) {
    const uint64_t hang = wt_line_hang(start, line->origin);
    const float base = wt_line_base(line, hang);
    const float *from = rise->values + (start - hang);
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        wt_store_f(out + i, base + wt_load_f(from + i));
    }
    if (i < n && n >= WT_LANES) {
        wt_store_f(out + n - WT_LANES, base + wt_load_f(from + n - WT_LANES));
        return;
    }
    for (; i < n; ++i) {
        out[i] = base + from[i];
    }
}

static inline void wt_wide_line(const wt_line *line, uint64_t start, float *out, size_t n) {
    const wt_line local = *line; // which no store can change
    const size_t before = (0 - start) % WT_LINE_GRID;
    size_t i = before < n ? before : n;
    wt_line_rise rise;
    wt_line_rises(&local, &rise);
    if (i > 0) {
        wt_line_part(&local, &rise, start, out, i);
    }
    for (; i + WT_LINE_GRID <= n; i += WT_LINE_GRID) {
        const float base = wt_line_base(&local, start + i);
#pragma GCC unroll 16
        for (int j = 0; j < WT_LINE_GRID; j += WT_LANES) {
            wt_store_f(out + i + j, base + wt_load_f(rise.values + j));
        }
    }
    if (i < n) {
        wt_line_part(&local, &rise, start + i, out + i, n - i);
    }
}

#endif
