// Axes: ticks, labels and a grid around a box.
#ifndef WT_PLOT_AXES_H
#define WT_PLOT_AXES_H

#include "plot/scale.h"
#include "plot/trace.h"

// Return the width of the widest label of the y axis.
double wt_axes_width(const wt_figure *figure, wt_canvas *canvas, const wt_box *box);

// Draw grid, axes and ticks; labels of x only where `with_x`.
void wt_axes_put(const wt_figure *figure, wt_canvas *canvas, const wt_box *box, bool with_x);

// Draw ticks and labels of x along the bottom of the box, and those of y along its left side.
void wt_axes_put_x(wt_canvas *canvas, const wt_box *box, bool with_labels);
void wt_axes_put_y(wt_canvas *canvas, const wt_box *box);

#endif
