// Standard MIDI Files made byte by byte.
#ifndef MIDI_FILE_H
#define MIDI_FILE_H

// Write a file of `division` from tracks of events in hex ("00 90 3C 7F"), without their end; a
// null ends the list. Format 0 for one track, else 1.
void make_midi(const char *name, unsigned division, const char *const *tracks);

#endif
