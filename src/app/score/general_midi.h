// General MIDI: the shipped presets that its programs and drums sound like.
#ifndef WT_APP_SCORE_GENERAL_MIDI_H
#define WT_APP_SCORE_GENERAL_MIDI_H

// Return the word of the preset of program 0..127: "@NAME".
const char *wt_general_midi_preset(int program);

// Return that of a drum, by its key 0..127. `*pitch`: the note that it sounds at.
const char *wt_general_midi_drum(int key, double *pitch);

#endif
