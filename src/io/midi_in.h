// Standard MIDI Files as notes with times in seconds.
#ifndef WT_IO_MIDI_IN_H
#define WT_IO_MIDI_IN_H

#include "io/message.h"
#include "wavetable/status.h"

#include <stddef.h>
#include <stdint.h>

// A controller's course over a note: its value from `time_s` (seconds from note start) on.
typedef struct {
    double time_s;
    double value;
} wt_midi_point;

typedef struct {
    double start_s;    // from the beginning of the piece
    double duration_s; // until the release begins, sustain pedal included
    int key;           // 0..127
    int velocity;      // 1..127
    int channel;       // 0..15
    // Courses, first point at time 0; shared between notes where equal, owned by the score.
    const wt_midi_point *bend; // semitones
    size_t n_bend;
    const wt_midi_point *volume; // gain, 0..1: controller 7 over 127, 1 where none came
    size_t n_volume;
    const wt_midi_point *pan; // -1..1: controller 10
    size_t n_pan;
} wt_midi_note;

typedef struct {
    wt_midi_note *notes; // owned, ordered by start, then by order in the file
    size_t n_notes;
    double end_s; // end of the last track
    void *arena;  // implementation's own
} wt_midi_score;

// True where `bytes` begin as a Standard MIDI File or one wrapped in RIFF does.
int wt_midi_detect(const uint8_t *bytes, size_t n);

// Parse a whole file in memory. Any bytes end within time linear in n, memory linear in the notes.
wt_status wt_midi_read(wt_midi_score *score, const uint8_t *bytes, size_t n,
                       const wt_warner *warner, wt_message *message);

void wt_midi_free(wt_midi_score *score);

#endif
