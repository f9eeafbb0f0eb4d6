// Note numbers, hertz and increments.
#include "core/pitch/pitch.h"

#include "base/math.h"

double wt_note_hz(double note, double a4_hz) {
    return a4_hz * wt_exp2((note - 69.0) / 12.0);
}

double wt_hz_note(double hz, double a4_hz) {
    return 69.0 + 12.0 * wt_log2(hz / a4_hz);
}

uint32_t wt_increment(double hz, double rate) {
    return (uint32_t)(int64_t)wt_round(hz / rate * 4294967296.0);
}
