// SysEx messages that bring a synthesizer back to how it was switched on.
#ifndef WT_IO_MIDI_RESET_H
#define WT_IO_MIDI_RESET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Whose rules hold.
typedef enum {
    WT_MIDI_NO_SYSTEM,
    WT_MIDI_GM,
    WT_MIDI_GM2,
    WT_MIDI_GS,
    WT_MIDI_XG,
} wt_midi_system;

// Return what `n` bytes of a SysEx, behind its 0xF0, switch on: General MIDI (1 or 2) System On, a
// GS reset or mode, or XG System On or its reset of all parameters. WT_MIDI_NO_SYSTEM: none of
// these.
wt_midi_system wt_midi_reset_of(const uint8_t *bytes, size_t n);

#endif
