/// @file
/// Cycles joined one after another into one.
///
/// N cycles that take turns at pitch f are one wave of pitch f / N. Its harmonic m is, with the
/// cycles s_0 .. s_(N-1) on 0 <= u < 1,
///     c_m = (1 / N) sum_n e^(-2 pi i m n / N) integral s_n(u) e^(-2 pi i m u / N) du
/// and with as many of them as are safe it steps from cycle to cycle as cleanly as a saw does.
#ifndef WT_CORE_TABLES_JOIN_H
#define WT_CORE_TABLES_JOIN_H

#include "core/tables/cycle.h"

/// Return how many doubles wt_join_series needs to work in, for harmonics up to n.
size_t wt_join_work(const wt_cycle *joined, uint32_t n);

/// Write harmonics 0..n of a cycle of JOINED to `pairs`, as wt_cycle_series does. Built-in shapes
/// are exact; of samples what is cut off is below -140 dB.
void wt_join_series(const wt_cycle *joined, uint32_t n, double *pairs, double *work);

#endif
