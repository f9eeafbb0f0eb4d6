/// @file
/// The tone: one note of the q15 engine for a processor without floats, in 32-bit integers alone.
///
/// It gives the bits of `render -E q15 -B off`, with linear or truncated reads, for sounds that
/// tone_patch.h compiles on a host: cycles of 2^k samples, a gain (velocity, --amp and --adsr) and
/// a position among the cycles. Real-time safe throughout: no call fails, allocates or waits.
///
/// Instructions a frame, and bytes of code, as tests/mcu/tones counts them (gcc 12, -O2):
///              linear   truncated   linear mix of two   code
///   Cortex-M0     39          21                  83    994
///   Cortex-M3     25          15                  47    796
#ifndef WT_MCU_TONE_H
#define WT_MCU_TONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    WT_TONE_GAIN_BITS = 16, ///< Below a gain's Q15
    WT_TONE_MIX_BITS = 12,  ///< Below a position's Q15
};

/// A straight piece of a curve: values value + i step, whose lowest bits are cut off.
typedef struct {
    uint32_t value;
    int32_t step;
    uint32_t n_frames; ///< 0: for ever
} wt_tone_line;

/// A sound. The arrays are borrowed; they may lie in read-only memory.
typedef struct {
    const int16_t *cycles;        ///< One after the other, each 2^k samples and its first one again
    uint8_t log2_length;          ///< k, 2..15
    bool truncated;               ///< --interp none instead of linear
    const wt_tone_line *position; ///< Cycles of Q15 from the first; < 32. Ends with a line for ever
    const wt_tone_line *held;     ///< Gain, 0..1 in Q15, from the note's first frame on. So does it
    const wt_tone_line *release;  ///< Gain from note-off on, to 0. So does it
    uint32_t per_sustain;         ///< 2^30 over the gain in Q15 that `release` begins with
} wt_tone_patch;

/// Where a curve stands.
typedef struct {
    const wt_tone_line *line;
    uint32_t value;
    int32_t step;
    uint32_t left; ///< Frames of the line
} wt_tone_curve;

/// A tone's state.
typedef struct {
    const wt_tone_patch *patch;
    uint32_t phase;     ///< 2^32 a turn
    uint32_t increment; ///< May be changed between calls
    uint32_t scale;     ///< Of the gain, in Q15: another one than 1 where the release came early
    wt_tone_curve gain;
    wt_tone_curve position;
} wt_tone;

/// Begin a note at phase 0. `increment` is round(hz / rate 2^32).
void wt_tone_on(wt_tone *tone, const wt_tone_patch *patch, uint32_t increment);

/// Let the release begin. Where the gain is not the one that it begins with, as while it still
/// rises or decays, it is scaled by the ratio of the two: then each gain is within 2^-15 times 2 +
/// that ratio of the program's.
void wt_tone_off(wt_tone *tone);

/// Return whether nothing more will be heard.
bool wt_tone_has_ended(const wt_tone *tone);

/// Add the next `n` < 2^32 frames to `bus`: Q15, full scale 32768.
void wt_tone_add(wt_tone *tone, int32_t *bus, size_t n);

#ifdef __cplusplus
}
#endif

#endif
