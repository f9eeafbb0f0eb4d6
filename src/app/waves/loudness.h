// How loud cycles are heard.
#ifndef WT_APP_WAVES_LOUDNESS_H
#define WT_APP_WAVES_LOUDNESS_H

#include <stdbool.h>
#include <stdint.h>

// Scale a cycle whose peak is 1 to the level that all are to be heard at, unless it is softer: then
// it stays. False: no memory.
bool wt_level_by_ear(float *x, uint32_t length);

#endif
