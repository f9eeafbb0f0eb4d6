// From the events of all tracks, in order of time, to notes.
#ifndef WT_IO_MIDI_NOTES_H
#define WT_IO_MIDI_NOTES_H

#include "io/midi/midi_in.h"
#include "io/midi/track.h"

// Time in whole units, `per_s` a second: exact whatever the tempo does.
typedef struct {
    uint64_t tick, units; // now
    uint32_t per_tick;    // units; the tempo in microseconds a quarter note, unless `fixed`
    uint64_t per_s;
    bool fixed; // SMPTE: the tempo does not matter
} wt_midi_clock;

// Fill `score` from `tracks`, which stand at their first events. Every event is checked before
// the first note is made.
wt_status wt_midi_notes(wt_midi_score *score, const wt_midi_track *tracks, size_t n_tracks,
                        wt_midi_clock clock, const wt_warner *warner, wt_message *message);

#endif
