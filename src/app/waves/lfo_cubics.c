// The cycle of an LFO in pieces that are known at every point between them.
#include "app/waves/lfo_cubics.h"

#include "base/math.h"
#include "core/tables/shape.h"

#include <stdlib.h>

enum {
    LFO_SINES = 128, // cubics of a sine: within 2^-25 of it
    MOST_PIECES = 65536,
};

static double magnitude(double x) {
    return x < 0.0 ? -x : x;
}

// Whether a cycle steps after sample i, from one flat stretch to the next: that is no line.
static bool steps_after(const float *x, size_t n, size_t i) {
    const size_t next = (i + 1) % n;
    return x[i] != x[next] && x[i] == x[(i + n - 1) % n] && x[next] == x[(next + 1) % n];
}

static void put_line(float *cubic, float from, float to) {
    cubic[0] = from;
    cubic[1] = to - from;
}

static bool is_lines(const wt_cycle *cycle) {
    return cycle->kind < WT_N_SHAPES && wt_shapes[cycle->kind].lines;
}

// The two halves of a shape that is made of straight lines.
static void halves_of(const wt_cycle *cycle, float *cubics) {
    wt_shape_line lines[2];
    wt_shapes[cycle->kind].lines(cycle, lines);
    put_line(cubics, (float)lines[0].low, (float)lines[0].high);
    put_line(cubics + 4, (float)lines[1].low, (float)lines[1].high);
}

typedef struct {
    double value, slope; // the latter a turn
} point;

static point sines_at(const double *amplitudes, size_t n, double turns) {
    point p = {0.0, 0.0};
    for (size_t h = 1; h <= n; ++h) {
        p.value += amplitudes[h - 1] * wt_sin((double)h * turns);
        p.slope += amplitudes[h - 1] * (double)h * wt_sin((double)h * turns + 0.25);
    }
    p.slope *= 2.0 * 3.14159265358979323846;
    return p;
}

// Cubics with the values and slopes of a sum of sines at their ends (Hermite), and its peaks at
// full scale.
static void sines_of(const double *amplitudes, size_t n_amplitudes, size_t n, float *cubics) {
    const double h = 1.0 / (double)n;
    double peak = 0.0;
    point before = sines_at(amplitudes, n_amplitudes, 0.0);
    for (size_t i = 0; i < n; ++i) {
        const point after = sines_at(amplitudes, n_amplitudes, (double)(i + 1) * h);
        const double y0 = before.value, d0 = before.slope * h;
        const double y1 = after.value, d1 = after.slope * h;
        float *const c = cubics + 4 * i;
        c[0] = (float)y0;
        c[1] = (float)d0;
        c[2] = (float)(3.0 * (y1 - y0) - 2.0 * d0 - d1);
        c[3] = (float)(2.0 * (y0 - y1) + d0 + d1);
        peak = magnitude(y0) > peak ? magnitude(y0) : peak;
        before = after;
    }
    for (size_t i = 0; i < 4 * n && peak > 0.0; ++i) {
        cubics[i] = (float)((double)cubics[i] / peak);
    }
}

// In how many equal pieces an edge at `width` is nearest to the end of one: exactly, for widths of
// four decimals, and else within 2^-17 of the period.
static uint32_t pieces_of(double width) {
    uint32_t best = 2;
    double least = 1.0;
    for (uint32_t n = 2; n <= MOST_PIECES && least > 0x1p-34; ++n) {
        const double off = magnitude(wt_round(width * n) / n - width);
        if (off < least) {
            least = off;
            best = n;
        }
    }
    return best;
}

static void pulse_of(const wt_cycle *cycle, size_t n, float *cubics) {
    const size_t edge = (size_t)wt_round(cycle->width * (double)n);
    for (size_t i = 0; i < n; ++i) {
        cubics[4 * i] = i < edge ? -1.0f : 1.0f;
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

static size_t rows_of(const wt_cycle *cycle) {
    switch (cycle->kind) {
    case WT_CYCLE_SINE:
        return LFO_SINES;
    case WT_CYCLE_PULSE:
        return pieces_of(cycle->width);
    default:
        return is_lines(cycle) ? 2 : wt_cycle_length(cycle);
    }
}

static bool fill(const wt_cycle *cycle, size_t n, float *cubics) {
    static const double sine[] = {1.0};
    if (cycle->kind == WT_CYCLE_SINE) {
        sines_of(sine, 1, n, cubics);
    } else if (cycle->kind == WT_CYCLE_HARMONICS) {
        sines_of(cycle->amplitudes, cycle->n_amplitudes, n, cubics);
    } else if (cycle->kind == WT_CYCLE_PULSE) {
        pulse_of(cycle, n, cubics);
    } else if (is_lines(cycle)) {
        halves_of(cycle, cubics);
    } else {
        return lines_of(cycle, n, cubics);
    }
    return true;
}

float *wt_lfo_cubics(const wt_cycle *cycle, size_t *n) {
    *n = rows_of(cycle);
    float *const cubics = calloc(4 * *n, sizeof *cubics);
    if (cubics && !fill(cycle, *n, cubics)) {
        free(cubics);
        return NULL;
    }
    return cubics;
}
