// Scores: files that say when each note begins.
//
// A Standard MIDI File, known by its content, or text of one note a line:
//   START NOTE [# comment]      START is a DURATION, as in "1/4 C4,E4:1/8@100" or "2.5s A4"
// Blank lines and comments are skipped, CRLF and a BOM work, and lines come in any order: those
// that start together keep theirs. A DURATION in note values counts at --tempo; a MIDI file has
// its own tempo.
#ifndef WT_APP_SCORE_SCORE_H
#define WT_APP_SCORE_SCORE_H

#include "app/score/note_layout.h"
#include "io/midi/midi_in.h"

// Add the notes of the settings' score ("-": standard input). False: fault is set.
bool wt_score_add(wt_note_layout *layout);

// Add the notes of a MIDI file that was read. Velocity and the curves of volume, pan (of two
// channels) and pitch bend become the notes'; the last values are held through the release. The
// envelopes made lie in layout->time line->arena. Keys that a keyboard mapping leaves out are
// silent, and a note says so. False: fault is set.
bool wt_score_add_midi(wt_note_layout *layout, const char *path, const wt_midi_score *score);

#endif
