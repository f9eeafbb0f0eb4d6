// The figure of a spectrum: of a note's steady part, or of a part of a file.
#ifndef WT_APP_CHARTS_SPECTRUM_FIGURE_H
#define WT_APP_CHARTS_SPECTRUM_FIGURE_H

#include "app/charts/analysis.h"
#include "app/charts/chart.h"

// What is analysed. Borrowed.
typedef struct {
    double *samples[2]; // by channel
    size_t n, channels; // n >= 16
    double rate;
    const wt_pitch_range *pitches; // whose harmonics are told apart; n_pitches 0: no pitch is known
    size_t n_pitches;
    char title[160];
} wt_stretch;

// Analyse and draw. False: fault is set.
bool wt_spectrum_draw(const wt_plot *plot, const wt_stretch *stretch);

#endif
