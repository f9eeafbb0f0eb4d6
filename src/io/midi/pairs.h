// Which note-off ends which note-on.
#ifndef WT_IO_MIDI_PAIRS_H
#define WT_IO_MIDI_PAIRS_H

#include <stddef.h>
#include <stdint.h>

enum { WT_MIDI_PLACES = 16 * 128 }; // channel * 128 + key

#define WT_MIDI_NO_MOVE UINT32_MAX

typedef enum { WT_MIDI_ON, WT_MIDI_OFF, WT_MIDI_ALL_OFF } wt_midi_move_kind;

// A key that goes down or up, or a message that lifts all keys of its channel.
typedef struct {
    uint32_t mate; // ON: the move that ends it, or WT_MIDI_NO_MOVE. OFF, ALL_OFF: the first ON that
                   // it ends, whose `next` is the next
    uint32_t next;
    uint16_t place; // ALL_OFF: that of key 0
    uint8_t kind;   // wt_midi_move_kind
    uint8_t lost;   // ON: no note-off was left for it alone
} wt_midi_move;

// Find the mates of all moves, which are in order of time. An OFF ends the oldest ON of its place
// that has no mate yet. Where a place goes on with fewer OFFs than ONs to its end, its ONs that saw
// an OFF before the next ON end with the last such OFF. n < 2^32 - 1. Linear in n.
void wt_midi_pair(wt_midi_move *moves, size_t n);

#endif
