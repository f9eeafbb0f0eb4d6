/// @file
/// Levels: a cycle made ready to be read at some range of pitches.
///
/// A level holds the harmonics of a cycle that are safe up to some pitch, sampled `length` times a
/// turn, in the form that its reader wants. Row `length` repeats row 0, so that the sample
/// after the last is always there.
#ifndef WT_CORE_TABLES_LEVEL_H
#define WT_CORE_TABLES_LEVEL_H

#include "wavetable/patch.h"

/// How rows become samples: what kernels do.
typedef enum {
    WT_READ_BEFORE,
    WT_READ_NEAREST,
    WT_READ_LINE,
    WT_READ_POLYNOMIAL,
    WT_READERS,
} wt_reader;

enum {
    WT_Q31_BITS = 28, ///< q31 cycles are Q3.28: full scale is 2^28, so that a step never overflows
};

/// In place of a number of harmonics: the cycle as it is.
#define WT_AS_IS UINT32_MAX

/// What a row is, by engine: for polynomials c0 + c1 z + c2 z^2 + c3 z^3, z = x - 1/2, as float[4],
/// or int32_t[4] in Q3.28 in both integer engines; for all other readers one sample, as float, Q15
/// in int16_t or Q3.28 in int32_t.
/// A long float cubic level holds its taps instead (`taps`): float, row i and the three after it
/// being the samples i - 1 .. i + 2 that make the polynomial, which is then worked out when it is
/// read: a quarter of the memory, and of the cache.
typedef struct {
    const void *rows;    ///< length + 1 of them; of taps length + 4
    uint32_t length;     ///< 2 .. 2^20
    uint8_t log2_length; ///< 255 where `length` is no power of two
    bool taps;           ///< Float cubic only
} wt_level;

/// A voice reads at most this many levels at once.
#define WT_LEVELS_IN_USE 8

/// Where a voice gets its levels from. `get` may build the level on the spot or return
/// one that was made beforehand, and returns null where it can't. The level must stay
/// until WT_LEVELS_IN_USE others have been asked for, or the rendering call returns. Where there is
/// an epoch, it also stays while that is what it was when the level was asked for, and from then on
/// until so many others have been asked for. An embedder without memory to spare gives a
/// function that returns constant tables.
typedef struct {
    const wt_level *(*get)(void *context, uint32_t cycle, wt_form form, uint32_t harmonics);
    void *context;
    const unsigned *epoch; ///< Null: nothing stays between calls
} wt_level_source;

/// Return how many bits below full scale the levels of `form` are: what is heard is the bus times
/// 2^bits. 1 for band-limited levels of q15, since a cycle that loses its upper harmonics passes
/// its own peak (a saw by 18 %) and int16 has no room above full scale; 0 for all others.
int wt_headroom_bits(wt_form form, bool bandlimit);

/// Return the size of a row of `form`, in bytes.
size_t wt_row_size(wt_form form);

/// Return whether a band-limited level of `form` and `length` holds taps.
bool wt_level_has_taps(wt_form form, uint32_t length);

/// Choose the length of a band-limited level: the smallest power of two at which the images that
/// `form.interp` leaves of these harmonics stay below the form's target. `pairs` holds harmonics
/// 0..harmonics as (a, b).
uint32_t wt_level_length(wt_form form, const double *pairs, uint32_t harmonics);

/// Return at how many points wt_level_build adds the harmonics of a level up: `length`, or fewer,
/// from where a cubic fills in the rest as exactly, at a fraction of the work.
uint32_t wt_level_points(wt_form form, const double *pairs, uint32_t harmonics, uint32_t length);

/// Return how many doubles wt_level_build needs as work space for so many points.
size_t wt_level_work(uint32_t points);

/// Build a band-limited level: fill `rows`, (length + 1) * wt_row_size(form) bytes, or length + 4
/// floats where wt_level_has_taps. `work` holds wt_level_work(points) doubles, `turn` half
/// a circle of that many points: wt_level_points.
void wt_level_build(wt_form form, const double *pairs, uint32_t harmonics, uint32_t length,
                    const double *turn, double *work, void *rows);

/// Build the level of a cycle as it is: `samples` are its own `length` samples, and four more
/// doubles of room behind them, which are overwritten.
void wt_level_build_as_is(wt_form form, double *samples, uint32_t length, void *rows);

#endif
