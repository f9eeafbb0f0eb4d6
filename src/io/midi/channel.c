// What the controllers of one MIDI channel say: its pedal, and its curves of bend, volume, pan.
#include "io/midi/channel.h"

enum {
    DATA_ENTRY = 6,
    VOLUME = 7,
    PAN = 10,
    EXPRESSION = 11,
    DATA_ENTRY_LSB = 38,
    SUSTAIN = 64,
    NRPN_LSB = 98,
    NRPN_MSB = 99,
    RPN_LSB = 100,
    RPN_MSB = 101,
    RESET_CONTROLLERS = 121,
    BEND_RANGE = 0, // the registered parameter
};

void wt_midi_channel_count(size_t room[WT_MIDI_CURVES], const wt_midi_event *event) {
    if ((event->status & 0xF0) == 0xE0) {
        ++room[WT_MIDI_BEND];
    }
    if ((event->status & 0xF0) != 0xB0) {
        return;
    }
    switch (event->data[0]) {
    case DATA_ENTRY:
    case DATA_ENTRY_LSB:
        ++room[WT_MIDI_BEND];
        break;
    case VOLUME:
    case EXPRESSION:
        ++room[WT_MIDI_VOLUME];
        break;
    case PAN:
        ++room[WT_MIDI_PAN];
        break;
    case RESET_CONTROLLERS:
        ++room[WT_MIDI_BEND];
        ++room[WT_MIDI_VOLUME];
        break;
    default:
        break;
    }
}

static void curve_set(wt_midi_curve *curve, double time_s, double value) {
    wt_midi_point *const last = &curve->points[curve->n - 1];
    if (last->time_s >= time_s) {
        last->value = value;
    } else if (last->value < value || last->value > value) {
        curve->points[curve->n++] = (wt_midi_point){time_s, value};
    }
}

static void set_bend(wt_midi_channel *channel, double time_s) {
    const int cents = channel->range_semitones * 100 + channel->range_cents;
    const double semitones = channel->bend * cents / 819200.0; // 8192 * 100
    curve_set(&channel->curves[WT_MIDI_BEND], time_s, semitones);
}

static void set_volume(wt_midi_channel *channel, double time_s) {
    const double gain = channel->volume * channel->expression / 16129.0; // 127 * 127
    curve_set(&channel->curves[WT_MIDI_VOLUME], time_s, gain);
}

// MIDI's RP-036: 0 and 1 are both hard left, so that 64 is the centre.
static void set_pan(wt_midi_channel *channel, int value, double time_s) {
    const int step = value < 1 ? 1 : value;
    curve_set(&channel->curves[WT_MIDI_PAN], time_s, (step - 64) / 63.0);
}

void wt_midi_channel_init(wt_midi_channel *channel) {
    channel->bend = 0;
    channel->range_semitones = 2; // as General MIDI
    channel->range_cents = 0;
    channel->parameter = WT_MIDI_NO_PARAMETER;
    channel->volume = channel->expression = 127;
    channel->pedal = false;
    for (int i = 0; i < WT_MIDI_CURVES; ++i) {
        channel->curves[i].points[0] = (wt_midi_point){0.0, i == WT_MIDI_VOLUME ? 1.0 : 0.0};
        channel->curves[i].n = 1;
    }
}

// MIDI's RP-015: volume, pan and the bend range stay.
static void reset(wt_midi_channel *channel, double time_s) {
    channel->bend = 0;
    channel->expression = 127;
    channel->parameter = WT_MIDI_NO_PARAMETER;
    channel->pedal = false;
    set_bend(channel, time_s);
    set_volume(channel, time_s);
}

static void enter_data(wt_midi_channel *channel, int *range, int value, double time_s) {
    if (channel->parameter == BEND_RANGE) {
        *range = value;
        set_bend(channel, time_s);
    }
}

static void control(wt_midi_channel *channel, int number, int value, double time_s) {
    switch (number) {
    case DATA_ENTRY:
        enter_data(channel, &channel->range_semitones, value, time_s);
        break;
    case DATA_ENTRY_LSB:
        enter_data(channel, &channel->range_cents, value, time_s);
        break;
    case VOLUME:
        channel->volume = value;
        set_volume(channel, time_s);
        break;
    case EXPRESSION:
        channel->expression = value;
        set_volume(channel, time_s);
        break;
    case PAN:
        set_pan(channel, value, time_s);
        break;
    case SUSTAIN:
        channel->pedal = value >= 64;
        break;
    case NRPN_LSB:
    case NRPN_MSB:
        channel->parameter = WT_MIDI_NO_PARAMETER;
        break;
    case RPN_LSB:
        channel->parameter = (channel->parameter & 0x3F80) | value;
        break;
    case RPN_MSB:
        channel->parameter = (channel->parameter & 0x7F) | value << 7;
        break;
    case RESET_CONTROLLERS:
        reset(channel, time_s);
        break;
    default:
        break;
    }
}

void wt_midi_channel_follow(wt_midi_channel *channel, const wt_midi_event *event, double time_s) {
    if ((event->status & 0xF0) == 0xE0) {
        channel->bend = (event->data[1] << 7 | event->data[0]) - 8192;
        set_bend(channel, time_s);
    } else if ((event->status & 0xF0) == 0xB0) {
        control(channel, event->data[0], event->data[1], time_s);
    }
}
