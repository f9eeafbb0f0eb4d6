// A store as its readers see it: levels that stay where they are.
#ifndef WT_CORE_TABLES_STORE_H
#define WT_CORE_TABLES_STORE_H

#include "core/tables/level.h"

#include "wavetable/wavetable.h"

// The source of a store's levels. Where it has not been prepared for what it is asked it gives the
// level with the next fewer harmonics, or the one with the fewest; null only before.
wt_level_source wt_store_source(wt_store *store);

// Return how often what the source had given was given up: when cycles were added, or it was
// prepared anew.
uint32_t wt_store_times_dropped(const wt_store *store);

#endif
