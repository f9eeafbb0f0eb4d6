// CSV: the numbers of a figure, for other programs.
#ifndef WT_PLOT_CSV_H
#define WT_PLOT_CSV_H

#include "plot/canvas/text_block.h"
#include "plot/figure.h"

// Write a header line that names columns and units, and a row for every point of every series, in
// their order: x, y (bands: lowest and highest), the layer's number, the series' name, the panel's,
// as far as there are any; of a map x, y and level of every cell. Nine digits: a float reads back
// as itself. The bytes are the same on every machine.
wt_status wt_csv_write(const wt_figure *figure, wt_text_block sink);

#endif
