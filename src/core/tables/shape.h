/// @file
/// The table of built-in wave shapes.
#ifndef WT_CORE_TABLES_SHAPE_H
#define WT_CORE_TABLES_SHAPE_H

#include "core/tables/cycle.h"

#include <stdbool.h>

enum { WT_MOST_SHAPE_NAMES = 3 };

/// What follows a shape's name, after a colon.
typedef enum { WT_SHAPE_PLAIN, WT_SHAPE_WIDTH, WT_SHAPE_AMPLITUDES } wt_shape_takes;

/// A straight line from `low` at phase `from` to `high` at phase `to`.
typedef struct {
    double from, to, low, high;
} wt_shape_line;

typedef struct {
    const char *names[WT_MOST_SHAPE_NAMES]; ///< The first is how the program writes it
    wt_shape_takes takes;
    uint32_t harmonics; ///< The highest that it has; of AMPLITUDES at most
    bool is_smooth;     ///< Nowhere steeper than a sine
    /// The ideal value at sample `i` of WT_SHAPE_LENGTH.
    double (*ideal)(const wt_cycle *cycle, uint32_t i);
    /// The pair (a, b) of harmonic `h` >= 1: a cos(2 pi h phase) + b sin(2 pi h phase); zeros
    /// before.
    void (*harmonic)(const wt_cycle *cycle, uint32_t h, double pair[2]);
    /// The two straight lines that it is made of, with a mean of 0; null: of none.
    void (*lines)(const wt_cycle *cycle, wt_shape_line lines[2]);
} wt_shape;

extern const wt_shape wt_shapes[WT_N_SHAPES]; ///< By wt_cycle_kind

/// Return the shape that `n` letters at `name` call, or WT_N_SHAPES.
int wt_shape_named(const char *name, size_t n);

#endif
