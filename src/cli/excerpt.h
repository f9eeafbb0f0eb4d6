// Excerpts: a stretch of a piece as numbers in memory.
#ifndef WT_CLI_EXCERPT_H
#define WT_CLI_EXCERPT_H

#include "cli/stream.h"

// Told of `n` interleaved frames, full scale 1, in their order.
typedef struct {
    void (*take)(void *context, const double *frames, size_t n);
    void *context;
} wt_taker;

// Render frames `from` .. `to` of a piece, as they would stand in a file. *clipped counts samples
// that were saturated. False: fault is set.
bool wt_excerpt(const wt_piece *piece, const wt_sound *sound, wt_library *library,
                const wt_target *target, uint64_t from, uint64_t to, wt_taker taker,
                uint64_t *clipped, wt_fault *fault);

#endif
