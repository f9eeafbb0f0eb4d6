/// @file
/// What cycles are made of.
#ifndef WT_CORE_TABLES_CYCLE_H
#define WT_CORE_TABLES_CYCLE_H

#include "wavetable/cycle.h"

#include <stdbool.h>

/// Return the number of samples of `cycle` where it is played as it is.
uint32_t wt_cycle_length(const wt_cycle *cycle);

/// Return the samples of a cycle of SAMPLES as floats: its own, or, where they are narrow, those
/// that it then writes to `room`, `length` floats.
const float *wt_cycle_floats(const wt_cycle *cycle, float *room);

/// Write the cycle as it is to `out`, wt_cycle_length(cycle) samples: samples are copied, shapes
/// are their ideal value at i / length. Harmonics above length / 2 are left out.
void wt_cycle_render(const wt_cycle *cycle, double *out);

/// Return the highest harmonic that `cycle` has: length / 2 for samples, the number of amplitudes,
/// 1 for a sine, WT_MAX_HARMONICS for the other shapes, and at most that for joined ones.
uint32_t wt_cycle_harmonics(const wt_cycle *cycle);

/// Return whether `cycle` is nowhere steeper than a sine, whatever its harmonics.
bool wt_cycle_is_smooth(const wt_cycle *cycle);

/// Write the amplitudes of harmonics 0..n of a shape (any kind but SAMPLES and JOINED) to `pairs`,
/// n + 1 pairs (a, b): x(phase) = sum a cos(2 pi h phase) + b sin(2 pi h phase). There is no DC.
void wt_cycle_series(const wt_cycle *cycle, uint32_t n, double *pairs);

#endif
