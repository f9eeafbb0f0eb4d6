// A font of strokes, drawn for this program: what a plotter would write.
#ifndef WT_PLOT_CANVAS_FONT_H
#define WT_PLOT_CANVAS_FONT_H

#include "plot/canvas/canvas.h"

enum {
    WT_FONT_CAPITAL = 28, // height of capitals, in units of the font
    WT_FONT_POINTS = 64,  // the most points of a stroke
};

// Return the width of the character that `text` begins with, the space behind it included, in units
// of the font, and set *length to its bytes. What the font lacks is a box.
int wt_font_width(const char *text, size_t *length);

// Read the next stroke of the character that `text` begins with into `points`, y up from the
// baseline. `*at` is 0 at first, and says where to go on. Return the number of points; 0: none is
// left.
size_t wt_font_stroke(const char *text, size_t *at, wt_point points[static WT_FONT_POINTS]);

#endif
