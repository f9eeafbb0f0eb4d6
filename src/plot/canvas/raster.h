// Raster: pictures as pixels.
#ifndef WT_PLOT_CANVAS_RASTER_H
#define WT_PLOT_CANVAS_RASTER_H

#include "base/status.h"
#include "plot/figure.h"

#include <stdint.h>

enum { WT_RASTER_WIDTH = 1920, WT_RASTER_HEIGHT = 1200 };

// Draw `figure` with smooth edges, dark on white, as rows of red, green and blue, WT_RASTER_WIDTH
// times WT_RASTER_HEIGHT of them, to be freed by the caller. The same on every machine.
// WT_NO_MEMORY.
wt_status wt_raster_draw(const wt_figure *figure, uint8_t **pixels);

#endif
