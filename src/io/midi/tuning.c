// MIDI Tuning Standard: what a universal SysEx says of how keys are tuned.
#include "io/midi/tuning.h"

// Its sub-IDs.
enum {
    DEVICE_CONTROL = 0x04,
    MASTER_FINE = 0x03,
    MASTER_COARSE = 0x04,
    TUNING = 0x08,
    SINGLE_NOTE = 0x02,
    SINGLE_NOTE_IN_BANK = 0x07,
    SCALE_OCTAVE_1 = 0x08,
    SCALE_OCTAVE_2 = 0x09,
};

static int bits14(const uint8_t *msb_and_lsb) {
    return (msb_and_lsb[0] & 0x7F) << 7 | (msb_and_lsb[1] & 0x7F);
}

static wt_midi_tuned tune_master(wt_midi_tuning *t, const uint8_t *b, size_t n) {
    if (b[3] != MASTER_FINE && b[3] != MASTER_COARSE) {
        return WT_MIDI_NO_TUNING;
    }
    if (n < 6) { // the first of several packets
        return WT_MIDI_TUNING_UNKNOWN;
    }
    if (b[3] == MASTER_FINE) {
        t->fine = (bits14((const uint8_t[]){b[5], b[4]}) - 8192) / 8192.0;
    } else {
        t->coarse = (b[5] & 0x7F) - 64;
    }
    return WT_MIDI_MASTER_TUNED;
}

// Channels 16 and 15 are bits 1 and 0 of the first byte, 14 to 8 of the second, 7 to 1 of the
// third.
static bool has_channel(const uint8_t *mask, int channel) {
    const int bit = channel < 7 ? channel : channel < 14 ? channel - 7 : channel - 14;
    return mask[channel < 7 ? 2 : channel < 14 ? 1 : 0] >> bit & 1;
}

// A cent a step around 64, or 100 cents by 14 bits, for C, C#, ...
static wt_midi_tuned tune_classes(wt_midi_tuning *t, const uint8_t *b, size_t n) {
    const size_t width = b[3] == SCALE_OCTAVE_1 ? 1 : 2;
    if (n < 7 + 12 * width) {
        return WT_MIDI_TUNING_UNKNOWN;
    }
    for (int channel = 0; channel < WT_MIDI_CHANNELS; ++channel) {
        for (size_t i = 0; has_channel(b + 4, channel) && i < 12; ++i) {
            const uint8_t *const v = b + 7 + i * width;
            t->classes[channel][i] =
                width == 1 ? ((v[0] & 0x7F) - 64) / 100.0 : (bits14(v) - 8192) / 8192.0;
        }
    }
    return WT_MIDI_KEYS_TUNED;
}

// Key, semitone, and a fraction of one in 14 bits; three times 127: as it was.
static wt_midi_tuned tune_notes(wt_midi_tuning *t, const uint8_t *b, size_t n) {
    const size_t begin = b[3] == SINGLE_NOTE ? 6 : 7;
    if (n < begin) {
        return WT_MIDI_TUNING_UNKNOWN;
    }
    const size_t count = b[begin - 1];
    for (size_t i = 0; i < count && begin + 4 * i + 4 <= n; ++i) {
        const uint8_t *const v = b + begin + 4 * i;
        const int key = v[0] & 0x7F;
        if (v[1] != 0x7F || v[2] != 0x7F || v[3] != 0x7F) {
            t->keys[key] = (v[1] & 0x7F) + bits14(v + 2) / 16384.0 - key;
        }
    }
    return WT_MIDI_KEYS_TUNED;
}

wt_midi_tuned wt_midi_tune(wt_midi_tuning *t, const uint8_t *b, size_t n) {
    if (n < 4 || (b[0] != 0x7F && b[0] != 0x7E)) { // universal, real time or not
        return WT_MIDI_NO_TUNING;
    }
    if (b[2] == DEVICE_CONTROL) {
        return tune_master(t, b, n);
    }
    if (b[2] != TUNING) {
        return WT_MIDI_NO_TUNING;
    }
    switch (b[3]) {
    case SCALE_OCTAVE_1:
    case SCALE_OCTAVE_2:
        return tune_classes(t, b, n);
    case SINGLE_NOTE:
    case SINGLE_NOTE_IN_BANK:
        return tune_notes(t, b, n);
    default:
        return WT_MIDI_TUNING_UNKNOWN;
    }
}

double wt_midi_key_tuning(const wt_midi_tuning *t, int channel, int key) {
    return t->keys[key] + t->classes[channel][key % 12];
}
