// The numbers of a figure.
#include "plot/figure.h"

double wt_series_x(const wt_series *s, size_t i) {
    return s->x ? s->x[i] : s->x_first + (double)i / s->x_rate;
}

double wt_series_y(const wt_series *s, size_t i) {
    return s->y ? s->y[i] : s->y32 ? (double)s->y32[i] : s->y16[i] / 32768.0;
}

static void widen(double y, double *low, double *high) {
    if (y < *low && y >= -1e300) {
        *low = y;
    }
    if (y > *high && y <= 1e300) {
        *high = y;
    }
}

void wt_series_range(const wt_series *s, double *low, double *high) {
    for (size_t i = 0; i < s->n; ++i) {
        widen(wt_series_y(s, i), low, high);
        if (s->low) {
            widen(s->low[i], low, high);
        }
    }
}
