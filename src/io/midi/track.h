// One track of a Standard MIDI File, read event by event.
#ifndef WT_IO_MIDI_TRACK_H
#define WT_IO_MIDI_TRACK_H

#include "base/message.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
    WT_MIDI_CHANNEL, // a channel message: status and data
    WT_MIDI_TEMPO,   // us_per_quarter, never 0
    WT_MIDI_SKIPPED, // other meta events, SysEx
    WT_MIDI_END,     // of the track; nothing follows
} wt_midi_kind;

typedef struct {
    wt_midi_kind kind;
    uint64_t tick; // from the beginning of the track
    uint32_t us_per_quarter;
    uint8_t status; // 0x80..0xEF
    uint8_t data[2];
    bool implied; // END without an end-of-track event
} wt_midi_event;

// A place in a track. Copy it to read the track twice.
typedef struct {
    const uint8_t *bytes; // the whole file: messages count bytes from its beginning
    size_t at;            // the next byte
    size_t end;           // one past the track's last
    uint64_t tick;
    size_t sysex_at; // where a SysEx began that has not ended; 0: none
    uint8_t running; // status; 0: none
} wt_midi_track;

// Read the next event. After WT_MIDI_END the track is not read on.
wt_status wt_midi_track_next(wt_midi_track *track, wt_midi_event *event, wt_message *message);

#endif
