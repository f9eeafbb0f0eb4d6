// SysEx messages that bring a synthesizer back to how it was switched on.
#ifndef WT_IO_MIDI_RESET_H
#define WT_IO_MIDI_RESET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Return whether `n` bytes of a SysEx, behind its 0xF0, are General MIDI (1 or 2) System On, a GS
// reset, or XG System On or its reset of all parameters.
bool wt_midi_is_reset(const uint8_t *bytes, size_t n);

#endif
