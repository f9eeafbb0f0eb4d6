// The interpolation kernels: what they do to a harmonic, and their rows.
//
// Interpolating a table of N samples a turn turns harmonic h into itself, times the kernel's
// response at f = h/N, and images at h + kN. The response is undone when a level is built; the
// images are what remains, and the length of the level keeps them down.
#ifndef WT_CORE_TABLES_INTERPOLATION_H
#define WT_CORE_TABLES_INTERPOLATION_H

#include "core/tables/level.h"

// Return the kernel's response at `f` cycles a sample, 0 <= f < 1/2.
double wt_interp_response(wt_interp interp, double f);

// The images of a harmonic at f cycles a sample, f <= 1/8, as a share of its power, are at most
// (factor + rise f^2) f^order.
typedef struct {
    double factor, rise;
    int order;
} wt_interp_images;

wt_interp_images wt_interp_image_power(wt_interp interp);

// Write the polynomial in z = x - 1/2 between t[1] (x = 0) and t[2] (x = 1) to c[4].
void wt_interp_fitted(const double *t, double *c);  // for band-limited levels: O-MOMS
void wt_interp_through(const double *t, double *c); // through the samples: Catmull-Rom

#endif
