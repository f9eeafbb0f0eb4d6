// Waves to be measured: a cycle, and its harmonics as the definition of the wave has them.
#ifndef WT_TESTS_WAVE_H
#define WT_TESTS_WAVE_H

#include "tone.h"

#include "core/tables/cycle.h"

typedef struct {
    const char *name;
    wt_cycle cycle;
    uint32_t harmonics; // of `pairs`
    double *pairs;      // (a, b) of a cos + b sin, 0..harmonics
    float *samples;     // of waves that are samples
} wave;

static const double pi = 3.14159265358979323846;

double *new_pairs(uint32_t harmonics);
void forget_wave(wave *w);
wave saw_wave(uint32_t harmonics);
wave square_wave(uint32_t harmonics);

// Low for `width` of the turn, then high, without DC, the peak 1: the integral of x cos and x sin.
wave pulse_wave(double width, uint32_t harmonics);

// `length` samples with harmonics 1, 1 + every, ... below Nyquist that fall as h^-slope, their
// phases scattered (scatter 0: all cosines, a click), the largest sample 1.
wave sampled_wave(const char *name, uint32_t length, double slope, uint32_t scatter,
                  uint32_t every);
wave bright_wave(void);

#endif
