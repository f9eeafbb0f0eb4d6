/// @file
/// Envelopes: a control value as an exact function of the frame.
///
/// An envelope is a sum of products of terms; a term is a list of breakpoints joined by
/// straight or bent lines, a low-frequency oscillator, or samples. It holds no state: the
/// value at frame n depends on n alone, so the blocks in which it is asked for
/// never show. A value may follow the note's velocity or key.
#ifndef WT_CORE_ENVELOPE_ENVELOPE_H
#define WT_CORE_ENVELOPE_ENVELOPE_H

#include "core/pitch/time.h"
#include "core/plain.h"

/// Values on a straight line: value + (frame - origin) slope. They are worked out in double
/// precision once for each run of 64 frames, counted from frame 0, at its first frame that is not
/// before `origin`, and i frames on are base + (float)slope i.
typedef struct {
    double origin; ///< In frames, not whole in general
    double value;  ///< There
    double slope;  ///< A frame
} wt_line;

/// Values of a low-frequency oscillator: low + half (w + 1), w the cycle at phase + frame step, in
/// one of two forms.
typedef struct {
    const float *samples; ///< Lines from each of n to the next, the first once more behind them
    const float *cubics;  ///< n rows of c0, c1, c2, c3: ((c3 x + c2) x + c1) x + c0, x 0..1 along
                          ///< each stretch
    uint32_t n;           ///< 1..65536
    uint64_t phase, step; ///< 2^64 a turn
    float low, half;
} wt_lfo;

/// How values are drawn: by definition, or several at a time, with the same bits. Real-time safe.
typedef struct {
    /// At frames start + i.
    void (*line)(const wt_line *line, uint64_t start, float *out, size_t n);
    void (*lfo)(const wt_lfo *lfo, uint64_t start, float *out, size_t n);

    /// level + swing powers[i], in double precision.
    void (*bend)(double level, double swing, const double *powers, float *out, size_t n);
} wt_curves;

/// The definition.
extern const wt_curves wt_curves_plain;

/// A live control in the block that is being rendered: values[i], the last of `n` held, or, where
/// that is null, on a straight line from `from` before its first frame to `to` at the last of
/// n frames.
typedef struct {
    const float *values;
    float from, to;
    size_t n;
} wt_live_value;

/// Return a value as whoever reads it can count with it: no number is the least. Real-time safe.
static inline float wt_live_held(float x) {
    const float most = 1e6f;
    return WT_IS_PLAIN ? x : x > -most ? x < most ? x : most : -most;
}

/// Return the value at frame i of the block, i < n where it is on a line. Real-time safe.
static inline float wt_live_value_at(const wt_live_value *live, size_t i) {
    if (live->values) {
        return wt_live_held(live->values[i < live->n ? i : live->n - 1]);
    }
    return live->from == live->to
               ? live->to
               : live->from + (live->to - live->from) * ((float)(i + 1) / (float)live->n);
}

/// Where a controller goes in a piece: breakpoints in seconds from its beginning, 0..127, >= 1 of
/// them, whose times never go back.
typedef struct {
    const wt_breakpoint *points; ///< Borrowed
    size_t n;
} wt_controller_curve;

/// What an envelope may follow: the note that it is played for, and live controls.
typedef struct {
    double rate;               ///< Frames a second
    double tempo_bpm;          ///< Quarter notes a minute
    double note_s;             ///< The note's duration, seconds
    double velocity;           ///< 0..127
    double key;                ///< MIDI note number, fractions allowed
    uint32_t random;           ///< The note's own: what random values are drawn from
    const wt_live_value *live; ///< By destination, and within them by dimension; null: all are 0
    unsigned raised;           ///< Frames that are asked for are 2^raised to one of `rate`
    const wt_controller_curve *controllers;  ///< WT_N_CONTROLLERS of them; null: all are 0
    const wt_controller_curve *key_pressure; ///< Of the note's own key; null: it is 0
    double start_s;                          ///< The note's start in the piece, by which they go
    uint64_t live_start; ///< Frame from note start, 2^64 - k being k before, of their first
} wt_note_context;

/// Return a curve of the note's as breakpoints, 0..127; null: of one that stays at 0.
static inline wt_env_term wt_env_curve(const wt_controller_curve *curve,
                                       const wt_note_context *note) {
    static const wt_breakpoint rest = {{0.0, WT_SECONDS}, {0.0, WT_PLAIN}, 0.0};
    return (wt_env_term){.kind = WT_ENV_POINTS,
                         .points = curve ? curve->points : &rest,
                         .n_points = curve ? curve->n : 1,
                         .origin_s = note->start_s};
}

