// What the messages of one MIDI channel say: its pedals, program and tuning, and its curves.
#include "io/midi/channel.h"

enum {
    BANK = 0,
    DATA_ENTRY = 6,
    VOLUME = 7,
    PAN = 10,
    EXPRESSION = 11,
    DATA_ENTRY_LSB = 38,
    SUSTAIN = 64,
    SOSTENUTO = 66,
    NRPN_LSB = 98,
    NRPN_MSB = 99,
    RPN_LSB = 100,
    RPN_MSB = 101,
    INCREMENT = 96,
    DECREMENT = 97,
    RESET_CONTROLLERS = 121,
    // registered parameters
    BEND_RANGE = 0,
    FINE_TUNING = 1,
    COARSE_TUNING = 2,
};

void wt_midi_channel_count(size_t room[WT_MIDI_CURVES], const wt_midi_event *event) {
    const int kind = event->status & 0xF0;
    room[WT_MIDI_BEND] += kind == 0xE0;
    room[WT_MIDI_PRESSURE] += kind == 0xD0;
    room[WT_MIDI_KEY_PRESSURE + event->data[0]] += kind == 0xA0;
    if (kind != 0xB0) {
        return;
    }
    const int number = event->data[0];
    ++room[WT_MIDI_CONTROLLER + number];
    switch (number) {
    case DATA_ENTRY:
    case DATA_ENTRY_LSB:
    case INCREMENT:
    case DECREMENT:
        ++room[WT_MIDI_BEND];
        break;
    case VOLUME:
    case EXPRESSION:
        ++room[WT_MIDI_VOLUME];
        break;
    case PAN:
        ++room[WT_MIDI_PAN];
        break;
    default:
        break;
    }
}

double wt_midi_channel_at_rest(int curve) {
    switch (curve) {
    case WT_MIDI_VOLUME:
        return 1.0;
    case WT_MIDI_CONTROLLER + VOLUME:
    case WT_MIDI_CONTROLLER + EXPRESSION:
        return 127.0;
    case WT_MIDI_CONTROLLER + PAN:
        return 64.0;
    default:
        return 0.0;
    }
}

static void draw(wt_midi_channel *channel, int which, double time_s, double value) {
    wt_midi_drawn *const curve = &channel->curves[which];
    if (!curve->points) { // of a controller that is only brought to rest
        return;
    }
    wt_midi_point *const last = &curve->points[curve->n - 1];
    if (last->time_s >= time_s) {
        last->value = value;
    } else if (last->value < value || last->value > value) {
        curve->points[curve->n++] = (wt_midi_point){time_s, value};
    }
}

static void set_bend(wt_midi_channel *channel, double time_s) {
    const int cents = channel->range_semitones * 100 + channel->range_cents;
    const double bend = channel->bend * cents / 819200.0; // 8192 * 100
    const double tuning = channel->coarse - 64 + (channel->fine - 8192) / 8192.0;
    draw(channel, WT_MIDI_BEND, time_s, bend + tuning + channel->master);
}

// General MIDI: 40 log10 of what all say, in decibels.
static void set_volume(wt_midi_channel *channel, double time_s) {
    const double product =
        channel->volume * channel->expression / 16129.0 * channel->master_volume; // 127 * 127
    draw(channel, WT_MIDI_VOLUME, time_s, product * product);
}

// MIDI's RP-036: 0 and 1 are both hard left, so that 64 is the centre.
static void set_pan(wt_midi_channel *channel, int value, double time_s) {
    const int step = value < 1 ? 1 : value;
    draw(channel, WT_MIDI_PAN, time_s, (step - 64) / 63.0);
}

void wt_midi_channel_init(wt_midi_channel *channel) {
    channel->bend = 0;
    channel->range_semitones = 2; // as General MIDI
    channel->range_cents = 0;
    channel->fine = 8192;
    channel->coarse = 64;
    channel->master = 0.0;
    channel->master_volume = 1.0;
    channel->parameter = WT_MIDI_NO_PARAMETER;
    channel->bank = -1;
    channel->program = 0;
    channel->volume = channel->expression = 127;
    channel->pedal = channel->sostenuto = false;
}

