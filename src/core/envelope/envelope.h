/// @file
/// Envelopes: a control value as an exact function of the frame.
///
/// An envelope is a sum of terms; a term is a list of breakpoints joined by
/// straight or bent lines, a low-frequency oscillator, or samples. It holds no state: the
/// value at frame n depends on n alone, so the blocks in which it is asked for
/// never show. A value may follow the note's velocity or key.
#ifndef WT_CORE_ENVELOPE_ENVELOPE_H
#define WT_CORE_ENVELOPE_ENVELOPE_H

#include "core/pitch/time.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

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

typedef enum { WT_ENV_POINTS, WT_ENV_LFO, WT_ENV_SAMPLES } wt_env_kind;

/// One summand of an envelope. The arrays are borrowed and outlive it.
typedef struct {
    wt_env_kind kind;
    const wt_breakpoint *points; ///< POINTS: >= 1, values held outside; times never go back, but of
    size_t n_points;             ///< several units, where for a note the latest so far counts
    bool mixed;                  ///< POINTS: of several units
    double origin_s; ///< POINTS: the note's start on their time line; 0 where times count from it
    const float *samples; ///< LFO: one cycle, -1..1, and its first sample once more behind it;
                          ///< SAMPLES: a value a frame, the last held
    size_t n_samples;     ///< LFO: of the cycle, 1..65536
    double rate;          ///< LFO: cycles a second, or, with `per_note_value`, one cycle per
    bool per_note_value;  ///< `rate` whole notes
    wt_value low;         ///< LFO: value where the cycle is -1
    wt_value high;        ///< LFO: value where the cycle is 1
    double phase;         ///< LFO: turns at note start, 0..1
} wt_env_term;

typedef struct {
    const wt_env_term *terms;
    size_t n_terms; ///< 0: the constant 0
} wt_env;

/// Values on a straight line: value + (frame - origin) slope. They are worked out in double
/// precision once for each run of 64 frames, counted from frame 0, at its first frame that is not
/// before `origin`, and i frames on are base + (float)slope i.
typedef struct {
    double origin; ///< In frames, not whole in general
    double value;  ///< There
    double slope;  ///< A frame
} wt_line;

/// Values of a low-frequency oscillator: low + half (w + 1), w the cycle, joined by straight lines,
/// at phase + frame step.
typedef struct {
    const float *samples; ///< n + 1 of them, the last one as the first
    uint32_t n;           ///< 1..65536
    uint64_t phase, step; ///< 2^64 a turn
    float low, half;
} wt_lfo;

/// How values are drawn: by definition, or several at a time, with the same bits. Real-time safe.
typedef struct {
    /// At frames start + i.
    void (*line)(const wt_line *line, uint64_t start, float *out, size_t n);
    void (*lfo)(const wt_lfo *lfo, uint64_t start, float *out, size_t n);
} wt_curves;

/// The definition.
extern const wt_curves wt_curves_plain;

/// What an envelope may follow: the note that it is played for.
typedef struct {
    double rate;      ///< Frames a second
    double tempo_bpm; ///< Quarter notes a minute
    double note_s;    ///< The note's duration, seconds
    double velocity;  ///< 0..127
    double key;       ///< MIDI note number, fractions allowed
} wt_note_context;

/// Write the envelope's values at frames `start` .. `start` + n - 1 from note
/// start to `out`. Return true where they are all equal: then only out[0] is
/// written. Real-time safe. n >= 1.
bool wt_env_render(const wt_env *env, const wt_note_context *note, const wt_curves *curves,
                   uint64_t start, float *out, size_t n);

/// Return true where the frames from `start` on are all on one straight line, whose values are
/// those of wt_env_render; *line is then that line. Real-time safe. n >= 1.
bool wt_env_is_line(const wt_env *env, const wt_note_context *note, uint64_t start, size_t n,
                    wt_line *line);

/// Return the envelope's value at `frame`, in double precision. Real-time safe.
double wt_env_at(const wt_env *env, const wt_note_context *note, uint64_t frame);

/// Return the frame from note start from which on the envelope is one value, UINT64_MAX where it
/// never is. Real-time safe.
uint64_t wt_env_steady_from(const wt_env *env, const wt_note_context *note);

/// Return true where the envelope is one value for the whole of any note. Real-time safe.
bool wt_env_is_constant(const wt_env *env);

#endif
