// A song of 16 channels, made up but played as songs are.
#ifndef SONG_H
#define SONG_H

#include <stdbool.h>

// Write it as a MIDI file: drums on channel 10, chords, basses, melodies and held fifths by turns
// on the others, for `bars` of 2 s. Each rests for 3 of 7 parts of 4 bars, or, `tutti`, never.
// False: no file.
bool write_song(const char *path, unsigned bars, bool tutti);

#endif
