// Which of several names was probably meant.
#ifndef WT_BASE_NEAREST_H
#define WT_BASE_NEAREST_H

#include <stddef.h>

// Return how many letters must be added, taken away, changed or swapped with their neighbour to
// make `b` of `a`; case does not count. Of words longer than 63 letters the rest is not looked at.
size_t wt_edits(const char *a, const char *b);

// Return the one of `n` names that is so near to `typed` that it may have been meant, of equals the
// first; where none is, one of which a part is, as "brass" of "brass-hit"; null: none is.
const char *wt_nearest(const char *typed, const char *const *names, size_t n);

#endif
