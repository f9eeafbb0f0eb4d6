// A spool: samples at gain 1 on their way to the gain that their own peak asks for, so that a sound
// that is normalised is rendered once.
#ifndef WT_APP_RENDER_SPOOL_H
#define WT_APP_RENDER_SPOOL_H

#include "app/fault.h"

#include <stddef.h>

typedef struct wt_spool wt_spool;

// Open an empty one, in a temporary file that has no name. Null: there is no room for one.
wt_spool *wt_spool_open(int channels);

// Append `n` frames. What did not fit is told by wt_spool_rewind.
void wt_spool_write(wt_spool *spool, const float *samples, size_t n);

// Go to its beginning. False: it does not hold all that was written.
bool wt_spool_rewind(wt_spool *spool);

// Read the next `n` frames. False: fault is set, about the sound at `path`.
bool wt_spool_read(wt_spool *spool, float *samples, size_t n, const char *path, wt_fault *fault);

// Null is allowed.
void wt_spool_free(wt_spool *spool);

#endif