/// Return the curve of the controller that `term`, a CONTROLLER, follows.
static inline wt_env_term wt_env_controller(const wt_env_term *term, const wt_note_context *note) {
    return wt_env_curve(note->controllers ? &note->controllers[term->controller] : NULL, note);
}

/// Return whether it follows the pressure of the note's key, too, and there is some.
static inline bool wt_env_has_key(const wt_env_term *term, const wt_note_context *note) {
    const wt_controller_curve *const key = note->key_pressure;
    return term->controller == WT_PRESSURE && key &&
           (key->n > 1 || key->points[0].value.number > 0.0);
}

/// Write the envelope's values at frames `start` .. `start` + n - 1 from note
/// start to `out`. Return true where they are all equal: then only out[0] is
/// written. Real-time safe. n >= 1.
bool wt_env_render(const wt_env *env, const wt_note_context *note, const wt_curves *curves,
                   uint64_t start, float *out, size_t n);

/// Return how many frames from `start` on are all on one straight line, whose values are those of
/// wt_env_render, 0: none; *line is then that line. Real-time safe.
uint64_t wt_env_line(const wt_env *env, const wt_note_context *note, uint64_t start, wt_line *line);

/// Return true where it is one oscillator and no more; *lfo is then that. Real-time safe.
bool wt_env_lfo(const wt_env *env, const wt_note_context *note, wt_lfo *lfo);

/// Return the envelope's value at `frame`, in double precision. Real-time safe.
double wt_env_at(const wt_env *env, const wt_note_context *note, uint64_t frame);

/// Return the frame from note start from which on the envelope is one value, UINT64_MAX where it
/// never is. Real-time safe.
uint64_t wt_env_steady_from(const wt_env *env, const wt_note_context *note);

/// What of a note an envelope may follow.
enum {
    WT_FOLLOWS_KEY = 1,
    WT_FOLLOWS_VELOCITY = 2,
    WT_FOLLOWS_LENGTH = 4,
    WT_FOLLOWS_CONTROLLER = 8,
    WT_FOLLOWS_PRESSURE = 16,
    WT_FOLLOWS_TEMPO = 32,
    WT_FOLLOWS_ITSELF = 64, ///< What no two notes share
};

/// Return what the envelope follows, as bits. Real-time safe.
unsigned wt_env_follows(const wt_env *env);

/// Return true where an envelope that follows that has the same values at every frame of two notes
/// at one rate. Real-time safe.
static inline bool wt_env_is_alike(unsigned follows, const wt_note_context *a,
                                   const wt_note_context *b) {
    if (follows == 0) {
        return a->raised == b->raised;
    }
    const unsigned differs =
        (a->key != b->key ? WT_FOLLOWS_KEY : 0u) |
        (a->velocity != b->velocity ? WT_FOLLOWS_VELOCITY : 0u) |
        (a->note_s != b->note_s ? WT_FOLLOWS_LENGTH : 0u) |
        (a->controllers != b->controllers || a->start_s != b->start_s ? WT_FOLLOWS_CONTROLLER
                                                                      : 0u) |
        (a->key_pressure != b->key_pressure ? WT_FOLLOWS_PRESSURE : 0u) |
        (a->tempo_bpm != b->tempo_bpm ? WT_FOLLOWS_TEMPO : 0u) | WT_FOLLOWS_ITSELF;
    return a->raised == b->raised && (follows & differs) == 0;
}

/// Return true where a term of the envelope is live. Real-time safe.
bool wt_env_is_live(const wt_env *env);

/// Widen low..high until it holds whatever the envelope may be for the note; of what is live, an
/// octave or 4 radians either way. Real-time safe.
void wt_env_bounds(const wt_env *env, const wt_note_context *note, double *low, double *high);

/// Return true where the envelope is known to be one value for the whole of the note: also where
/// what moves is a factor beside a controller that stays at 0. Real-time safe.
bool wt_env_is_still(const wt_env *env, const wt_note_context *note);

/// Return true where the envelope is one value for the whole of any note. Real-time safe.
bool wt_env_is_constant(const wt_env *env);

#endif
