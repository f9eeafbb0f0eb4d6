// A sound to be drawn: laid out and made ready to be rendered, as by render.
#ifndef WT_APP_CHARTS_SOUND_H
#define WT_APP_CHARTS_SOUND_H

#include "app/charts/chart.h"
#include "app/render/render_range.h"

typedef struct {
    wt_time_line time_line;
    wt_sound sound;
    wt_sample_format target;
} wt_plot_sound;

// Lay out the notes. Samples are doubles, unless --bits, --encoding or --dither ask for others.
// False: fault is set, nothing is left to free.
bool wt_plot_sound_make(wt_plot_sound *made, const wt_plot *plot);

void wt_plot_sound_free(wt_plot_sound *made);

// As wt_render_range; clipping is told as a note.
bool wt_plot_sound_render(wt_plot_sound *made, const wt_plot *plot, uint64_t from, uint64_t to,
                          wt_taker taker);

// Write what is played, "saw at A4", into `words`.
void wt_plot_sound_name(const wt_request *request, char *words, size_t size);

#endif
