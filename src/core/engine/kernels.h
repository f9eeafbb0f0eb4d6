/// @file
/// Kernels: the inner loops of an engine, each an array in and an array out.
///
/// All engines pass samples as 32-bit words: floats, or int32 holding Q15 or Q3.28. The scalar
/// kernels are the definition; every wider set gives the same bits. None allocates, fails
/// or keeps state; all are real-time safe. Arrays need no alignment, and `out` may not overlap
/// an input unless said.
#ifndef WT_CORE_ENGINE_KERNELS_H
#define WT_CORE_ENGINE_KERNELS_H

#include "core/envelope/envelope.h"
#include "core/output/halving.h"
#include "core/tables/level.h"
#include "wavetable/patch.h"

#include <stdbool.h>

typedef union {
    float f;
    int32_t q;
} wt_sample;

static inline float wt_clamp(float x, float low, float high) {
    return x < low ? low : x > high ? high : x;
}

static inline float wt_unit_clamp(float x) {
    return wt_clamp(x, 0.0f, 1.0f);
}

/// Where voices are summed: float, int32 (Q15) or int64 (Q3.28), by engine.
typedef union {
    float *f;
    int32_t *q15;
    int64_t *q31;
} wt_bus;

/// One cycle, or a mix of two, how it is read at one pitch, and how loud it is.
typedef struct {
    const wt_level *level;
    const wt_level *other; ///< Mixed with it; null: it is alone
    uint32_t increment;
    float weight;    ///< Of the other one, 0..1; where positions move, what is added to theirs:
    float scale;     ///< they are clamp(position, 0, 1) scale
    float gain, pan; ///< Of the left channel, and of the right one
} wt_steady_tone;

/// What moves in a tone, for every sample; null: it does not.
typedef struct {
    const uint32_t *phase;  ///< In place of start + i increment
    const float *positions; ///< Among cycles, of a tone of two: weights are 0 <= w < 1
    const float *swell;     ///< Its gain, on both channels, is tone gain clamp(swell, 0, 1)
} wt_tone_moves;

/// What is played, and onto which buses.
typedef struct {
    const wt_steady_tone *tone;
    wt_tone_moves moves;
    wt_bus left, right; ///< Of which the latter is of no account where there is one
    uint32_t start;
    size_t n;
} wt_playing;

/// Read a tone at the phases start + i increment, mixed as by wt_kernels.mix where it is of two,
/// and add it to one bus, or to two, as by add_constant, or, where it swells, as by add.
typedef void wt_player(const wt_playing *playing);

/// What multiplies a gain: values, or one.
typedef struct {
    const float *values;
    bool constant; ///< values[0] for all
} wt_factor;

/// The least and the most of some values.
typedef struct {
    float low, high;
} wt_range;

/// What a pitch of 0 semitones is.
typedef struct {
    double increment;              ///< Not rounded
    double mip, levels_a_semitone; ///< Among the mip levels
} wt_pitch_scale;

/// The same for glides, see engine/glide.h. Pitches above `highest`, half a turn, are held there.
/// The increment of 0 octaves is `raised`, shifted down by `shift`.
typedef struct {
    uint32_t raised;
    int32_t shift;
    float increment, highest;
    float mip, levels_a_semitone;
} wt_glide_base;

/// An octave of a glide: its increment as a whole number and as a float, and where it is in
/// semitones.
typedef struct {
    uint32_t whole;
    float increment, semitones;
} wt_glide_octave;

