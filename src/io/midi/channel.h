// What the controllers of one MIDI channel say: its pedal, and its curves of bend, volume, pan.
#ifndef WT_IO_MIDI_CHANNEL_H
#define WT_IO_MIDI_CHANNEL_H

#include "io/midi/midi_in.h"
#include "io/midi/track.h"

#include <stdbool.h>

typedef enum { WT_MIDI_BEND, WT_MIDI_VOLUME, WT_MIDI_PAN, WT_MIDI_CURVES } wt_midi_control;

typedef struct {
    wt_midi_point *points; // borrowed, times ascending
    size_t n;              // >= 1
} wt_midi_curve;

typedef struct {
    wt_midi_curve curves[WT_MIDI_CURVES];
    int bend;                         // -8192..8191
    int range_semitones, range_cents; // of the bend, RPN 0
    int parameter;          // the registered parameter selected, 14 bits, or WT_MIDI_NO_PARAMETER
    int volume, expression; // 0..127
    bool pedal;             // down
} wt_midi_channel;

enum { WT_MIDI_NO_PARAMETER = 0x3FFF };

// Add to `room` the most points that a channel message can add to each curve.
void wt_midi_channel_count(size_t room[WT_MIDI_CURVES], const wt_midi_event *event);

// Begin with every controller at rest: one point a curve, at time 0. curves[].points are set
// by the caller and have room for one more point than wt_midi_channel_count says.
void wt_midi_channel_init(wt_midi_channel *channel);

// Follow a pitch bend or control change. Of several values at one time the last stays.
void wt_midi_channel_follow(wt_midi_channel *channel, const wt_midi_event *event, double time_s);

#endif
