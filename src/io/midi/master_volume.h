// The volume of all channels together, which a SysEx says.
#ifndef WT_IO_MIDI_MASTER_VOLUME_H
#define WT_IO_MIDI_MASTER_VOLUME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Return whether `n` bytes of a SysEx, behind its 0xF0, are the master volume of General MIDI, GS
// or XG; then *share is what they say, 0..1.
bool wt_midi_is_master_volume(const uint8_t *bytes, size_t n, double *share);

#endif
