// How far --fm spreads a spectrum, and at how many times the rate it is evaluated so that nothing
// folds onto what is heard.
//
// Harmonic K of the carrier, at f, modulated by L harmonics of index I, at g, reaches
//     f K + g n,    n the highest order that counts of e^(i K I m), m the modulator.
// For a sine that is Carson's rule with the rest that Bessel's functions have beyond their
// argument, J_n(x) from n = x + 4.8 x^(1/3) on (J. Carson, "Notes on the theory of modulation",
// 1922). A modulator that jumps, as a saw, limited to L harmonics, is steeper by 2 L / pi, and the
// order grows with L. What the plan takes is, x = K I,
//     n = (0.69 L + 0.6) x + (1.5 L + 3.7) x^(1/3) + 1.9 L - 0.9,    and where it is smooth
//     n = x + 4.8 x^(1/3) + 1.9 L - 0.9,
// fitted to transforms of e^(i x m) for sine, triangle, saw, square and narrow pulses, L 1 to 200
// and x 0.03 to 80: beyond it is less than -100 dB.
//
// At M times the rate R, what reaches F folds to M R - F. It is heard where that is below R - T, T
// the highest that levels may hold at R. So M is the first of 1, 2, 4, 8, and at rates below
// 44.1 kHz 16 and 32, at which the harmonics that are heard reach no further than M R - (R - T).
// Harmonics above what is heard have sidebands in it, so up to half as much again are counted in.
// Where even that is too few the modulator gives up harmonics first, then the carrier; their
// fundamentals stay.
#ifndef WT_CORE_VOICE_FM_PLAN_H
#define WT_CORE_VOICE_FM_PLAN_H

#include "core/tables/mip_spacing.h"
#include "core/voice/patch.h"

typedef struct {
    unsigned raised;                   // log2 M
    wt_mip_spacing carrier, modulator; // whose tops are what each may hold
    double widening, widening_hz; // a carrier at f takes levels as one at widening f + hz would
} wt_fm_plan;

// Return the plan for a note whose carrier never goes above `hz`, and whose index stays within
// -index .. index. Noise among the cycles, and live
// controls of what is read, keep M at 1.
wt_fm_plan wt_fm_plan_of(const wt_patch *patch, double hz, double index);

// Return a pitch whose level, of wt_mip_spacing_of the rate, has all harmonics that the carrier is
// read with at `hz` or above, whatever the index; or, where it `modulates`, the modulator.
double wt_fm_lowest_hz(const wt_patch *patch, double hz, bool modulates);

#endif
