// The resets of General MIDI, GS and XG.
#include "io/midi/reset.h"

enum { ANY = 0x100, MOST = 8 };

// Device numbers may be any.
static const struct {
    size_t n;
    uint16_t bytes[MOST];
} resets[] = {
    {4, {0x7E, ANY, 0x09, 0x01}},                         // GM 1
    {4, {0x7E, ANY, 0x09, 0x03}},                         // GM 2
    {8, {0x41, ANY, 0x42, 0x12, 0x40, 0x00, 0x7F, 0x00}}, // GS
    {7, {0x43, ANY, 0x4C, 0x00, 0x00, 0x7E, 0x00}},       // XG
    {7, {0x43, ANY, 0x4C, 0x00, 0x00, 0x7F, 0x00}},       // XG, all parameters
};

bool wt_midi_is_reset(const uint8_t *bytes, size_t n) {
    for (size_t i = 0; i < sizeof resets / sizeof *resets; ++i) {
        size_t same = 0;
        while (same < resets[i].n && same < n &&
               (resets[i].bytes[same] == ANY || resets[i].bytes[same] == bytes[same])) {
            ++same;
        }
        if (same == resets[i].n) {
            return true;
        }
    }
    return false;
}
