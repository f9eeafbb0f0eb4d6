// A windowed transform, its bins sorted into harmonics and the rest.
#include "app/charts/analysis.h"

#include "base/math.h"
#include "core/tables/fft.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    double *power; // of bins 0 .. size / 2: squared amplitude of the sine that a line would be
    size_t size;   // of the transform
    double hz_bin;
    double lobe_hz;
    double noise_scale; // from the sum of such powers to the power of noise, as a sine's
    const wt_pitch_range *pitches;
    size_t n_pitches;
} bins;

static double decibels(double power) {
    const double db = power > 0.0 ? wt_log2(power) * (10.0 / 3.32192809488736234787) : -1e9;
    return db > WT_ANALYSIS_FLOOR_DB ? db : WT_ANALYSIS_FLOOR_DB;
}

// I0(x) = sum ((x / 2)^k / k!)^2, given (x / 2)^2.
static double bessel(double quarter) {
    double term = 1.0;
    double sum = 1.0;
    for (int k = 1; term > 1e-18 * sum; ++k) {
        term *= quarter / ((double)k * k);
        sum += term;
    }
    return sum;
}

// Kaiser with beta 22: first sidelobe at -165 dB, main lobe sqrt(1 + (22 / pi)^2) = 7.1 bins to
// either side (J. Kaiser, R. Schafer, "On the use of the I0-sinh window", 1980).
static double window(size_t i, size_t n) {
    const double x = 2.0 * ((double)i + 0.5) / (double)n - 1.0;
    return bessel(0.25 * 22.0 * 22.0 * (1.0 - x * x));
}

static wt_status transform(bins *b, const double *samples, size_t n) {
    double *x = calloc(2 * b->size, sizeof *x);
    double *turn = malloc(b->size * sizeof *turn);
    b->power = malloc((b->size / 2 + 1) * sizeof *b->power);
    if (!x || !turn || !b->power) {
        free(x);
        free(turn);
        free(b->power);
        return WT_NO_MEMORY;
    }
    double sum = 0.0;
    double squares = 0.0;
    for (size_t i = 0; i < n; ++i) {
        const double w = window(i, n);
        sum += w;
        squares += w * w;
        x[2 * i] = samples[i] * w;
    }
    wt_fft_turn(turn, b->size);
    wt_fft(x, b->size, turn, 1);
    for (size_t k = 0; k <= b->size / 2; ++k) {
        const double once = k == 0 ? 1.0 : 2.0;
        const double re = once * x[2 * k] / sum;
        const double im = once * x[2 * k + 1] / sum;
        b->power[k] = re * re + im * im;
    }
    b->noise_scale = sum * sum / (squares * (double)b->size);
    free(x);
    free(turn);
    return WT_OK;
}

// Some k >= 0 has k low - lobe <= hz <= k high + lobe.
static bool is_harmonic(const bins *b, double hz) {
    for (size_t i = 0; i < b->n_pitches; ++i) {
        const double most = wt_floor((hz + b->lobe_hz) / b->pitches[i].low_hz);
        const double least = (hz - b->lobe_hz) / b->pitches[i].high_hz;
        if (most >= least) {
            return true;
        }
    }
    return false;
}

// Both columns are one block.
static bool grow(wt_lines *lines) {
    const size_t room = lines->room ? 2 * lines->room : 256;
    double *const block = malloc(2 * room * sizeof *block);
    if (!block) {
        return false;
    }
    if (lines->n > 0) {
        memcpy(block, lines->hz, lines->n * sizeof *block);
        memcpy(block + room, lines->db, lines->n * sizeof *block);
    }
    free(lines->hz);
    lines->hz = block;
    lines->db = block + room;
    lines->room = room;
    return true;
}

static bool push(wt_lines *lines, double hz, double db) {
    if (lines->n == lines->room && !grow(lines)) {
        return false;
    }
    lines->hz[lines->n] = hz;
    lines->db[lines->n++] = db;
    return true;
}

// The top of the parabola through the decibels around a bin: the main lobe is nearly Gaussian.
static bool push_peak(wt_lines *lines, const bins *b, size_t k) {
    const double mid = decibels(b->power[k]);
    if (k == 0 || k == b->size / 2) {
        return push(lines, (double)k * b->hz_bin, mid);
    }
    const double before = decibels(b->power[k - 1]);
    const double after = decibels(b->power[k + 1]);
    const double bend = before - 2.0 * mid + after;
    const double at = bend < 0.0 ? 0.5 * (before - after) / bend : 0.0;
    return push(lines, ((double)k + at) * b->hz_bin, mid - 0.25 * (before - after) * at);
}

static bool is_peak(const bins *b, size_t k) {
    const double p = b->power[k];
    return (k == 0 || p >= b->power[k - 1]) && (k == b->size / 2 || p > b->power[k + 1]);
}

