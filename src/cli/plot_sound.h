// A sound to be drawn: laid out and made ready to be rendered, as by render.
#ifndef WT_CLI_PLOT_SOUND_H
#define WT_CLI_PLOT_SOUND_H

#include "cli/excerpt.h"
#include "cli/plot.h"

typedef struct {
    wt_piece piece;
    wt_sound sound;
    wt_target target;
} wt_plot_sound;

// Lay out the notes. Samples are doubles, unless --bits, --encoding or --dither ask for others.
// False: fault is set, nothing is left to free.
bool wt_plot_sound_make(wt_plot_sound *made, const wt_plot *plot);

void wt_plot_sound_free(wt_plot_sound *made);

// As wt_excerpt; clipping is told as a note.
bool wt_plot_sound_render(wt_plot_sound *made, const wt_plot *plot, uint64_t from, uint64_t to,
                          wt_taker taker);

// Write what is played, "saw at A4", into `words`.
void wt_plot_sound_name(const wt_settings *settings, char *words, size_t size);

#endif
