// Standard MIDI Files as notes with times in seconds.
//
// What can be read is read, and what is amiss is told once a kind, with track and byte. The tempo
// map is integrated over ticks in integers, so no time drifts. What a note is:
// - A note-off ends the oldest note of its key and channel that has none yet. Where note-offs are
//   lost, the last that a key saw after a note's strike and before its next ends the note too.
// - Keys struck twice at one tick are one note, with the later velocity. A key struck again while a
//   pedal holds its note ends that one.
// - On and off at one tick sound for a tick, at least 1 ms.
// - A note that no note-off could mean sounds to the end of its track, but not more than 30 s
//   longer than anything else of its channel.
// Format 2 is read as its tracks one after another.
#ifndef WT_IO_MIDI_MIDI_IN_H
#define WT_IO_MIDI_MIDI_IN_H

#include "base/message.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WT_MIDI_CHANNELS = 16, WT_MIDI_KEYS = 128 };

// What a channel's curves follow: sums of what several messages say, then what came, 0..127.
typedef enum {
    WT_MIDI_BEND,   // semitones: pitch bend times the range of RPN 0 (2 where none came), RPN 1 and
                    // 2, and master tuning
    WT_MIDI_VOLUME, // gain, 0..1: controllers 7 and 11 over 127, multiplied and squared
    WT_MIDI_PAN,    // -1..1: controller 10, 64 is the centre
    WT_MIDI_CONTROLLER,                          // + number
    WT_MIDI_PRESSURE = WT_MIDI_CONTROLLER + 128, // of the channel
    WT_MIDI_KEY_PRESSURE,                        // + key
    WT_MIDI_CURVES = WT_MIDI_KEY_PRESSURE + WT_MIDI_KEYS
} wt_midi_control;

// A controller's value from `time_s`, seconds from the beginning of the piece, on.
typedef struct {
    double time_s;
    double value;
} wt_midi_point;

typedef struct {
    const wt_midi_point *points; // times ascending; the first at 0
    size_t n;                    // >= 1
} wt_midi_curve;

typedef struct {
    double start_s;    // from the beginning of the piece
    double duration_s; // until the release begins, pedals included; > 0
    double tempo_bpm;  // quarter notes a minute where it starts
    double tuning;     // semitones that MTS tunes its key by
    int key;           // 0..127
    int velocity;      // 1..127
    int channel;       // 0..15
    int program;       // 0..127; 0 where no program change came
    bool drum;         // the channel is one of drums: 10, or what GS, XG and General MIDI 2 say
    size_t track;      // from 0
} wt_midi_note;

typedef struct {
    double time_s;
    double bpm; // quarter notes a minute
} wt_midi_tempo;

typedef struct {
    int format;          // 0..2
    wt_midi_note *notes; // owned, ordered by start, then by track, then by place in the track
    size_t n_notes;
    wt_midi_tempo *tempos; // owned: of the whole piece, >= 1, the first at 0
    size_t n_tempos;
    char **track_names; // owned, n_tracks; as the file spells them; empty where it does not
    size_t n_tracks;
    wt_midi_curve curves[WT_MIDI_CHANNELS][WT_MIDI_CURVES];
    double end_s; // end of the last track
    void *arena;  // implementation's own
} wt_midi_score;

// True where a Standard MIDI File begins in `bytes`: at their start, or within 128 KB.
int wt_midi_detect(const uint8_t *bytes, size_t n);

// Parse a whole file in memory; `speed` times as fast as it says, > 0. Any bytes end within time
// linear in n (times log of the tracks), memory linear in n. Refused, with a `message`, are files
// without a header, a division or a track (WT_BAD_FORMAT), WT_LIMIT (2^32 notes) and WT_NO_MEMORY.
// On failure `score` is empty.
wt_status wt_midi_read(wt_midi_score *score, const uint8_t *bytes, size_t n, double speed,
                       const wt_warner *warner, wt_message *message);

void wt_midi_free(wt_midi_score *score);

// Return the part of a curve that matters from `start_s` to before `end_s`: its first point is the
// last at or before start_s.
wt_midi_curve wt_midi_slice(wt_midi_curve curve, double start_s, double end_s);

#endif
