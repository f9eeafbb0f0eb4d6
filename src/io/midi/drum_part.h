// What makes a MIDI channel a drum part beside General MIDI's channel 10, or that one of melody.
#ifndef WT_IO_MIDI_DRUM_PART_H
#define WT_IO_MIDI_DRUM_PART_H

#include "io/midi/reset.h"

typedef struct {
    int channel; // 0..15
    bool drums;
} wt_midi_drum_part;

// Return whether `n` bytes of a SysEx, behind its 0xF0, say what a channel is for: GS's use for
// rhythm part, XG's part mode. Then *part is set.
bool wt_midi_is_drum_part(const uint8_t *bytes, size_t n, wt_midi_drum_part *part);

// Return whether a channel plays drums after a program change, where `drums` says whether it did
// before and `bank` is controller 0, -1 where none came: XG and General MIDI 2 have banks of drums.
bool wt_midi_bank_drums(wt_midi_system system, int bank, bool drums);

#endif
