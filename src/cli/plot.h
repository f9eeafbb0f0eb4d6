// What the files of the plot command share: each source makes a figure, and one file writes it.
#ifndef WT_CLI_PLOT_H
#define WT_CLI_PLOT_H

#include "cli/library.h"
#include "cli/settings.h"
#include "plot/figure.h"

typedef struct {
    wt_settings *settings;
    wt_library *library;
    wt_fault *fault;
} wt_plot;

// Each draws its source and writes it. False: fault is set.
bool wt_plot_cycles(const wt_plot *plot);
bool wt_plot_wave_out(const wt_plot *plot);
bool wt_plot_spectrum(const wt_plot *plot);
bool wt_plot_env(const wt_plot *plot);

// Find out what the output is to be, before anything is rendered for it. False: fault is set.
bool wt_plot_check_output(wt_settings *settings, wt_fault *fault);

// Write the figure as the settings ask. False: fault is set.
bool wt_plot_write(const wt_plot *plot, const wt_figure *figure);

#endif
