/// @file
/// Pitch: MIDI note numbers, hertz and phase increments.
#ifndef WT_CORE_PITCH_PITCH_H
#define WT_CORE_PITCH_PITCH_H

#include <stdint.h>

/// Return the frequency of MIDI note `note` (fractions allowed, 69 = A4) in equal temperament:
/// a4_hz * 2^((note - 69) / 12).
double wt_note_hz(double note, double a4_hz);

/// Return the MIDI note number of `hz` > 0.
double wt_hz_note(double hz, double a4_hz);

/// Return the phase increment of `hz` at `rate` frames a second: round(hz / rate * 2^32),
/// 2^32 being one turn. 0 <= hz < rate.
uint32_t wt_increment(double hz, double rate);

#endif
