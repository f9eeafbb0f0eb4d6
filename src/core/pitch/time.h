/// @file
/// Musical time: seconds, note values and shares of a note.
#ifndef WT_CORE_PITCH_TIME_H
#define WT_CORE_PITCH_TIME_H

#include "wavetable/envelope.h"

/// Return `time` in seconds, for `rate` frames a second, quarter notes at `tempo_bpm` a minute
/// and, for percentages, a note that lasts `note_s` seconds.
static inline double wt_time_seconds(wt_time time, double rate, double tempo_bpm, double note_s) {
    switch (time.unit) {
    case WT_WHOLE_NOTES:
        return time.value * (240.0 / tempo_bpm);
    case WT_PERCENT:
        return time.value * (note_s / 100.0);
    case WT_FRAMES:
        return time.value / rate;
    default:
        return time.value;
    }
}

#endif
