// Numbers with the unit that people write behind them: -3dB, 44.1k, 44100Hz, 120bpm, 50%.
#ifndef WT_TEXT_UNIT_H
#define WT_TEXT_UNIT_H

#include "text/parse.h"

typedef enum {
    WT_NO_UNIT,
    WT_HERTZ,     // 44100, 44100Hz, 44.1k, 44.1kHz
    WT_DECIBELS,  // -3, -3dB, -1dBFS
    WT_BPM,       // 120, 120bpm
    WT_SHARE,     // 0.5, 50%
    WT_SEMITONES, // 12, +12, 12st
    WT_CENTS,     // 20, 20c, 20cents
} wt_unit;

// Read a number of low..high in `unit`, whose suffix may be there, in any case, or not. Anything
// else is WT_BAD_SYNTAX, or WT_BAD_RANGE at 0; `expected` is the phrase of every fault.
wt_parse wt_read_in_unit(const char *text, wt_unit unit, double low, double high,
                         const char *expected, double *number);

#endif
