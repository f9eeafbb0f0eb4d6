// Where the bytes of a picture go.
#ifndef WT_PLOT_CANVAS_TEXT_BLOCK_H
#define WT_PLOT_CANVAS_TEXT_BLOCK_H

#include "base/status.h"

#include <stddef.h>

// Takes all `n` bytes, or fails; after a failure it is not called again.
typedef struct {
    wt_status (*write)(void *context, const void *bytes, size_t n);
    void *context;
} wt_text_block;

// Writes text into a sink, a block at a time. The first failure survives.
typedef struct {
    wt_text_block sink;
    wt_status status;
    size_t n;
    char block[16384];
} wt_pen;

void wt_pen_begin(wt_pen *pen, wt_text_block sink);

// At most 1000 bytes at once.
__attribute__((format(printf, 2, 3))) void wt_pen_put(wt_pen *pen, const char *format, ...);

// Send what is left. Return the first failure.
wt_status wt_pen_end(wt_pen *pen);

#endif
