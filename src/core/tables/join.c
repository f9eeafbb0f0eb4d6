// Integrals of pieces that are straight lines, and for all other cycles a transform.
//
// A cycle that is a sum of harmonics is smooth, but it is not 0 where it is cut off. So the cubic
// with its value and its slope at both ends is taken away from it, and integrated by itself; what
// is left goes to 0 so smoothly that a transform of its samples is its integral.
#include "core/tables/join.h"

#include "base/math.h"
#include "core/tables/fft.h"
#include "core/tables/shape.h"
#include "core/tables/spectrum.h"

#include "base/memory.h"
#include <stdbool.h>

typedef struct {
    double re, im;
} complex_number;

static complex_number add(complex_number a, complex_number b) {
    return (complex_number){a.re + b.re, a.im + b.im};
}

static complex_number times(complex_number a, complex_number b) {
    return (complex_number){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

// e^(-2 pi i turns).
static complex_number back_by(double turns) {
    return (complex_number){wt_cos(turns), -wt_sin(turns)};
}

// The same for k / n turns, from a circle of n points.
static complex_number back_by_points(const double *circle, uint32_t k) {
    return (complex_number){circle[2 * k], -circle[2 * k + 1]};
}

static bool is_lines(const wt_cycle *part) {
    return (int)part->kind < WT_N_SHAPES && wt_shapes[part->kind].lines;
}

// integral (a + b u) e^(-i omega u) du has the antiderivative
// (i (a + b u) / omega + b / omega^2) e^(-i omega u).
static complex_number end_of(double value, double slope, double nu, double u) {
    const double omega = 2.0 * WT_PI * nu;
    return times((complex_number){slope / (omega * omega), value / omega}, back_by(nu * u));
}

static complex_number integral_of_lines(const wt_cycle *part, double nu) {
    complex_number sum = {0.0, 0.0};
    wt_shape_line p[2];
    wt_shapes[part->kind].lines(part, p);
    for (int k = 0; k < 2; ++k) {
        const double slope = (p[k].high - p[k].low) / (p[k].to - p[k].from);
        const complex_number last = end_of(p[k].high, slope, nu, p[k].to);
        const complex_number first = end_of(p[k].low, slope, nu, p[k].from);
        sum = add(sum, (complex_number){last.re - first.re, last.im - first.im});
    }
    return sum;
}

// Of a sum of harmonics: its value and slope where it is cut.
typedef struct {
    double value, slope;
} cut;

// integral u^k e^(-i omega u) over 0..1 is (i / omega) (e^(-i omega) - k integral u^(k-1) ...),
// which the cubic value + slope (u - 3 u^2 + 2 u^3) needs up to k = 3. `end` is e^(-i omega).
static complex_number integral_of_cut(cut c, double nu, complex_number end) {
    const double coefficients[4] = {c.value, c.slope, -3.0 * c.slope, 2.0 * c.slope};
    const complex_number over = {0.0, 1.0 / (2.0 * WT_PI * nu)};
    complex_number power = times(over, (complex_number){end.re - 1.0, end.im});
    complex_number sum = {coefficients[0] * power.re, coefficients[0] * power.im};
    for (int k = 1; k < 4; ++k) {
        power = times(over, (complex_number){end.re - k * power.re, end.im - k * power.im});
        sum = add(sum, (complex_number){coefficients[k] * power.re, coefficients[k] * power.im});
    }
    return sum;
}

// Samples of a turn: eight to each harmonic that a part has or that is asked for.
static uint32_t samples_of(const wt_cycle *joined, uint32_t n) {
    uint32_t most = n / joined->n_parts + 1;
    for (uint32_t i = 0; i < joined->n_parts; ++i) {
        const wt_cycle *part = &joined->parts[i];
        const uint32_t harmonics = is_lines(part) ? 0 : wt_cycle_harmonics(part);
        most = harmonics > most ? harmonics : most;
    }
    uint32_t length = 64;
    while (length < 8 * (uint64_t)most) {
        length *= 2;
    }
    return length;
}

// What the work is divided into.
typedef struct {
    uint32_t length; // samples of a turn
    double *turn;    // half a circle of `length` points
    double *parts;   // circle of as many as there are parts
    double *samples; // of all turns
    double *x;       // a turn, real or complex
    double *more;    // for the spectrum of a part
} desk;

// To find the harmonics of any part.
static size_t most_of_part(const wt_cycle *joined) {
    size_t most = 0;
    for (uint32_t i = 0; i < joined->n_parts; ++i) {
        const uint32_t length = joined->parts[i].length;
        const size_t needed = length > 0 ? wt_spectrum_work(length) + (length + 1) / 2 : 0;
        most = needed > most ? needed : most;
    }
    return most;
}

size_t wt_join_work(const wt_cycle *joined, uint32_t n) {
    const size_t length = samples_of(joined, n);
    return length + 2 * (size_t)joined->n_parts + length * joined->n_parts + 2 * length +
           most_of_part(joined);
}

static desk desk_of(const wt_cycle *joined, uint32_t n, double *work) {
    desk d = {.length = samples_of(joined, n), .turn = work};
    d.parts = d.turn + (size_t)d.length;
    d.samples = d.parts + 2 * (size_t)joined->n_parts;
    d.x = d.samples + (size_t)d.length * joined->n_parts;
    d.more = d.x + 2 * (size_t)d.length;
    wt_fft_turn(d.turn, d.length);
    for (uint32_t k = 0; k < joined->n_parts; ++k) {
        d.parts[2 * k] = wt_cos((double)k / joined->n_parts);
        d.parts[2 * k + 1] = wt_sin((double)k / joined->n_parts);
    }
    return d;
}

// The harmonics of a part to d->x, as wt_fft_synthesise wants them.
static void spectrum_of(const desk *d, const wt_cycle *part, uint32_t harmonics) {
    memset(d->x, 0, d->length * sizeof *d->x);
    if (part->kind != WT_CYCLE_SAMPLES) {
        wt_cycle_series(part, harmonics, d->x);
    } else {
        float *room = (float *)(d->more + wt_spectrum_work(part->length));
        wt_spectrum(wt_cycle_floats(part, room), part->length, d->x, d->more);
    }
    d->x[1] = 0.0;
}

// Write what is left of a part without its cut to `out`.
static cut cut_off(const desk *d, const wt_cycle *part, double *out) {
    const uint32_t harmonics = wt_cycle_harmonics(part);
    cut c = {0.0, 0.0};
    spectrum_of(d, part, harmonics);
    for (uint32_t h = 0; h <= harmonics; ++h) {
        c.value += d->x[2 * h];
        c.slope += 2.0 * WT_PI * h * d->x[2 * h + 1];
    }
    wt_fft_synthesise(d->x, d->length, d->turn);
    for (uint32_t i = 0; i < d->length; ++i) {
        const double u = (double)i / d->length;
        out[i] = d->x[i] - c.value - c.slope * u * (1.0 + u * (2.0 * u - 3.0));
    }
    return c;
}

// Add (1 / N) e^(-2 pi i m k / N) I(m / N) of part k to harmonics 1..n.
static void add_integral(const desk *d, const wt_cycle *joined, uint32_t k, const cut *c,
                         uint32_t n, double *pairs) {
    const uint32_t parts = joined->n_parts;
    for (uint32_t m = 1; m <= n; ++m) {
        const double nu = (double)m / parts;
        const complex_number own = c ? integral_of_cut(*c, nu, back_by_points(d->parts, m % parts))
                                     : integral_of_lines(&joined->parts[k], nu);
        const uint32_t place = (uint32_t)((uint64_t)m * k % parts);
        const complex_number there = times(own, back_by_points(d->parts, place));
        pairs[2 * m] += 2.0 / parts * there.re;
        pairs[2 * m + 1] -= 2.0 / parts * there.im;
    }
}

// x[j] = e^(2 pi i r j / N length) sum_k e^(2 pi i r k / N) samples[k][j].
static void gather(const desk *d, uint32_t parts, uint32_t r) {
    memset(d->x, 0, 2 * (size_t)d->length * sizeof *d->x);
    for (uint32_t k = 0; k < parts; ++k) {
        const double *s = d->samples + (size_t)k * d->length;
        const uint32_t place = (uint32_t)((uint64_t)r * k % parts);
        for (uint32_t j = 0; j < d->length; ++j) {
            d->x[2 * j] += s[j] * d->parts[2 * place];
            d->x[2 * j + 1] += s[j] * d->parts[2 * place + 1];
        }
    }
    for (uint32_t j = 0; j < d->length; ++j) {
        const double turns = (double)r * j / ((double)parts * d->length);
        const complex_number ahead = {wt_cos(turns), wt_sin(turns)};
        const complex_number x = times((complex_number){d->x[2 * j], d->x[2 * j + 1]}, ahead);
        d->x[2 * j] = x.re;
        d->x[2 * j + 1] = x.im;
    }
}

// Add the transform of all samples: of a length N times a power of two, which is N transforms, of
// the harmonics r, r + N, r + 2 N, ... each.
static void add_transform(const desk *d, uint32_t parts, uint32_t n, double *pairs) {
    const double scale = 2.0 / ((double)parts * d->length);
    for (uint32_t r = 0; r < parts; ++r) {
        gather(d, parts, r);
        wt_fft(d->x, d->length, d->turn, 1);
        for (uint32_t q = 0; r + (uint64_t)q * parts <= n; ++q) {
            const uint32_t m = r + q * parts;
            pairs[2 * m] += (m > 0 ? scale : 0.5 * scale) * d->x[2 * q];
            pairs[2 * m + 1] += m > 0 ? scale * d->x[2 * q + 1] : 0.0;
        }
    }
}

void wt_join_series(const wt_cycle *joined, uint32_t n, double *pairs, double *work) {
    const desk d = desk_of(joined, n, work);
    const size_t all = (size_t)d.length * joined->n_parts;
    bool any = false;
    memset(pairs, 0, 2 * ((size_t)n + 1) * sizeof *pairs);
    memset(d.samples, 0, all * sizeof *d.samples);
    for (uint32_t k = 0; k < joined->n_parts; ++k) {
        if (is_lines(&joined->parts[k])) {
            add_integral(&d, joined, k, NULL, n, pairs);
            continue;
        }
        any = true;
        const cut c = cut_off(&d, &joined->parts[k], d.samples + (size_t)k * d.length);
        pairs[0] += c.value / joined->n_parts;
        add_integral(&d, joined, k, &c, n, pairs);
    }
    if (any) {
        add_transform(&d, joined->n_parts, n, pairs);
    }
}
