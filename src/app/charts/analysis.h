// Analysis: the spectrum of a stretch of sound, with the harmonics of known pitches told apart from
// everything else.
#ifndef WT_APP_CHARTS_ANALYSIS_H
#define WT_APP_CHARTS_ANALYSIS_H

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    WT_ANALYSIS_MOST = 1 << 20, // samples that are looked at
    WT_ANALYSIS_LOBE = 8,       // half the width of a line, in rate / n
};

// A level that stands for silence.
#define WT_ANALYSIS_FLOOR_DB (-300.0)

// The lowest level of a line that is told: what lies below is the rounding of floats.
#define WT_ANALYSIS_LEAST_DB (-150.0)

// A pitch, which may move in between, in hertz; 0 < low_hz <= high_hz.
typedef struct {
    double low_hz, high_hz;
} wt_pitch_range;

// Lines of a spectrum by frequency; a sine of amplitude 1 has 0 dB. Owned.
typedef struct {
    double *hz; // of one block with db
    double *db;
    size_t n, room;
} wt_lines;

typedef struct {
    wt_lines harmonics; // of any pitch, DC included, where they stand out of the noise
    wt_lines others;    // in the band, that stand 20 dB out of the noise: aliases, sidebands
    wt_lines beyond;    // the same above the band
    wt_lines rest;      // every bin that is no harmonic's, the others included
    bool has_fundamental;
    double fundamental_hz, fundamental_db; // of the first pitch
    double strongest_db;                   // of the harmonics, DC apart
    double noise_db; // power of all that is no harmonic's in the band, as a sine of that power
    double band_hz;  // the band: 20 Hz to 20 kHz, to 20/44.1 of lower rates
} wt_analysis;

// Analyse `n` >= 16 samples. A Kaiser window whose sidelobes lie below -160 dB; frequencies and
// levels of lines by a parabola through three bins: within 0.01 dB. Lines nearer than 2
// WT_ANALYSIS_LOBE rate / n cannot be told apart. Around pitches that move, a tenth of a harmonic's
// distance belongs to it: the sidebands of the movement. The same numbers on every machine.
// WT_NO_MEMORY.
wt_status wt_analyse(wt_analysis *analysis, const double *samples, size_t n, double rate,
                     const wt_pitch_range *pitches, size_t n_pitches);

void wt_analysis_free(wt_analysis *analysis);

#endif
