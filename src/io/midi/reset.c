// The resets of General MIDI, GS and XG.
#include "io/midi/reset.h"

enum { ANY = 0x100, MOST = 8 };

// Device numbers may be any.
static const struct {
    wt_midi_system system;
    size_t n;
    uint16_t bytes[MOST];
} resets[] = {
    {WT_MIDI_GM, 4, {0x7E, ANY, 0x09, 0x01}},
    {WT_MIDI_GM2, 4, {0x7E, ANY, 0x09, 0x03}},
    {WT_MIDI_GS, 8, {0x41, ANY, 0x42, 0x12, 0x40, 0x00, 0x7F, 0x00}},
    {WT_MIDI_GS, 7, {0x41, ANY, 0x42, 0x12, 0x00, 0x00, 0x7F}}, // mode of one or two modules
    {WT_MIDI_XG, 7, {0x43, ANY, 0x4C, 0x00, 0x00, 0x7E, 0x00}},
    {WT_MIDI_XG, 7, {0x43, ANY, 0x4C, 0x00, 0x00, 0x7F, 0x00}}, // all parameters
};

wt_midi_system wt_midi_reset_of(const uint8_t *bytes, size_t n) {
    for (size_t i = 0; i < sizeof resets / sizeof *resets; ++i) {
        size_t same = 0;
        while (same < resets[i].n && same < n &&
               (resets[i].bytes[same] == ANY || resets[i].bytes[same] == bytes[same])) {
            ++same;
        }
        if (same == resets[i].n) {
            return resets[i].system;
        }
    }
    return WT_MIDI_NO_SYSTEM;
}
