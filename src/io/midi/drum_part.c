// Drum parts by SysEx and by bank.
#include "io/midi/drum_part.h"

// Part 10 is block 0, those before it are 1 to 9.
static int channel_of_block(int block) {
    return block == 0 ? 9 : block < 10 ? block - 1 : block;
}

bool wt_midi_is_drum_part(const uint8_t *b, size_t n, wt_midi_drum_part *part) {
    if (n >= 8 && b[0] == 0x41 && b[2] == 0x42 && b[3] == 0x12 && b[4] == 0x40 &&
        (b[5] & 0xF0) == 0x10 && b[6] == 0x15) {
        *part = (wt_midi_drum_part){channel_of_block(b[5] & 0x0F), b[7] > 0};
        return true;
    }
    if (n >= 7 && b[0] == 0x43 && (b[1] & 0xF0) == 0x10 && b[2] == 0x4C && b[3] == 0x08 &&
        b[4] < 16 && b[5] == 0x07) {
        *part = (wt_midi_drum_part){b[4], b[6] > 0};
        return true;
    }
    return false;
}

bool wt_midi_bank_drums(wt_midi_system system, int bank, bool drums) {
    if (system == WT_MIDI_XG && bank >= 0) {
        return bank >= 126;
    }
    return system == WT_MIDI_GM2 && (bank == 120 || bank == 121) ? bank == 120 : drums;
}
