// The mip levels: which harmonics are kept at which pitch.
//
// Let B be the top of the audible band, 20 kHz (at rates below 44.1 kHz: in the same proportion,
// B = rate 20 / 44.1), and T the frequency up to which a level may hold harmonics. A harmonic at T
// folds to rate - T: with T = rate - B it lands at B, out of the band. Where the rate leaves room
// (56 kHz and more), and where all up to half of it is heard (below 44.1 kHz), T = rate / 2:
// nothing folds at all.
//
// A level built for pitch P holds harmonics up to T / P. At a lower pitch p it reaches T p / P,
// which is still all of the band while p >= P B / T. Levels are spaced by half of that, log2(T / B)
// / 2 octaves (0.24 at 48 kHz, 0.13 at 44.1, 0.07 below), so that at any pitch two neighbouring
// levels are both clean and both whole: a moving pitch can go from one to the other, and only what
// lies above the band changes. It keeps to the first one, which a steady pitch has, and blends in
// the last quarter of the way, 0.06 octaves: a cycle is then read twice for a quarter of the
// pitches.
//
// A glide from A0 to C8 in 2 s, and vibrato across levels, differ from a sum of sines by -141 dB,
// no sample of them by more than -112 dB: no step shows. With levels twice as far apart the second
// of two would lack harmonics below 20 kHz; closer ones would only take memory. The 88 keys of one
// saw take 1.1 MB at 44.1 kHz, 0.4 MB at 96.
//
// Levels count upward in pitch; level 0 is built for P = T and holds one harmonic.
#ifndef WT_CORE_TABLES_MIP_SPACING_H
#define WT_CORE_TABLES_MIP_SPACING_H

#include <stdint.h>

enum { WT_MIP_FADE = 4 }; // levels blend in 1 / 4 of their spacing

typedef struct {
    double top_hz;  // T
    double spacing; // octaves
} wt_mip_spacing;

wt_mip_spacing wt_mip_spacing_of(double rate);

// Return the same for cycles whose harmonics will be spread by up to `room_hz`, which below
// 44.1 kHz takes a tenth off the band: levels are at least 1/32 of an octave apart.
wt_mip_spacing wt_mip_spacing_with_room(double rate, double room_hz);

// Return the level of a pitch; levels are built for whole numbers.
double wt_mip_spacing_level(const wt_mip_spacing *spacing, double hz);

// Return how many harmonics level `level` holds, at most WT_MAX_HARMONICS.
uint32_t wt_mip_spacing_harmonics(const wt_mip_spacing *spacing, int32_t level);

#endif
