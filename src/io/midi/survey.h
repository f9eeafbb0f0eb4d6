// What a first reading of all tracks finds: that every event is sound, and how much room they need.
#ifndef WT_IO_MIDI_SURVEY_H
#define WT_IO_MIDI_SURVEY_H

#include "io/midi/channel.h"

enum { WT_MIDI_CHANNELS = 16, WT_MIDI_KEYS = 128, WT_MIDI_DRUMS = 9 };

typedef struct {
    size_t n_notes; // at most
    size_t room[WT_MIDI_CHANNELS][WT_MIDI_CURVES];
    bool programs, drums;          // what a warning is due for
    bool implied_end, bytes_after; // a track without an end-of-track event, or bytes after it
} wt_midi_survey;

// Read all of `tracks`, and warn of what will not sound as written.
wt_status wt_midi_survey_take(wt_midi_survey *survey, const wt_midi_track *tracks, size_t n_tracks,
                              const wt_warner *warner, wt_message *message);

// Return the points that all curves need together.
size_t wt_midi_survey_points(const wt_midi_survey *survey);

// True for a note-on with a velocity; with velocity 0 it is a note-off.
bool wt_midi_is_note_on(const wt_midi_event *event);

#endif
