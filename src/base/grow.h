// Arrays that grow by doubling, so that a long text is read in linear time.
#ifndef WT_BASE_GROW_H
#define WT_BASE_GROW_H

#include <stddef.h>

// Return `array`, moved if need be, with room for item number `n` (from 0), and set *capacity to
// the items it has room for. Null where memory lacks: then `array` stays as it was.
void *wt_grow(void *array, size_t n, size_t *capacity, size_t item_size);

#endif
