// What a first reading of a track finds: how much room its notes, curves and tempos need.
#ifndef WT_IO_MIDI_SURVEY_H
#define WT_IO_MIDI_SURVEY_H

#include "io/midi/channel.h"

// Of all tracks together. Starts as all zeros.
typedef struct {
    size_t n_ons, n_moves; // at most: keys that go down; those, keys that go up, and all up
    size_t n_tempos;
    size_t n_master; // SysEx that may tune all channels, or say how loud they are
    size_t room[WT_MIDI_CHANNELS][WT_MIDI_CURVES];
} wt_midi_survey;

// What one track is.
typedef struct {
    size_t end;             // one past its last event
    uint64_t ticks;         // it lasts
    size_t name_at, name_n; // its name in the file
} wt_midi_extent;

// Read a track to its end, and count. What is amiss is told to track.oddities.
wt_midi_extent wt_midi_survey_track(wt_midi_survey *survey, wt_midi_track track);

// True for a channel message that lifts all keys of its channel.
bool wt_midi_is_all_off(const wt_midi_event *event);

#endif
