// What the messages of one MIDI channel say: its pedals, program and tuning, and its curves.
#ifndef WT_IO_MIDI_CHANNEL_H
#define WT_IO_MIDI_CHANNEL_H

#include "io/midi/midi_in.h"
#include "io/midi/track.h"

#include <stdbool.h>

typedef struct {
    wt_midi_point *points; // borrowed, times ascending; null: nothing moves it
    size_t n;              // >= 1 where there are points
} wt_midi_drawn;

typedef struct {
    wt_midi_drawn curves[WT_MIDI_CURVES];
    int bend;                         // -8192..8191
    int range_semitones, range_cents; // of the bend, RPN 0
    int fine;                         // RPN 1, 0..16383, 8192 is none
    int coarse;                       // RPN 2, 0..127 semitones, 64 is none
    double master;                    // semitones of the master tuning, of all channels
    double master_volume;             // 0..1, of all channels
    int parameter;          // the registered parameter selected, 14 bits, or WT_MIDI_NO_PARAMETER
    int bank, program;      // 0..127; controller 0, or -1 where none came
    int volume, expression; // 0..127
    bool pedal, sostenuto;  // down
} wt_midi_channel;

enum { WT_MIDI_NO_PARAMETER = 0x3FFF };

// Add to `room` one for each curve that a channel message may move away from its rest.
void wt_midi_channel_count(size_t room[WT_MIDI_CURVES], const wt_midi_event *event);

// Return the value of a curve before anything came.
double wt_midi_channel_at_rest(int curve);

// Bring everything but the curves to rest.
void wt_midi_channel_init(wt_midi_channel *channel);

// Bring everything to rest at a time: another piece begins.
void wt_midi_channel_rest(wt_midi_channel *channel, double time_s);

// Follow any channel message but notes. Of several values at one time the last stays.
void wt_midi_channel_follow(wt_midi_channel *channel, const wt_midi_event *event, double time_s);

// Set the master volume, 0..1.
void wt_midi_channel_master_volume(wt_midi_channel *channel, double share, double time_s);

// Set the semitones of the master tuning.
void wt_midi_channel_master(wt_midi_channel *channel, double semitones, double time_s);

#endif
