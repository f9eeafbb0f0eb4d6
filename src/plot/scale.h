// Scales: good numbers along an axis, and what is written beside them.
#ifndef WT_PLOT_SCALE_H
#define WT_PLOT_SCALE_H

#include "plot/figure.h"

enum { WT_MOST_TICKS = 64 };

typedef struct {
    double value;   // in the axis' unit
    char label[24]; // empty: a line of the grid alone
} wt_tick;

// Write at most about `most` labelled ticks of `axis`, from low to high. Return how many there are.
size_t wt_scale_ticks(const wt_axis *axis, int most, wt_tick ticks[static WT_MOST_TICKS]);

// Write "frequency (kHz)": the label, and the unit that the ticks are in.
void wt_scale_label(const wt_axis *axis, char label[static 64]);

// Return where `value` lies between low (0) and high (1); what lies outside, or is no number, is
// held at the ends.
double wt_scale_place(const wt_axis *axis, double value);

// Return the value that lies at `place`, 0..1.
double wt_scale_value(const wt_axis *axis, double place);

// Widen low..high to good numbers around it, also where it is empty.
void wt_scale_widen(double *low, double *high);

#endif
