// Cycles of 2048 samples as harmonics and back.
#ifndef WT_IO_TABLE_VITAL_SPECTRUM_H
#define WT_IO_TABLE_VITAL_SPECTRUM_H

#include "io/table/vital_keyframes.h"

// Harmonics 0..1024 as pairs (a, b): a cos + b sin.
typedef struct {
    double pairs[2 * (WT_VITAL_HARMONICS + 1)];
} wt_vital_spectrum;

typedef struct wt_vital_fft wt_vital_fft;

// Return the room that transforms need; null: no memory.
wt_vital_fft *wt_vital_fft_new(void);
void wt_vital_fft_free(wt_vital_fft *fft);

void wt_vital_analyse(wt_vital_fft *fft, const double *cycle, wt_vital_spectrum *spectrum);
void wt_vital_synthesise(wt_vital_fft *fft, const wt_vital_spectrum *spectrum, double *cycle);

#endif
