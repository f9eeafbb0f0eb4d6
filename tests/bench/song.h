// A song of 16 channels, made up but played as songs are.
#ifndef SONG_H
#define SONG_H

#include <stdbool.h>

enum { SONG_BARS = 90, SONG_S = 2 * SONG_BARS }; // at 120 quarter notes a minute

// Write it as a MIDI file: drums on channel 10, chords, basses, melodies and held fifths by turns
// on the others. Each rests for 3 of 7 parts of 4 bars, or, `tutti`, never. False: no file.
bool write_song(const char *path, bool tutti);

#endif
