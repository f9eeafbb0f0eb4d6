/// @file
/// Patches and notes: what sounds, and when.
#ifndef WT_CORE_VOICE_PATCH_H
#define WT_CORE_VOICE_PATCH_H

#include "core/envelope/envelope.h"
#include "core/tables/level.h"
#include "core/voice/mod_destination.h"
#include "core/voice/noise.h"

enum { WT_MAX_DIMENSIONS = 8 };

/// A cycle as a level source knows it.
typedef struct {
    uint32_t id;
    uint32_t harmonics; ///< The most that it has: levels with more are the same
    int noise;          ///< 0; else 1 + a wt_noise_color, and the rest means nothing
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
    double ratio; ///< Modulator to carrier pitch, or
    double hz;    ///< where > 0, a fixed frequency
    wt_cycle_ref wave;
} wt_fm;

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

/// One voice to be played. Envelopes that come with a note join the patch's: pitch and pan add,
/// gain multiplies.
typedef struct {
    uint64_t start;        ///< First frame in the piece
    uint64_t gate;         ///< Frame in the piece at which the release begins, >= start
    uint64_t end;          ///< Frame in the piece after the last of the release, >= gate
    double note_s;         ///< Duration, for envelope times in percent
    double tempo_bpm;      ///< Where it starts; 0: the patch's
    double hz;             ///< 0 < hz < rate / 2
    double key;            ///< MIDI number, for `key` values
    double velocity;       ///< 0..127
    double gain;           ///< Linear, 0..1, velocity included
    bool panned;           ///< Equal power about the centre, which is 3 dB down in both channels.
                           ///< Else what is at the centre is in both as it would be in one
    double pan;            ///< Added to the patch's
    uint32_t phase;        ///< Added to the patch's
    uint32_t number;       ///< Of the note in the piece: seeds its random scan
    const wt_env *bend;    ///< Semitones, or null
    const wt_env *volume;  ///< 0..1, or null
    const wt_env *pan_env; ///< Pan, or null
} wt_note;

#endif
