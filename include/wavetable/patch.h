/// @file
/// Patches: what sounds.
#ifndef WAVETABLE_PATCH_H
#define WAVETABLE_PATCH_H

#include "wavetable/envelope.h"

typedef enum {
    WT_ENGINE_FLOAT,
    WT_ENGINE_Q15, ///< int16 cycles, integers only
    WT_ENGINE_Q31, ///< int32 cycles, integers only
} wt_engine;

typedef enum {
    WT_INTERP_NONE, ///< The sample at or before the phase: truncation
    WT_INTERP_NEAREST,
    WT_INTERP_LINEAR,
    WT_INTERP_CUBIC, ///< Four points, third order
    WT_INTERPS,
} wt_interp;

/// How cycles are read.
typedef struct {
    wt_engine engine;
    wt_interp interp;
} wt_form;

/// A cycle as a level source knows it.
typedef struct {
    uint32_t id;
    uint32_t harmonics; ///< The most that it has: levels with more are the same
    int noise;          ///< 0; else 1 + a wt_noise_color, and the rest means nothing
    bool smooth;        ///< Nowhere steeper than a sine, whatever its harmonics: sine, triangle
} wt_cycle_ref;

/// An ordered list of cycles that a position 0..1 moves through.
typedef struct {
    const wt_cycle_ref *cycles; ///< Borrowed
    uint32_t n_cycles;          ///< >= 1
} wt_dimension;

typedef enum {
    WT_SCAN_MIX,    ///< The position blends neighbouring cycles
    WT_SCAN_CYCLE,  ///< Each period plays the next cycle
    WT_SCAN_RANDOM, ///< Each period plays a random cycle, the same every run
} wt_scan;

/// Attack, decay and release in seconds, sustain 0..1. The attack is a straight
/// line, decay and release bend with curve -4: fast first, as a discharging capacitor. A release
/// starts from the level reached.
typedef struct {
    double attack_s;
    double decay_s;
    double sustain;
    double release_s;
} wt_adsr;

/// Phase modulation: phase += index / (2 pi) sin-like(modulator phase)
/// (J. Chowning, "The synthesis of complex audio spectra by means of frequency modulation", 1973).
typedef struct {
    bool on;
    double ratio; ///< Modulator to carrier pitch, 0..1e4, or
    double hz;    ///< where > 0, a fixed frequency, up to 1e6
    wt_cycle_ref wave;
} wt_fm;

typedef enum { WT_WHITE, WT_PINK, WT_BROWN, WT_NOISES } wt_noise_color;

enum { WT_NOISE_POLES = 8, WT_NOISE_RUN = 8 }; ///< Of the pink filter; frames that it makes at once

/// The filters that colour white noise, at one rate. Pink is a sum of decays, whose states before
/// a run and the run's white frames make its frames, and the states before the next.
typedef struct {
    bool used[WT_NOISES];
    float decay[WT_NOISE_POLES];                ///< Of each state in a run
    float intake[WT_NOISE_RUN][WT_NOISE_POLES]; ///< Of each white frame, by each state
    float outlet[WT_NOISE_POLES][WT_NOISE_RUN]; ///< Of each state, to each frame
    float impulse[WT_NOISE_RUN][WT_NOISE_RUN];  ///< Of each white frame, to each frame
    float leak, brown_gain;
    uint64_t period; ///< Frames in which it comes round, for loops; 0: it never does
} wt_noise;

/// A sound: all that notes share.
typedef struct {
    double rate;      ///< Frames a second, 1000..768000
    double tempo_bpm; ///< For envelope times that are note values
    wt_form form;     ///< Engine and interpolation
    bool bandlimit;   ///< False: cycles are read as they are
    wt_scan scan;
    uint32_t seed;         ///< Of the random scan
    uint32_t phase;        ///< Of both oscillators at note start, 2^32 a turn
    uint32_t n_dimensions; ///< 1..8
    wt_dimension dimensions[WT_MAX_DIMENSIONS];
    /// By destination, and of those that each dimension has, by dimension; else the first.
    wt_env env[WT_N_DESTINATIONS][WT_MAX_DIMENSIONS];
    wt_adsr adsr;
    wt_fm fm;
    wt_noise noise; ///< What the dimensions have of it
} wt_patch;

#endif
