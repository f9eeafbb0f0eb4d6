// Master volume: universal, real time, in 14 bits; of GS and XG in 7.
#include "io/midi/master_volume.h"

bool wt_midi_is_master_volume(const uint8_t *b, size_t n, double *share) {
    if (n >= 6 && b[0] == 0x7F && b[2] == 0x04 && b[3] == 0x01) {
        *share = ((b[5] & 0x7F) << 7 | (b[4] & 0x7F)) / 16383.0;
        return true;
    }
    const bool gs = n >= 8 && b[0] == 0x41 && b[2] == 0x42 && b[3] == 0x12 && b[4] == 0x40 &&
                    b[5] == 0x00 && b[6] == 0x04;
    const bool xg = n >= 7 && b[0] == 0x43 && (b[1] & 0xF0) == 0x10 && b[2] == 0x4C &&
                    b[3] == 0x00 && b[4] == 0x00 && b[5] == 0x04;
    if (gs || xg) {
        *share = (b[gs ? 7 : 6] & 0x7F) / 127.0;
    }
    return gs || xg;
}
