// Levels by pitch.
#include "core/tables/mip_spacing.h"

#include "base/math.h"
#include "core/tables/cycle.h"

#include <stdbool.h>

static double band_of(double rate) {
    return rate < 44100.0 ? rate * (20.0 / 44.1) : 20000.0;
}

wt_mip_spacing wt_mip_spacing_of(double rate) {
    const double band = band_of(rate);
    const bool may_fold = rate >= 44100.0 && rate < 56000.0;
    const double top = may_fold ? rate - band : rate / 2.0;
    return (wt_mip_spacing){top, wt_log2(top / band) / 2.0};
}

wt_mip_spacing wt_mip_spacing_with_room(double rate, double room_hz) {
    const double closest = 1.0 / 32;
    const double top = wt_mip_spacing_of(rate).top_hz - room_hz;
    const double spacing = wt_log2(top / band_of(rate)) / 2.0;
    return (wt_mip_spacing){top, spacing > closest ? spacing : closest};
}

double wt_mip_spacing_level(const wt_mip_spacing *spacing, double hz) {
    return wt_log2(hz / spacing->top_hz) / spacing->spacing;
}

uint32_t wt_mip_spacing_harmonics(const wt_mip_spacing *spacing, int32_t level) {
    const double harmonics = wt_exp2(-level * spacing->spacing);
    return harmonics < WT_MAX_HARMONICS ? (uint32_t)harmonics : WT_MAX_HARMONICS;
}
