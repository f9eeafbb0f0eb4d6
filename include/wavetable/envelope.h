/// @file
/// Envelopes: breakpoints, oscillators, samples and live values, and sums of them.
#ifndef WAVETABLE_ENVELOPE_H
#define WAVETABLE_ENVELOPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    WT_SECONDS,
    WT_WHOLE_NOTES, ///< Fractions of a whole note: 1/4 is a quarter
    WT_PERCENT,     ///< Percent of the sounding note's duration (envelopes only)
    WT_FRAMES,
    WT_TIME_UNITS, ///< How many units there are
} wt_time_unit;

typedef struct {
    double value; ///< >= 0
    wt_time_unit unit;
} wt_time;

typedef enum {
    WT_PLAIN,    ///< The number itself
    WT_VELOCITY, ///< Times the note's velocity / 127
    WT_KEY,      ///< Times the note's MIDI number / 127
} wt_scaling;

typedef struct {
    double number;
    wt_scaling scaling;
} wt_value;

/// A point in time and the value there. `curve` bends the segment that ends
/// here: v(x) = a + (b - a) (1 - e^(cx)) / (1 - e^c) for x in 0..1, and the
/// straight line at 0 (csound manual, GEN16 and transeg).
typedef struct {
    wt_time time;
    wt_value value;
    double curve;
} wt_breakpoint;

typedef enum {
    WT_ENV_POINTS,
    WT_ENV_LFO,
    WT_ENV_SAMPLES,
    WT_ENV_LIVE,       ///< What wt_synth_set says
    WT_ENV_RANDOM,     ///< One value between `low` and `high` for each note
    WT_ENV_CONTROLLER, ///< `low` where a MIDI controller of the note's channel is 0, `high` at 127
} wt_env_kind;

/// Controllers that an envelope may follow: those of MIDI by their numbers, and pressure, the
/// greater of the channel's and the key's.
enum { WT_PRESSURE = 128, WT_N_CONTROLLERS };

enum { WT_MAX_DIMENSIONS = 8 };

/// What an envelope may move, a row each, from which all that lists them is made. Its columns:
/// enumerator; name; value where no envelope is given, 0 or 1; the first dimension that has one of
/// its own, -1 where none has; and of the program's option of that name the letter, if any, and the
/// help.
// clang-format off
#define WT_DESTINATIONS(ROW)                                                                       \
    ROW(WT_TO_AMP,   "amp",   1, -1, 'a', "amplitude 0..1"),                                       \
    ROW(WT_TO_PITCH, "pitch", 0, -1, 'p', "semitones added"),                                      \
    ROW(WT_TO_PAN,   "pan",   0, -1,  0,  "-1 left .. 1 right, equal power; makes two channels"),  \
    ROW(WT_TO_INDEX, "index", 1, -1,  0,  "of --fm: peak deviation in radians"),                   \
    ROW(WT_TO_MIX,   "mix",   0,  0, 'm', "position 0..1 in dimension D"),                         \
    ROW(WT_TO_CROSS, "cross", 0,  1, 'x', "crossfade 0..1 into dimension D, 1 if not given")

/// The stages that make a voice's samples, in their order. Their columns: name, of a function
/// wt_stage_NAME in src/core/voice; how many floats it keeps from block to block; and whether
/// `patch` has a use for it.
#define WT_STAGES(ROW)                                                                             \
    ROW(phases, 0,  true)                                                                          \
    ROW(noise,  10, wt_noise_is_used(&patch->noise))                                               \
    ROW(chain,  0,  true)
// clang-format on

#define WT_DESTINATION_ENUMERATOR(to, ...) to
typedef enum {
    WT_DESTINATIONS(WT_DESTINATION_ENUMERATOR),
    WT_N_DESTINATIONS,
} wt_mod_destination;

/// One summand of an envelope, or a factor of one. The arrays are borrowed and outlive it.
typedef struct {
    wt_env_kind kind;
    bool times; ///< It multiplies the term before it, and what that multiplies; the first of all
                ///< adds
    const wt_breakpoint *points; ///< POINTS: >= 1, values held outside; times never go back, but of
    size_t n_points;             ///< several units, where for a note the latest so far counts
    bool mixed;                  ///< POINTS: of several units
    double origin_s; ///< POINTS: the note's start on their time line; 0 where times count from it
    const float *samples; ///< LFO: one cycle, -1..1, and its first sample once more behind it;
                          ///< SAMPLES: a value a frame, the last held
    const float *cubics;  ///< LFO: instead, c0, c1, c2, c3 of each of n_samples equal stretches:
                          ///< ((c3 x + c2) x + c1) x + c0, x 0..1 along it; null: lines
    size_t n_samples;     ///< LFO: of the cycle, 1..65536
    double rate;          ///< LFO: cycles a second, up to 1e6, or, with `per_note_value`, one cycle
    bool per_note_value;  ///< per `rate` whole notes, 1e-6..1e6
    wt_value low;         ///< LFO: value where the cycle is -1; RANDOM: the least; CONTROLLER: at 0
    wt_value high;        ///< LFO: value where the cycle is 1; RANDOM: the most; CONTROLLER: at 127
    uint32_t controller;  ///< CONTROLLER: below WT_N_CONTROLLERS; 0 where the note follows none
    uint32_t draw;        ///< RANDOM: its number, so that each has its own value
    double phase;         ///< LFO: turns at note start, 0..1
    wt_mod_destination destination; ///< LIVE: of wt_synth_set, as is
    uint32_t dimension;             ///< this
} wt_env_term;

typedef struct {
    const wt_env_term *terms;
    size_t n_terms; ///< 0: the constant 0
} wt_env;

#endif
