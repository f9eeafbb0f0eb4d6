// Standard MIDI Files as notes with times in seconds.
//
// Formats 0 and 1 are read, plain or wrapped in RIFF. Format 2 holds independent
// sequences and is refused. The tempo map is integrated over ticks in integers, so no
// time drifts. What a note is:
// - A key that is struck again while it sounds (pedal included) ends there, and the new note
//   begins; struck again at the same tick it is one note, with the later velocity.
// - Note-offs count first in, first out: a key that was struck twice takes two to end.
// - A note that nothing ends, ends with the track that began it.
// Program changes are ignored, channel 10 plays as pitched notes; one warning a file for each.
#ifndef WT_IO_MIDI_MIDI_IN_H
#define WT_IO_MIDI_MIDI_IN_H

#include "base/message.h"
#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

// A controller's curve: its value from `time_s`, seconds from the beginning of the piece, on.
typedef struct {
    double time_s;
    double value;
} wt_midi_point;

typedef struct {
    double start_s;    // from the beginning of the piece
    double duration_s; // until the release begins, sustain pedal included; may be 0
    int key;           // 0..127
    int velocity;      // 1..127
    int channel;       // 0..15
    // Courses: slices of one array a channel, owned by the score. At least one point; the first
    // lies at or before start_s, the others after it, none after the note's end. As at most
    // one note sounds on a key, all slices together hold at most 128 times the points there are.
    const wt_midi_point *bend; // semitones: pitch bend times the range of RPN 0, 2 where none came
    size_t n_bend;
    const wt_midi_point *volume; // gain, 0..1: controllers 7 and 11 over 127, multiplied; 1 where
    size_t n_volume;             // none came
    const wt_midi_point *pan;    // -1..1: controller 10, 64 is the centre
    size_t n_pan;
} wt_midi_note;

typedef struct {
    wt_midi_note *notes; // owned, ordered by start, then by track, then by place in the track
    size_t n_notes;
    double end_s; // end of the last track
    void *arena;  // implementation's own
} wt_midi_score;

// True where `bytes` begin as a Standard MIDI File or one wrapped in RIFF does.
int wt_midi_detect(const uint8_t *bytes, size_t n);

// Parse a whole file in memory. Any bytes end within time linear in n (times log of the tracks),
// memory linear in the notes. Statuses: WT_BAD_FORMAT, WT_UNSUPPORTED (format 2), WT_LIMIT (2^39
// ticks), WT_NO_MEMORY; `message` then names the byte. On failure `score` is empty.
wt_status wt_midi_read(wt_midi_score *score, const uint8_t *bytes, size_t n,
                       const wt_warner *warner, wt_message *message);

void wt_midi_free(wt_midi_score *score);

#endif
