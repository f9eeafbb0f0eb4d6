// Scores: files that say when each note begins.
//
// A Standard MIDI File, known by its content, or text, a line for each event (# begins a comment):
//   tempo BPM [at TIME]           from the beginning, or from TIME on
//   part NAME WORD...             what a part plays: options of the sound, presets
//   START [PART:] NOTE...         START is a TIME, +TIME from the start of the line before, or >:
//                                 where the last note of the part ended; the notes follow one
//                                 another
// CRLF and a BOM work, and lines come in any order but for tempos, + and >. Note values count at
// the tempo of the score, which is --tempo until it says so; a MIDI file has its own.
#ifndef WT_APP_SCORE_SCORE_H
#define WT_APP_SCORE_SCORE_H

#include "app/score/note_layout.h"
#include "io/midi/midi_in.h"

// Add the notes of the score at `path` ("-": standard input). False: fault is set.
bool wt_score_add(wt_note_layout *layout, const char *path);

// Add the notes of a MIDI file that was read. Velocity and the curves of volume, pan (of two
// channels) and pitch bend become the notes'; the last values are held through the release. The
// envelopes made lie in layout->time line->arena. Keys that a keyboard mapping leaves out are
// silent, and a note says so. False: fault is set.
bool wt_score_add_midi(wt_note_layout *layout, const char *path, const wt_midi_score *score);

#endif
