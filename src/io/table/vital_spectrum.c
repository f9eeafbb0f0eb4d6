// Transforms of 2048 samples.
#include "io/table/vital_spectrum.h"

#include "core/tables/fft.h"
#include "core/tables/spectrum.h"

#include <stdlib.h>
#include <string.h>

struct wt_vital_fft {
    double turn[WT_VITAL_LENGTH];
    float samples[WT_VITAL_LENGTH];
    double work[]; // of wt_spectrum
};

wt_vital_fft *wt_vital_fft_new(void) {
    wt_vital_fft *const fft =
        malloc(sizeof *fft + wt_spectrum_work(WT_VITAL_LENGTH) * sizeof(double));
    if (fft) {
        wt_fft_turn(fft->turn, WT_VITAL_LENGTH);
    }
    return fft;
}

void wt_vital_fft_free(wt_vital_fft *fft) {
    free(fft);
}

void wt_vital_analyse(wt_vital_fft *fft, const double *cycle, wt_vital_spectrum *spectrum) {
    for (size_t i = 0; i < WT_VITAL_LENGTH; i++) {
        fft->samples[i] = (float)cycle[i];
    }
    wt_spectrum(fft->samples, WT_VITAL_LENGTH, spectrum->pairs, fft->work);
}

void wt_vital_synthesise(wt_vital_fft *fft, const wt_vital_spectrum *spectrum, double *cycle) {
    memcpy(cycle, spectrum->pairs, WT_VITAL_LENGTH * sizeof *cycle);
    cycle[1] = spectrum->pairs[2 * WT_VITAL_HARMONICS];
    wt_fft_synthesise(cycle, WT_VITAL_LENGTH, fft->turn);
}
