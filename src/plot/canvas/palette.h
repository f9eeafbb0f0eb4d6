// Colours by role, for light and for dark surroundings.
#ifndef WT_PLOT_CANVAS_PALETTE_H
#define WT_PLOT_CANVAS_PALETTE_H

#include "plot/canvas/canvas.h"

#include <stdint.h>

enum { WT_LIGHT, WT_DARK };

typedef struct {
    uint8_t red, green, blue;
} wt_colour;

// Return the colour of `ink`; layers go from one hue to another with their depth.
wt_colour wt_palette_colour(wt_ink ink, int surroundings);

// Return how much of what lies below an ink hides, 0..1.
double wt_palette_opacity(wt_ink ink);

#endif
