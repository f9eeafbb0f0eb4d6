// Figures: what a picture shows, in the units of its axes; how it looks is up to those who draw it.
#ifndef WT_PLOT_FIGURE_H
#define WT_PLOT_FIGURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What a stroke or area stands for. Each back end has its own colours.
typedef enum {
    WT_ROLE_PAPER,
    WT_ROLE_TEXT,
    WT_ROLE_MUTED, // text of less weight
    WT_ROLE_GRID,
    WT_ROLE_AXIS,
    WT_ROLE_FIRST,  // the curve, the harmonics
    WT_ROLE_SECOND, // the other curve, all that is no harmonic
    WT_ROLE_THIRD,  // what matters less
    WT_ROLE_FIRST_AREA,
    WT_ROLE_SECOND_AREA,
    WT_ROLE_LAYER, // the curve of a layer, its colour by depth
    WT_ROLE_LAYER_AREA,
    WT_ROLE_HEAT, // a cell of a map, its colour by level
} wt_role;

typedef enum {
    WT_SERIES_LINE,
    WT_SERIES_STEMS, // from the bottom of the axis, with a head
    WT_SERIES_BAND,  // between `low` and y
    WT_SERIES_AREA,  // from the bottom of the axis
    WT_SERIES_MAP,   // cells by level: the axis z
} wt_series_kind;

// Numbers to be drawn. The arrays are borrowed.
typedef struct {
    const char *name; // in the legend and in CSV; null: none
    wt_series_kind kind;
    wt_role role; // FIRST, SECOND or THIRD
    int panel;
    double z; // of the layer
    size_t n;
    const double *x; // never going back; null: x_first + i / x_rate
    double x_first, x_rate;
    const double *y;    // or, where null,
    const float *y32;   // these
    const int16_t *y16; // or these, full scale 32768
    const double *low;  // BAND
    size_t
        rows; // MAP: y32 holds so many levels for each x, evenly from the axis' bottom to its top
} wt_series;

typedef struct {
    const char *label; // "frequency"
    const char *unit;  // "Hz", "s", "dBFS"; null: a bare number
    double low, high;  // finite, low < high; low > 0 where `log`
    bool log;
    bool quarters;  // steps of 0.25 are good ones
    bool is_number; // whole numbers only
} wt_axis;

typedef struct {
    char title[160];
    char caption[2][200]; // lines below the title; empty: none
    wt_axis x, y;
    wt_axis z;             // of layers, one behind the other, or the levels of a map
    bool layered;          // z is shown
    size_t n_panels;       // one above the other, with the same axes; >= 1
    const char *panels[2]; // their names, where there are several
    const wt_series *series;
    size_t n_series;
} wt_figure;

// The coordinates of point `i` of a series.
double wt_series_x(const wt_series *series, size_t i);
double wt_series_y(const wt_series *series, size_t i);

// Widen low..high by what is finite in the series.
void wt_series_range(const wt_series *series, double *low, double *high);

#endif
