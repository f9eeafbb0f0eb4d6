// SVG: pictures as text, in the colours of their surroundings.
#ifndef WT_PLOT_CANVAS_SVG_H
#define WT_PLOT_CANVAS_SVG_H

#include "plot/canvas/text_block.h"
#include "plot/figure.h"

// Draw `figure` as one SVG 1.1 document, whose style follows the reader's preference for light or
// dark. Its bytes are the same on every machine. WT_NO_MEMORY, or what the sink fails with.
wt_status wt_svg_write(const wt_figure *figure, wt_text_block sink);

#endif
