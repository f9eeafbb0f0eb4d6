// Tables whose every harmonic is known: three bright spectra, and cycles evenly on the way through.
#ifndef WT_TESTS_MORPH_H
#define WT_TESTS_MORPH_H

#include "tone.h"

enum { KEYS = 3 };

static const double pi = 3.14159265358979323846;

// Spectra are sums of sines below `length` / 2, the largest sample of each 0.95. The fundamental is
// a sine in all three, so that its phase tells the pitch.
typedef struct {
    uint32_t length, harmonics;
    double *pairs[KEYS];   // (a, b) of a cos + b sin, 1..harmonics
    double *samples[KEYS]; // `length` of them
} morph;

// All harmonics at 1/h; the odd ones at 1/h; all again, by other phases, every third twice as loud.
morph make_morph(uint32_t length);
void forget_morph(morph *m);
double morph_sample(const morph *m, double x, uint32_t i);

// Position u among cycles that lie at 0, step, 2 step ...: the mix of two neighbours.
void weigh_between(double u, double step, double *weights);
double morph_amplitude(const morph *m, const double *weights, uint32_t h);

// The sum of harmonics 1..n at a phase.
double morph_at(const morph *m, const double *weights, uint32_t n, uint32_t phase);

#endif
