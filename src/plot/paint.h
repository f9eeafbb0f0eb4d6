// Painting: a figure onto any canvas: title, legend, axes, curves.
#ifndef WT_PLOT_PAINT_H
#define WT_PLOT_PAINT_H

#include "base/status.h"
#include "plot/canvas/canvas.h"

// Paint `figure`. Layers stand one behind the other, the first in front, each hiding what is behind
// it. WT_NO_MEMORY.
wt_status wt_paint(const wt_figure *figure, wt_canvas *canvas);

#endif
