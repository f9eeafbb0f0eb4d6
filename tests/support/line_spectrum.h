// The spectrum of a steady tone, measured without a window.
//
// With an increment of k 2^32 / N, k odd and N a power of two, the phases of N frames are all
// multiples of 2^32 / N, each once, and the tone repeats after exactly N frames. Its transform over
// N frames has harmonic h in bin h k mod N and nowhere else, since the tone is one function of the
// phase. As k is odd, h -> h k mod N is one to one: a harmonic above Nyquist (a fold), or an image
// of the table's at h + m L, is in a bin of its own unless its number is h or -h modulo N. Levels
// hold far fewer than N / 2 harmonics, so folds never hide; images of a level of L samples would
// hide if they were N apart, and are read at too few fractions, where N is not several times L.
// N = 4 L is asked for: then the strongest images, m = 1 and -1, are apart.
#ifndef WT_TESTS_LINE_SPECTRUM_H
#define WT_TESTS_LINE_SPECTRUM_H

#include "wave.h"

#include "core/tables/fft.h"

// The odd number of turns in N frames that is nearest to a pitch.
uint32_t odd_turns(double hz, double rate, size_t n);
double turns_hz(uint32_t k, double rate, size_t n);

// The transform of two real signals at once, as a + i b.
typedef struct {
    double *z;
    size_t n;
} spectra;

spectra transform(const double *a, const double *b, size_t n);

// The amplitudes of cosine and sine in a bin, 0 < bin < n / 2, of the first or second signal.
void bin_pair(const spectra *s, int second, size_t bin, double *pair);

typedef struct {
    double signal;       // power that the wave has in the band
    double noise_db;     // all in the band that the wave does not have, against what it has there
    double deviation_db; // the most that a harmonic in the band is off
} purity;

double band_top(double rate);
double power_db(double ratio);

// What is heard of all that there is: below 44.1 kHz everything, up to half the rate.
double noise_top(double rate);

// A tone of `k` turns against the wave's own harmonics, amplitude and phase, in 20 Hz .. top_hz.
// Harmonics above the band may be there or not.
purity purity_of(const spectra *s, int second, uint32_t k, double rate, const wave *w,
                 double top_hz);

#endif