void wt_midi_channel_rest(wt_midi_channel *channel, double time_s) {
    wt_midi_channel_init(channel);
    for (int i = 0; i < WT_MIDI_CURVES; ++i) {
        draw(channel, i, time_s, wt_midi_channel_at_rest(i));
    }
}

static const uint8_t reset_too[] = {1, EXPRESSION, SUSTAIN, 65, SOSTENUTO, 67};

// MIDI's RP-015: bank, volume, pan, the effects' depths and what parameters were set stay.
static void reset(wt_midi_channel *channel, double time_s) {
    channel->bend = 0;
    channel->expression = 127;
    channel->parameter = WT_MIDI_NO_PARAMETER;
    channel->pedal = channel->sostenuto = false;
    set_bend(channel, time_s);
    set_volume(channel, time_s);
    for (int i = WT_MIDI_PRESSURE; i < WT_MIDI_CURVES; ++i) {
        draw(channel, i, time_s, 0.0);
    }
    for (size_t i = 0; i < sizeof reset_too; ++i) {
        const int which = WT_MIDI_CONTROLLER + reset_too[i];
        draw(channel, which, time_s, wt_midi_channel_at_rest(which));
    }
}

static void enter_data(wt_midi_channel *channel, int value, bool fine, double time_s) {
    switch (channel->parameter) {
    case BEND_RANGE:
        *(fine ? &channel->range_cents : &channel->range_semitones) = value;
        break;
    case FINE_TUNING:
        channel->fine =
            fine ? (channel->fine & 0x3F80) | value : (channel->fine & 0x7F) | value << 7;
        break;
    case COARSE_TUNING:
        channel->coarse = fine ? channel->coarse : value;
        break;
    default:
        return;
    }
    set_bend(channel, time_s);
}

static int held(int value, int most) {
    return value < 0 ? 0 : value > most ? most : value;
}

// MIDI's RP-018: a cent, the last bit or a semitone, whatever the value says.
static void step_data(wt_midi_channel *channel, int step, double time_s) {
    const int cents = channel->range_semitones * 100 + channel->range_cents;
    switch (channel->parameter) {
    case BEND_RANGE:
        channel->range_cents = held(cents + step, 12799) % 100;
        channel->range_semitones = held(cents + step, 12799) / 100;
        break;
    case FINE_TUNING:
        channel->fine = held(channel->fine + step, 16383);
        break;
    case COARSE_TUNING:
        channel->coarse = held(channel->coarse + step, 127);
        break;
    default:
        return;
    }
    set_bend(channel, time_s);
}

static void control(wt_midi_channel *channel, int number, int value, double time_s) {
    draw(channel, WT_MIDI_CONTROLLER + number, time_s, value);
    switch (number) {
    case BANK:
        channel->bank = value;
        break;
    case INCREMENT:
    case DECREMENT:
        step_data(channel, number == INCREMENT ? 1 : -1, time_s);
        break;
    case DATA_ENTRY:
    case DATA_ENTRY_LSB:
        enter_data(channel, value, number == DATA_ENTRY_LSB, time_s);
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
    case SOSTENUTO:
        channel->sostenuto = value >= 64;
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
    switch (event->status & 0xF0) {
    case 0xA0:
        draw(channel, WT_MIDI_KEY_PRESSURE + event->data[0], time_s, event->data[1]);
        break;
    case 0xB0:
        control(channel, event->data[0], event->data[1], time_s);
        break;
    case 0xC0:
        channel->program = event->data[0];
        break;
    case 0xD0:
        draw(channel, WT_MIDI_PRESSURE, time_s, event->data[0]);
        break;
    case 0xE0:
        channel->bend = (event->data[1] << 7 | event->data[0]) - 8192;
        set_bend(channel, time_s);
        break;
    default:
        break;
    }
}

void wt_midi_channel_master(wt_midi_channel *channel, double semitones, double time_s) {
    channel->master = semitones;
    set_bend(channel, time_s);
}

void wt_midi_channel_master_volume(wt_midi_channel *channel, double share, double time_s) {
    channel->master_volume = share;
    set_volume(channel, time_s);
}
