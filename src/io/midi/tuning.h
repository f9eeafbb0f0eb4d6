// MIDI Tuning Standard: what a universal SysEx says of how keys are tuned.
#ifndef WT_IO_MIDI_TUNING_H
#define WT_IO_MIDI_TUNING_H

#include "io/midi/midi_in.h"

#include <stdbool.h>

typedef struct {
    double fine, coarse;                  // semitones of the master tuning
    double classes[WT_MIDI_CHANNELS][12]; // semitones, by pitch class
    double keys[WT_MIDI_KEYS];            // semitones
} wt_midi_tuning;

typedef enum {
    WT_MIDI_NO_TUNING, // it is about something else
    WT_MIDI_KEYS_TUNED,
    WT_MIDI_MASTER_TUNED,
    WT_MIDI_TUNING_UNKNOWN, // a tuning message that is left out
} wt_midi_tuned;

// Follow a SysEx of `n` bytes, without its 0xF0. `tuning` starts as all zeros.
wt_midi_tuned wt_midi_tune(wt_midi_tuning *tuning, const uint8_t *bytes, size_t n);

// Return the semitones that a key of a channel is tuned by, the master tuning not counted.
double wt_midi_key_tuning(const wt_midi_tuning *tuning, int channel, int key);

#endif
