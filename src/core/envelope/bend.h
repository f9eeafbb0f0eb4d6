// Bends: swings about a level that grow or shrink by the same share every frame.
#ifndef WT_CORE_ENVELOPE_BEND_H
#define WT_CORE_ENVELOPE_BEND_H

#include <stddef.h>

static inline void wt_bend_values(double level, double swing, const double *powers, float *out,
                                  size_t n) {
    for (size_t i = 0; i < n; ++i) {
        out[i] = (float)(level + swing * powers[i]);
    }
}

#endif
