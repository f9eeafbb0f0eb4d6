// Which part plays a note of a MIDI file: by --part, by General MIDI, or as all others do.
#ifndef WT_APP_SCORE_MIDI_PARTS_H
#define WT_APP_SCORE_MIDI_PARTS_H

#include "app/score/note_layout.h"
#include "io/midi/midi_in.h"

// WHO: channels, or a track.
typedef struct {
    uint16_t channels; // by bit; 0: the track
    size_t track;
    wt_part *part; // null: off, and of --only
} wt_midi_who;

typedef struct {
    wt_note_layout *layout;
    const wt_midi_score *score;
    wt_midi_who *who; // owned: of --part, then of --only
    size_t n_parts, n_only;
    bool general_midi;                   // no sound was asked for: then
    wt_part *programs[128], *drums[128]; // play; null: none does so far
    size_t n_drums_left;                 // out, since one was
    uint16_t drums_left;                 // by bit: their channels
} wt_midi_parts;

// Read whom --part and --only mean. False: fault is set.
bool wt_midi_parts_make(wt_midi_parts *parts, wt_note_layout *layout, const wt_midi_score *score);

// Set layout->part and ->muted for a note. Return whether it has a part.
bool wt_midi_parts_choose(wt_midi_parts *parts, const wt_midi_note *note);

void wt_midi_parts_free(wt_midi_parts *parts);

#endif
