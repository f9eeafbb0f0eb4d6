// The events of several tracks as one stream in order of time.
#ifndef WT_IO_MIDI_MERGE_H
#define WT_IO_MIDI_MERGE_H

#include "io/midi/track.h"

typedef struct {
    wt_midi_track track;
    wt_midi_event next;
    size_t number; // of the track, from 0: events of one tick come in this order
} wt_midi_reader;

typedef struct {
    wt_midi_reader *heap; // borrowed; the earliest event first
    size_t n;
} wt_midi_merge;

// Begin with all of `tracks`; `heap` has room for `n` readers.
void wt_midi_merge_init(wt_midi_merge *merge, wt_midi_reader *heap, const wt_midi_track *tracks,
                        size_t n);

// Take the next event and the number of its track. Only while merge->n > 0.
void wt_midi_merge_next(wt_midi_merge *merge, wt_midi_event *event, size_t *track);

#endif
