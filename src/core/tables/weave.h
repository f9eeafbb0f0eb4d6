/// @file
/// Woven levels: linear levels of floats in one, so that they are read with one load.
///
/// Of levels of one length, row i holds the sample i of each, in their order. Of several lengths,
/// all powers of two, row i of the longest holds all that is read there: the sample j of each, then
/// the sample j + 1 of each, j being i or, in a shorter one, the row that i falls into.
#ifndef WT_CORE_TABLES_WEAVE_H
#define WT_CORE_TABLES_WEAVE_H

#include "core/tables/level.h"

enum { WT_MOST_WOVEN = 4 };

/// Return whether `n` levels can be woven.
bool wt_can_weave(const wt_level *const *levels, int n);

/// Return the most rows that one of them has: those of the woven level.
uint32_t wt_woven_length(const wt_level *const *levels, int n);

/// Return the size of the woven rows in bytes.
size_t wt_woven_size(const wt_level *const *levels, int n);

/// Fill `rows`, wt_woven_size bytes.
void wt_weave(const wt_level *const *levels, int n, float *rows);

#endif