typedef struct {
    /// phase[i] = start + i increment.
    void (*ramp)(uint32_t start, uint32_t increment, uint32_t *phase, size_t n);

    /// The range of n >= 1 values, none of which is NaN.
    wt_range (*range)(const float *x, size_t n);

    /// From pitches in semitones to mip levels.
    void (*mips)(const wt_glide_base *base, const float *pitch, float *mip, size_t n);

    /// From pitches in semitones, all within `range`, to increments, which are held from 40 octaves
    /// below to half a turn.
    void (*glide)(const wt_glide_base *base, wt_range range, const float *pitch,
                  uint32_t *increment, size_t n);

    /// From increments to phases, in place: x[i] = start + x[0] + ... + x[i - 1]. Return what the
    /// next one would be.
    uint32_t (*sum)(uint32_t start, uint32_t *x, size_t n);

    /// The same of an oscillator whose increments are `ratio` times these, rounded, |increment
    /// ratio| < 2^51, and which advances 2^raised times a frame: phase[i] = (start + ...) >>
    /// raised. `phase` may be `increment`; null: only the last one is asked for, which is not
    /// shifted.
    uint64_t (*follow)(uint64_t start, const uint32_t *increment, double ratio, unsigned raised,
                       uint32_t *phase, size_t n);

    /// How far pitches are from the octave that all of them are nearest to, whoever plays them:
    /// ratio[i] = 2^((pitch[i] - semitones) / 12) - 1.
    void (*ratios)(float semitones, const float *pitch, float *ratio, size_t n);

    /// The same as `glide` and `sum`, from ratios beside an octave, of pitches that are not held.
    /// `phase` null: only the last one is asked for.
    uint32_t (*slide)(const wt_glide_octave *octave, const float *ratio, uint32_t start,
                      uint32_t *phase, size_t n);

    /// What controls are drawn with: the same for all engines.
    wt_curves curves;

    /// out[i] = first f[0] f[1] f[2], in this order, the latter two held within 0..1.
    void (*gains)(float first, const wt_factor f[3], float *out, size_t n);

    /// White noise, -1..1, at frames frame + i: a hash of `key` and the frame.
    void (*white)(uint64_t key, uint64_t frame, float *out, size_t n);

    /// White noise to pink, in place, n_runs of WT_NOISE_RUN frames; `state` goes on, and where it
    /// is not `heard` that is all: the same for all engines.
    void (*pink)(const wt_noise *noise, float *state, float *x, bool heard, size_t n_runs);

    /// Read a cycle at `n` phases. By wt_reader; see level.h for the rows.
    ///   position = phase length / 2^32; i, x its whole and fractional part
    ///   before      t[i]
    ///   nearest     t[floor(position + 1/2)]
    ///   line        t[i] + (t[i + 1] - t[i]) x; in integers (t[i + 1] - t[i]) x is rounded down
    ///   polynomial  ((c3 z + c2) z + c1) z + c0, z = x - 1/2
    void (*read[WT_READERS])(const wt_level *level, const uint32_t *phase, wt_sample *out,
                             size_t n);

    /// The same at the phases start + i increment, without an array of them.
    void (*run[WT_READERS])(const wt_level *level, uint32_t start, uint32_t increment,
                            wt_sample *out, size_t n);

    /// Return what plays a tone on one bus or on `both`, where its pitch glides or its gain swells:
    /// wt_tone_moves then tells how. Null, or null of a null function: there is no way to do that
    /// at once.
    wt_player *(*player)(wt_reader reader, const wt_steady_tone *tone, bool glides, bool swells,
                         bool both);

    /// Return how many of `n` positions from the first on are between the same two cycles, of which
    /// the last one is at 1: clamp(x, 0, 1) last has one whole part.
    size_t (*positions)(const float *x, float last, size_t n);

    /// Return how many of `n` values from the first on, which is one, are low <= x < high.
    size_t (*within)(const float *x, float low, float high, size_t n);

    /// From mip levels, of the last quarter before `high`, to what the one that is reached there
    /// weighs: w[i] = 1 - (high - mip[i]) WT_MIP_FADE, which is less than 1.
    void (*fade)(float high, const float *mip, float *w, size_t n);

    /// From positions to weights: w[i] = weight + clamp(x[i], 0, 1) scale.
    void (*weigh)(float weight, float scale, const float *x, float *w, size_t n);

    /// A tone of two, at the phases start + i increment, or those that it moves to, without its
    /// gains, which rest:
    ///   y = a + (b - a) (weight + clamp(positions[i], 0, 1) scale);   out = y
    /// No positions: weight alone. Where `cross` is not null, y goes into what `out` holds, as
    /// by blend.
    void (*mix)(wt_reader reader, const wt_steady_tone *tone, uint32_t start,
                const wt_tone_moves *moves, const float *cross, wt_sample *out, size_t n);

    /// a += (b - a) clamp(w, 0, 1), in place; where w >= 1 it is b, without rounding.
    void (*blend)(wt_sample *a, const wt_sample *b, const float *w, size_t n);

    /// The same with one weight, in 0..1, for all.
    void (*blend_constant)(wt_sample *a, const wt_sample *b, float w, size_t n);

    /// Swing phases by what a modulator reads, x, times its index: phase[i] += x index[i] / (2 pi)
    /// turns, |index| <= 10000. `constant`: index[0] for all. `headroom`: bits that x is lowered
    /// by.
    void (*swing)(const wt_sample *x, const float *index, bool constant, int headroom,
                  uint32_t *phase, size_t n);

    /// Make a signal slower by a half: out[i] is what `filter` makes of `in` around in[2 i +
    /// reach]. `in` holds 2 (n + reach) samples; `out` may be `in`.
    void (*halve)(const wt_halving *filter, const wt_sample *in, wt_sample *out, size_t n);

    /// bus += x gain, in place; gain 0..1 (integers: rounded to Q15 or Q30; 1 is exact).
    void (*add)(wt_bus bus, const wt_sample *x, const float *gain, size_t n);

    /// The same with one gain for all.
    void (*add_constant)(wt_bus bus, const wt_sample *x, float gain, size_t n);
} wt_kernels;

/// The definitions.
extern const wt_kernels wt_kernels_float;
extern const wt_kernels wt_kernels_q15;
extern const wt_kernels wt_kernels_q31;

/// Return the kernels of `lanes` samples at a time: 1 (the definition), 4, 8 (AVX2) or 16
/// (AVX-512); null where the processor lacks them.
const wt_kernels *wt_kernels_of_width(wt_engine engine, int lanes);

/// Return the fastest kernels for `engine` on this processor.
const wt_kernels *wt_kernels_best(wt_engine engine);

#endif
