// The interpolations: how each is read, what it does to a harmonic, and its rows.
//
// Interpolating a table of N samples a turn turns harmonic h into itself, times the kernel's
// response at f = h/N, and images at h + kN. The response is undone when a level is built; the
// images are what remains, and the length of the level keeps them down.
#ifndef WT_CORE_TABLES_INTERPOLATION_H
#define WT_CORE_TABLES_INTERPOLATION_H

#include "core/plain.h"
#include "core/tables/level.h"

// The images of a harmonic at f cycles a sample, f <= 1/8, as a share of its power, are at most
// (factor + rise f^2) f^order.
typedef struct {
    double factor, rise;
    int order;
} wt_interp_images;

// Write the polynomial in z = x - 1/2 between t[1] (x = 0) and t[2] (x = 1) to c[4].
typedef void (*wt_interp_fit)(const double *t, double *c);

typedef struct {
    wt_reader reader;
    double (*response)(double f); // at f cycles a sample, 0 <= f < 1/2
    wt_interp_images images;
    double allowed[3];     // images below the signal, as a share of power, by engine
    uint32_t longest;      // level
    wt_interp_fit fitted;  // polynomials: for band-limited levels,
    wt_interp_fit through; // and through the samples
} wt_interpolation;

extern const wt_interpolation wt_interpolations[WT_INTERPS];

// Return the row of `interp`. Modules have one each: the page's, and that of an oscillator.
static inline const wt_interpolation *wt_interpolation_of(wt_interp interp) {
    const wt_interp plain = WT_PLAIN_BANDLIMIT ? WT_INTERP_CUBIC : WT_INTERP_LINEAR;
    return &wt_interpolations[WT_IS_PLAIN ? plain : interp];
}

// The cubic of band-limited levels, an O-MOMS, and the Catmull-Rom spline.
void wt_interp_fitted(const double *t, double *c);
void wt_interp_through(const double *t, double *c);

#endif
