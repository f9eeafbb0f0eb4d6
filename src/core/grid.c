// Levels by pitch.
#include "core/grid.h"

#include "wavetable/cycle.h"
#include "wavetable/math.h"

wt_grid wt_grid_of(double rate) {
    const double band = rate < 44100.0 ? rate * (20.0 / 44.1) : 20000.0;
    const double folded = rate - band;
    const double top = rate < 56000.0 ? folded : rate / 2.0;
    return (wt_grid){top, wt_log2(top / band) / 2.0};
}

double wt_grid_place(const wt_grid *grid, double hz) {
    return wt_log2(hz / grid->top_hz) / grid->spacing;
}

uint32_t wt_grid_harmonics(const wt_grid *grid, int32_t level) {
    const double harmonics = wt_exp2(-level * grid->spacing);
    return harmonics < WT_MAX_HARMONICS ? (uint32_t)harmonics : WT_MAX_HARMONICS;
}
