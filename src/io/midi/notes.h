// From the events of all tracks, in order of time, to notes.
#ifndef WT_IO_MIDI_NOTES_H
#define WT_IO_MIDI_NOTES_H

#include "io/midi/clock.h"
#include "io/midi/midi_in.h"
#include "io/midi/survey.h"

// The tracks of a file, which stand at their first events.
typedef struct {
    const wt_midi_track *tracks;
    size_t n_tracks;
    bool in_turn; // each begins, with everything at rest, where the one before ended
    wt_midi_clock clock;
    const wt_midi_survey *survey;
    wt_midi_oddities *oddities;
} wt_midi_tracks;

// Fill the notes, tempos, curves and end of `score`. WT_NO_MEMORY or WT_LIMIT: `message` is set.
wt_status wt_midi_notes(wt_midi_score *score, const wt_midi_tracks *tracks, wt_message *message);

#endif
