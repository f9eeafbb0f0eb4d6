// What is amiss in a Standard MIDI File, each kind told once with the place where it first was.
#ifndef WT_IO_MIDI_ODDITIES_H
#define WT_IO_MIDI_ODDITIES_H

#include "base/message.h"

#include <stddef.h>

typedef enum {
    WT_MIDI_JUNK_BEFORE,
    WT_MIDI_RIFF_LENGTH,
    WT_MIDI_HEADER_LENGTH,
    WT_MIDI_NO_CHUNK,
    WT_MIDI_TRACK_TAG,
    WT_MIDI_TRACK_LENGTH,
    WT_MIDI_CUT_TRACK,
    WT_MIDI_NO_END,
    WT_MIDI_BYTES_AFTER,
    WT_MIDI_HIGH_DATA,
    WT_MIDI_RUNNING_ON,
    WT_MIDI_NO_STATUS,
    WT_MIDI_STRAY_STATUS,
    WT_MIDI_LONG_NUMBER,
    WT_MIDI_BAD_TEMPO,
    WT_MIDI_META_LENGTH,
    WT_MIDI_SYSEX_LENGTH,
    WT_MIDI_OPEN_SYSEX,
    WT_MIDI_ENDLESS,
    WT_MIDI_TUNING_LEFT_OUT,
    WT_MIDI_LOST_OFF,
    WT_MIDI_NO_OFF,
    WT_MIDI_HANGING,
    WT_MIDI_ODDITIES
} wt_midi_oddity;

// Starts as all zeros.
typedef struct {
    struct {
        size_t n, track, byte; // how often, and where first; track 0: none
    } of[WT_MIDI_ODDITIES];
} wt_midi_oddities;

// Remember one, in track `track` (from 1; 0: none) at byte `byte` of the file. `oddities` may be
// null: a file that is read twice is told of once.
void wt_midi_odd(wt_midi_oddities *oddities, wt_midi_oddity which, size_t track, size_t byte);

// Warn of each kind that there was.
void wt_midi_oddities_tell(const wt_midi_oddities *oddities, const wt_warner *warner);

#endif