// The level that half of the bins of the rest do not reach.
static double median_db(const bins *b) {
    enum { STEPS = 800 }; // of half a decibel, down from +100 dB
    size_t counts[STEPS] = {0};
    size_t n = 0;
    for (size_t k = 0; k <= b->size / 2; ++k) {
        if (!is_harmonic(b, (double)k * b->hz_bin)) {
            const double at = (100.0 - decibels(b->power[k])) * 2.0;
            ++counts[at < 0.0 ? 0 : at >= STEPS ? STEPS - 1 : (size_t)at];
            ++n;
        }
    }
    size_t above = 0;
    int step = 0;
    while (step < STEPS - 1 && above + counts[step] <= n / 2) {
        above += counts[step++];
    }
    return n > 0 ? 100.0 - 0.5 * step : WT_ANALYSIS_FLOOR_DB;
}

// The highest of the harmonic bins from `k` on, which end before *end. Of DC it is the first: its
// mirror lies upon the others.
static size_t highest_in_zone(const bins *b, size_t k, size_t *end) {
    const bool is_dc = k == 0;
    size_t highest = k;
    for (; k <= b->size / 2 && is_harmonic(b, (double)k * b->hz_bin); ++k) {
        highest = !is_dc && b->power[k] > b->power[highest] ? k : highest;
    }
    *end = k;
    return highest;
}

// What stands highest at the edge of a zone is the flank of a line beside it. Where zones run into
// each other, as those of moving pitches do, every peak counts.
static bool add_zone(wt_lines *lines, const bins *b, size_t from, size_t *end, double least_db) {
    const size_t highest = highest_in_zone(b, from, end);
    if ((double)(*end - from) * b->hz_bin <= 2.5 * b->lobe_hz) {
        const bool is_line = from == 0 || is_peak(b, highest);
        return !is_line || decibels(b->power[highest]) < least_db || push_peak(lines, b, highest);
    }
    for (size_t k = from; k < *end; ++k) {
        if (is_peak(b, k) && decibels(b->power[k]) >= least_db && !push_peak(lines, b, k)) {
            return false;
        }
    }
    return true;
}

static bool sort_bins(wt_analysis *a, const bins *b) {
    const double noise_db = median_db(b) + 20.0;
    const double least_db = noise_db > WT_ANALYSIS_LEAST_DB ? noise_db : WT_ANALYSIS_LEAST_DB;
    double noise = 0.0;
    for (size_t k = 0; k <= b->size / 2;) {
        const double hz = (double)k * b->hz_bin;
        if (is_harmonic(b, hz)) {
            if (!add_zone(&a->harmonics, b, k, &k, least_db)) {
                return false;
            }
            continue;
        }
        const double db = decibels(b->power[k]);
        noise += hz >= 20.0 && hz <= a->band_hz ? b->power[k] : 0.0;
        wt_lines *found = hz <= a->band_hz ? &a->others : &a->beyond;
        if (!push(&a->rest, hz, db) ||
            (db >= least_db && is_peak(b, k) && !push_peak(found, b, k))) {
            return false;
        }
        ++k;
    }
    a->noise_db = decibels(noise * b->noise_scale);
    return true;
}

static void summarise(wt_analysis *a, const bins *b) {
    a->strongest_db = WT_ANALYSIS_FLOOR_DB;
    for (size_t i = 0; i < a->harmonics.n; ++i) {
        const double hz = a->harmonics.hz[i];
        const double db = a->harmonics.db[i];
        if (hz > b->lobe_hz && db > a->strongest_db) {
            a->strongest_db = db;
        }
        const bool is_first = b->n_pitches > 0 && hz >= b->pitches[0].low_hz - b->lobe_hz &&
                              hz <= b->pitches[0].high_hz + b->lobe_hz;
        if (is_first && (!a->has_fundamental || db > a->fundamental_db)) {
            a->has_fundamental = true;
            a->fundamental_hz = hz;
            a->fundamental_db = db;
        }
    }
}

wt_status wt_analyse(wt_analysis *a, const double *samples, size_t n, double rate,
                     const wt_pitch_range *pitches, size_t n_pitches) {
    memset(a, 0, sizeof *a);
    a->band_hz = rate < 44100.0 ? rate * (20.0 / 44.1) : 20000.0;
    bins b = {.size = 32, .pitches = pitches, .n_pitches = n_pitches};
    while (b.size < 2 * n) {
        b.size *= 2;
    }
    b.hz_bin = rate / (double)b.size;
    b.lobe_hz = WT_ANALYSIS_LOBE * rate / (double)n;
    for (size_t i = 0; i < n_pitches; ++i) {
        const bool moves = pitches[i].high_hz > pitches[i].low_hz * 1.0001;
        const double spread = moves ? 0.1 * pitches[i].low_hz : 0.0;
        b.lobe_hz = spread > b.lobe_hz ? spread : b.lobe_hz;
    }
    if (transform(&b, samples, n) != WT_OK) {
        return WT_NO_MEMORY;
    }
    const bool ok = sort_bins(a, &b);
    summarise(a, &b);
    free(b.power);
    if (!ok) {
        wt_analysis_free(a);
    }
    return ok ? WT_OK : WT_NO_MEMORY;
}

static void free_lines(wt_lines *lines) {
    free(lines->hz);
    *lines = (wt_lines){0};
}

void wt_analysis_free(wt_analysis *a) {
    free_lines(&a->harmonics);
    free_lines(&a->others);
    free_lines(&a->beyond);
    free_lines(&a->rest);
}
