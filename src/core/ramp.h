// The phases of a steady pitch: the same for all engines.
#ifndef WT_CORE_RAMP_H
#define WT_CORE_RAMP_H

#include <stddef.h>
#include <stdint.h>

static inline void wt_ramp(uint32_t start, uint32_t increment, uint32_t *phase, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        phase[i] = start + (uint32_t)i * increment;
    }
}

#endif
