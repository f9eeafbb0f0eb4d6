// The cycle of an LFO in pieces, as wt_env_term holds them.
#ifndef WT_APP_WAVES_LFO_CUBICS_H
#define WT_APP_WAVES_LFO_CUBICS_H

#include "core/tables/cycle.h"

#include <stddef.h>

// Return c0, c1, c2, c3 of each of *n equal stretches of `cycle`, which the caller frees; null:
// there is no memory. Shapes of straight lines are two, samples one each, a sine cubics.
float *wt_lfo_cubics(const wt_cycle *cycle, size_t *n);

#endif
