// One track of a Standard MIDI File, read event by event, whatever its bytes are.
#ifndef WT_IO_MIDI_TRACK_H
#define WT_IO_MIDI_TRACK_H

#include "io/midi/oddities.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    WT_MIDI_CHANNEL, // a channel message: status and data
    WT_MIDI_TEMPO,   // us_per_quarter, never 0
    WT_MIDI_NAME,    // of the track: n bytes at `at`
    WT_MIDI_SYSEX,   // n bytes at `at`, without 0xF0
    WT_MIDI_SKIPPED, // other meta events, and what is no event
    WT_MIDI_END,     // of the track; nothing follows
} wt_midi_kind;

typedef struct {
    wt_midi_kind kind;
    uint64_t tick; // from the beginning of the track
    uint32_t us_per_quarter;
    uint8_t status;  // 0x80..0xEF
    uint8_t data[2]; // 0..127
    size_t at, n;    // `at`: in the file; of a channel message its first byte
} wt_midi_event;

// A place in a track. Copy it to read the track twice.
typedef struct {
    const uint8_t *bytes; // the whole file: places count bytes from its beginning
    size_t at;            // the next byte
    size_t end;           // one past the track's last
    uint64_t tick;
    size_t number;              // of the track, from 1
    wt_midi_oddities *oddities; // told of what is amiss; may be null
    size_t sysex_at;            // where a SysEx began that has not ended; 0: none
    uint8_t running;            // status; 0: none
    bool interrupted;           // by a meta event or SysEx
} wt_midi_track;

// Read the next event. What cannot be an event is passed over, and a track that ends within one
// ends before it. After WT_MIDI_END the track is not read on.
void wt_midi_track_next(wt_midi_track *track, wt_midi_event *event);

// True for a note-on with a velocity; with velocity 0 it is a note-off.
static inline bool wt_midi_is_note_on(const wt_midi_event *event) {
    return (event->status & 0xF0) == 0x90 && event->data[1] > 0;
}

#endif
