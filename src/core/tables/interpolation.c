// Linear, Catmull-Rom and O-MOMS kernels.
//
// The cubic of band-limited levels is the O-MOMS of order 4 (Blu, Thevenaz, Unser, "MOMS:
// maximal-order interpolation of minimal support", IEEE Trans. Image Processing 10, 2001): among
// all kernels of four points and third order it has the smallest asymptotic error constant,
//     phi(t) = B3(t) + B3''(t) / 42,    B3 the cubic B-spline,
//     Phi(f) = sinc(f)^4 (1 - (2 pi f)^2 / 42).
// It does not pass through its samples; dividing each harmonic by Phi(h/N) when a level is built
// makes it, for every harmonic, exact. What is left are images. Per harmonic, in dB, against the
// best that any piecewise cubic could do (a least-squares fit on every interval, (pi f)^4 / 315):
//     N/h        8      12      16      24      32      64
//     O-MOMS   -76.9   -93.7  -104.8  -119.8  -130.1  -154.6
//     bound    -82.4   -96.5  -106.5  -120.6  -130.6  -154.7
//     Hermite  -43.8   -55.0   -62.8   -73.5   -81.1   -99.2
// From 12 samples a harmonic on it is within 3 dB of that bound, and its harmonics within 0.00002
// dB of the cycle's. What is left of all harmonics together is level.c's to choose.
#include "core/tables/interpolation.h"

#include "base/math.h"

#include <stddef.h>

static double sinc(double f) {
    return f == 0.0 ? 1.0 : wt_sin(0.5 * f) / (WT_PI * f);
}

static double lines(double f) {
    const double s = sinc(f);
    return s * s;
}

static double o_moms(double f) {
    const double s = sinc(f);
    const double omega = 2.0 * WT_PI * f;
    return s * s * s * s * (1.0 - omega * omega / 42.0);
}

void wt_interp_fitted(const double *t, double *c) {
    const double e1 = t[1] + t[2];
    const double o1 = t[2] - t[1];
    const double e2 = t[0] + t[3];
    const double o2 = t[3] - t[0];
    c[0] = (157.0 * e1 + 11.0 * e2) / 336.0;
    c[1] = (93.0 * o1 + 25.0 * o2) / 168.0;
    c[2] = (e2 - e1) / 4.0;
    c[3] = (o2 - 3.0 * o1) / 6.0;
}

void wt_interp_through(const double *t, double *c) {
    const double e1 = t[1] + t[2];
    const double o1 = t[2] - t[1];
    const double e2 = t[0] + t[3];
    const double o2 = t[3] - t[0];
    c[0] = (9.0 * e1 - e2) / 16.0;
    c[1] = (11.0 * o1 - o2) / 8.0;
    c[2] = (e2 - e1) / 4.0;
    c[3] = (o2 - 3.0 * o1) / 2.0;
}

// Images of held samples: 2 zeta(2) f^2; of lines: 2 zeta(4) f^4; of the cubic: the table above, to
// which this is within 1 dB. (A flat spectrum's loudest images are those of the harmonics between
// 20 kHz and the top of its level: against what is heard they are 3 dB more.) Cubic and q31 are for
// the cleanest output, linear floats and int16, whose own steps are at -90 dB, for the fastest;
// held samples are never clean.
const wt_interpolation wt_interpolations[WT_INTERPS] = {
    [WT_INTERP_NONE] =
        {
            .reader = WT_READ_BEFORE,
            .response = sinc,
            .images = {3.29, 0.0, 2},
            .allowed = {1e-9, 1e-9, 1e-9},
            .longest = 1u << 16,
        },
    [WT_INTERP_NEAREST] =
        {
            .reader = WT_READ_NEAREST,
            .response = sinc,
            .images = {3.29, 0.0, 2},
            .allowed = {1e-9, 1e-9, 1e-9},
            .longest = 1u << 16,
        },
    [WT_INTERP_LINEAR] =
        {
            .reader = WT_READ_LINE,
            .response = lines,
            .images = {2.17, 0.0, 4},
            .allowed = {2.5e-11, 2.5e-11, 2e-13}, // -106, -106, -127 dB
            .longest = 1u << 20,
        },
    [WT_INTERP_CUBIC] =
        {
            .reader = WT_READ_POLYNOMIAL,
            .response = o_moms,
            .images = {0.10, 16.0, 8},
            .allowed = {7e-15, 2.5e-11, 7e-15}, // -141, -106, -141 dB
            .longest = 1u << 19,
            .fitted = wt_interp_fitted,
            .through = wt_interp_through,
        },
};
