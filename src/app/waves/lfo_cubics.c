// The cycle of an LFO in pieces that are known at every point between them.
#include "app/waves/lfo_cubics.h"

#include "base/math.h"
#include "core/tables/shape.h"

#include <stdlib.h>

enum { LFO_SINES = 128 }; // cubics of a sine: within 2^-25 of it

// Whether a cycle steps after sample i, from one flat stretch to the next: that is no line.
static bool steps_after(const float *x, size_t n, size_t i) {
    const size_t next = (i + 1) % n;
    return x[i] != x[next] && x[i] == x[(i + n - 1) % n] && x[next] == x[(next + 1) % n];
}

static void put_line(float *cubic, float from, float to) {
    cubic[0] = from;
    cubic[1] = to - from;
}

// The two halves of a shape that is made of straight lines.
static void halves_of(const wt_cycle *cycle, float *cubics) {
    wt_shape_line lines[2];
    wt_shapes[cycle->kind].lines(cycle, lines);
    put_line(cubics, (float)lines[0].low, (float)lines[0].high);
    put_line(cubics + 4, (float)lines[1].low, (float)lines[1].high);
}

// Cubics with the values and slopes of a sine at their ends (Hermite).
static void sine_of(float *cubics) {
    const double h = 1.0 / LFO_SINES;
    const double radians = 2.0 * 3.14159265358979323846 * h;
    for (int i = 0; i < LFO_SINES; ++i) {
        const double y0 = wt_sin(i * h);
        const double y1 = wt_sin((i + 1) * h);
        const double d0 = radians * wt_sin(i * h + 0.25);
        const double d1 = radians * wt_sin((i + 1) * h + 0.25);
        float *const c = cubics + 4 * i;
        c[0] = (float)y0;
        c[1] = (float)d0;
        c[2] = (float)(3.0 * (y1 - y0) - 2.0 * d0 - d1);
        c[3] = (float)(2.0 * (y0 - y1) + d0 + d1);
    }
}

// As it is, since an LFO needs no levels.
static bool lines_of(const wt_cycle *cycle, size_t n, float *cubics) {
    double *exact = malloc(n * sizeof *exact);
    float *x = malloc(n * sizeof *x);
    const bool ok = exact && x;
    if (ok) {
        wt_cycle_render(cycle, exact);
    }
    for (size_t i = 0; ok && i < n; ++i) {
        x[i] = (float)exact[i];
    }
    for (size_t i = 0; ok && i < n; ++i) {
        put_line(cubics + 4 * i, x[i], x[steps_after(x, n, i) ? i : (i + 1) % n]);
    }
    free(x);
    free(exact);
    return ok;
}

float *wt_lfo_cubics(const wt_cycle *cycle, size_t *n) {
    const bool is_sine = cycle->kind == WT_CYCLE_SINE;
    const bool is_shape = cycle->kind < WT_N_SHAPES && wt_shapes[cycle->kind].lines;
    *n = is_sine ? LFO_SINES : is_shape ? 2 : wt_cycle_length(cycle);
    float *const cubics = calloc(4 * *n, sizeof *cubics);
    if (!cubics) {
        return NULL;
    }
    if (is_sine) {
        sine_of(cubics);
    } else if (is_shape) {
        halves_of(cycle, cubics);
    } else if (!lines_of(cycle, *n, cubics)) {
        free(cubics);
        return NULL;
    }
    return cubics;
}
