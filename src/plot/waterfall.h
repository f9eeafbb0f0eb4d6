// Layers: curves one behind the other, as wavetable displays show them.
#ifndef WT_PLOT_WATERFALL_H
#define WT_PLOT_WATERFALL_H

#include "plot/trace.h"

// Draw all series of a layered figure into `box`, seen from above and from the left: the first in
// front, each hiding what is behind it. Of more layers than the canvas can tell apart, evenly
// picked ones. WT_NO_MEMORY.
wt_status wt_layers_put(const wt_figure *figure, wt_canvas *canvas, const wt_box *box);

#endif
