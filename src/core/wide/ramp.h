// The phases of a steady pitch, WT_LANES at a time.
#ifndef WT_CORE_WIDE_RAMP_H
#define WT_CORE_WIDE_RAMP_H

#include "core/ramp.h"
#include "core/wide/lanes.h"

static inline void wt_wide_ramp(uint32_t start, uint32_t increment, uint32_t *phase, size_t n) {
    uint32_t first[WT_LANES];
    wt_ramp(start, increment, first, WT_LANES);
    wt_vu p = wt_load_u(first);
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        memcpy(phase + i, &p, sizeof p);
        p += increment * WT_LANES;
    }
    wt_ramp(start + (uint32_t)i * increment, increment, phase + i, n - i);
}

#endif
