// Loudness as ITU-R BS.1770 weighs it: harmonics, through a shelf and a high-pass.
#include "app/waves/loudness.h"

#include "base/math.h"
#include "core/tables/spectrum.h"

#include <stdlib.h>

// Of a sine of full scale at 1 kHz; the mean of A2 and A5. Of what ships a narrow pulse is the
// softest at a peak of 1, 2 to 3 dB below this.
static const double wanted_db = -8.0;

typedef struct {
    double b[3], a[2];
} section;

// The power that a section keeps at `hz`, at 48 kHz: |b0 + b1 z + b2 z^2|^2 / |1 + a1 z + a2
// z^2|^2.
static double kept(const section *s, double hz) {
    const double c1 = wt_cos(hz / 48000.0);
    const double s1 = wt_sin(hz / 48000.0);
    const double c2 = c1 * c1 - s1 * s1;
    const double s2 = 2.0 * c1 * s1;
    const double re = s->b[0] + s->b[1] * c1 + s->b[2] * c2;
    const double im = s->b[1] * s1 + s->b[2] * s2;
    const double under_re = 1.0 + s->a[0] * c1 + s->a[1] * c2;
    const double under_im = s->a[0] * s1 + s->a[1] * s2;
    return (re * re + im * im) / (under_re * under_re + under_im * under_im);
}

// The coefficients are those of the recommendation.
static double weight_at(double hz) {
    static const section shelf = {{1.53512485958697, -2.69169618940638, 1.19839281085285},
                                  {-1.69065929318241, 0.73248077421585}};
    static const section pass = {{1.0, -2.0, 1.0}, {-1.99004745483398, 0.99007225036621}};
    return kept(&shelf, hz) * kept(&pass, hz);
}

// What is heard of a cycle at a pitch, in power.
static double heard_at(const double *pairs, uint32_t harmonics, double hz) {
    double sum = 1e-30;
    for (uint32_t h = 1; h <= harmonics && h * hz <= 20000.0; ++h) {
        const double power = pairs[2 * h] * pairs[2 * h] + pairs[2 * h + 1] * pairs[2 * h + 1];
        sum += power * weight_at(h * hz);
    }
    return sum / weight_at(1000.0);
}

bool wt_level_by_ear(float *x, uint32_t length) {
    double *const pairs = malloc((length + 2) * sizeof *pairs);
    double *const work = malloc(wt_spectrum_work(length) * sizeof *work);
    if (!pairs || !work) {
        free(pairs);
        free(work);
        return false;
    }
    wt_spectrum(x, length, pairs, work);
    const double a2 = heard_at(pairs, length / 2, 110.0);
    const double a5 = heard_at(pairs, length / 2, 880.0);
    const double gain = wt_db_gain(wanted_db) / wt_sqrt(wt_sqrt(a2 * a5));
    for (uint32_t i = 0; i < length && gain < 1.0; ++i) {
        x[i] = (float)((double)x[i] * gain);
    }
    free(pairs);
    free(work);
    return true;
}
