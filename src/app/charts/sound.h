// A sound to be drawn: laid out and made ready to be rendered, as by render.
#ifndef WT_APP_CHARTS_SOUND_H
#define WT_APP_CHARTS_SOUND_H

#include "app/charts/chart.h"
#include "app/render/render_range.h"

// Plan the notes, as raw samples: doubles, unless --bits, --encoding or --dither ask for others.
// False: fault is set, nothing is left to free.
bool wt_plot_sound_make(wt_plan *plan, const wt_plot *plot);

// As wt_render_range, normalized where asked; clipping is told as a note.
bool wt_plot_sound_render(const wt_plan *plan, const wt_plot *plot, uint64_t from, uint64_t to,
                          wt_taker taker);

// Write what is played, "saw at A4", into `words`.
void wt_plot_sound_name(const wt_request *s, char *words, size_t size);

#endif
