// Braille: pictures for the terminal, in characters of 2 x 4 dots.
#ifndef WT_PLOT_CANVAS_BRAILLE_H
#define WT_PLOT_CANVAS_BRAILLE_H

#include "plot/canvas/text_block.h"
#include "plot/figure.h"

enum { WT_BRAILLE_LEAST = 20, WT_BRAILLE_MOST = 500 }; // columns, and rows

// Draw `figure` as `rows` lines of at most `columns` characters in UTF-8, held to the limits above;
// with `colours`, in those of the terminal. WT_NO_MEMORY, or what the sink fails with.
wt_status wt_braille_write(const wt_figure *figure, int columns, int rows, bool colours,
                           wt_text_block sink);

#endif
