// What the files of the plot command share: each source makes a figure, and one file writes it.
#ifndef WT_APP_CHARTS_CHART_H
#define WT_APP_CHARTS_CHART_H

#include "app/request/request.h"
#include "app/waves/wave_store.h"
#include "plot/figure.h"

// Where characters are drawn.
typedef struct {
    int columns, rows;
    bool colours;
} wt_screen;

typedef struct {
    const wt_request *request;
    wt_picture_type type;
    wt_screen screen;
    wt_wave_store *store;
    const wt_listener *listener;
    wt_fault *fault;
} wt_plot;

// Each draws its source and writes it. False: fault is set.
bool wt_plot_cycles(const wt_plot *plot);
bool wt_plot_wave_out(const wt_plot *plot);
bool wt_plot_spectrum(const wt_plot *plot);
bool wt_plot_file_spectrum(const wt_plot *plot);
bool wt_plot_spectrogram(const wt_plot *plot);
bool wt_plot_env(const wt_plot *plot);

// Find out what the output of `request` is to be, before anything is rendered for it. False: fault
// is set.
bool wt_picture_type_find(wt_picture_type *type, const wt_request *request, wt_fault *fault);

// Write the figure as the request asks. False: fault is set.
bool wt_plot_write(const wt_plot *plot, const wt_figure *figure);

#endif
