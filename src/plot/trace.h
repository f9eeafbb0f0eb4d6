// Traces: a series in picture units, with no more points than the eye can tell apart.
#ifndef WT_PLOT_TRACE_H
#define WT_PLOT_TRACE_H

#include "base/status.h"
#include "plot/canvas/canvas.h"

// Where a series is drawn.
typedef struct {
    const wt_axis *x, *y;
    double left, right, top, bottom; // in picture units
} wt_box;

wt_point wt_box_point(const wt_box *box, double x, double y);

typedef struct {
    wt_point *points; // owned
    size_t n;
} wt_trace;

// Trace a line: in every step of `grain` the first, lowest, highest and last point stay, and of
// those that lie on one straight line the ends. WT_NO_MEMORY.
wt_status wt_trace_line(wt_trace *trace, const wt_series *series, const wt_box *box, double grain);

// Trace the outline of a series above (and `lower`, of as many points) below: in every step of
// `grain` the highest and the lowest value. `lower` of series without `low` is the least of y where
// `span`, else the bottom of the box. WT_NO_MEMORY.
wt_status wt_trace_band(wt_trace *upper, wt_trace *lower, const wt_series *series,
                        const wt_box *box, double grain, bool span);

void wt_trace_free(wt_trace *trace);

#endif
