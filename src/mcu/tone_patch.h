/// @file
/// From a patch of the library to one of the tone: what a host works out for a microcontroller.
#ifndef WT_MCU_TONE_PATCH_H
#define WT_MCU_TONE_PATCH_H

#include "base/status.h"
#include "core/envelope/envelope.h"
#include "core/voice/patch.h"
#include "mcu/tone.h"

/// A compiled sound. Its `patch` names no cycles: those are the caller's to give, all of them of
/// one length. Ended by wt_tone_sound_free.
typedef struct {
    wt_tone_patch patch;
    wt_tone_line *lines; ///< Of held, release and position, one after the other; owned
    size_t n_lines[3];
} wt_tone_sound;

/// Compile what `patch` does to notes of `note`'s velocity, key, gain and duration (for times in
/// percent): position, amplitude and ADSR. Fits straight lines to the very values that the q15
/// engine rounds to, so that the tone gives its bits. WT_UNSUPPORTED: another engine, a cubic or
/// band-limited patch, several dimensions, moving pitch, --fm, a scan, pan, or an envelope that
/// does not come to rest within 2^22 frames. WT_NO_MEMORY.
wt_status wt_tone_compile(const wt_patch *patch, const wt_note *note, wt_tone_sound *sound);

void wt_tone_sound_free(wt_tone_sound *sound);

/// Write lines that give the `n` >= 1 `values` when their lowest `bits` are cut off, each as long
/// as it may be, and then the last one for ever, to `lines`. Return how many there are; 0: more
/// than `most` >= 1.
size_t wt_tone_fit(const uint32_t *values, size_t n, int bits, wt_tone_line *lines, size_t most);

#endif
