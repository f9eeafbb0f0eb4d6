// Short-time spectra: how loud a sound is at each frequency as time goes on.
#ifndef WT_APP_CHARTS_SHORT_TIME_H
#define WT_APP_CHARTS_SHORT_TIME_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WT_TIME_COLUMNS = 320, WT_FREQUENCY_ROWS = 192 };

// Its windows are filled as the sound goes by; memory does not grow with the sound's length.
typedef struct {
    double rate;
    uint64_t frames;
    size_t channels;
    double low_hz;  // of the rows, which go up to rate / 2 in equal ratios
    size_t columns; // of time, 1..WT_TIME_COLUMNS
    size_t size;    // of a window, in frames; a power of two
    float *windows; // owned: columns times size
    uint64_t frame; // that comes next
} wt_short_time;

// Prepare for a sound of `frames` >= 1 frames; release with wt_short_time_free in any case.
// WT_NO_MEMORY.
wt_status wt_short_time_init(wt_short_time *s, double rate, uint64_t frames, size_t channels);

// Take the next `n` frames, interleaved; channels are looked at as their mean.
void wt_short_time_take(void *context, const double *frames, size_t n);

// Write levels in dB, a sine of amplitude 1 being 0, column by column, rows from low to high;
// `levels` has room for columns times WT_FREQUENCY_ROWS. The same numbers on every machine.
// WT_NO_MEMORY.
wt_status wt_short_time_levels(const wt_short_time *s, float *levels);

void wt_short_time_free(wt_short_time *s);

#endif
