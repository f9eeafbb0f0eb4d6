// Maps: cells whose colour is a level.
#ifndef WT_PLOT_MAP_H
#define WT_PLOT_MAP_H

#include "plot/trace.h"

// Draw the cells of a series; what lies at the bottom of the axis z or below is left as paper.
void wt_map_put(const wt_figure *figure, const wt_series *series, wt_canvas *canvas,
                const wt_box *box);

// Draw the colours and the levels that they stand for, ending at `right`; nothing where the figure
// has no map.
void wt_map_put_legend(const wt_figure *figure, wt_canvas *canvas, double right, double y);

#endif
