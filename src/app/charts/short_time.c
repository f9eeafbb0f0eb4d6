// Windows and their transforms.
#include "app/charts/short_time.h"

#include "base/math.h"
#include "core/tables/fft.h"

#include <stdlib.h>

static const double floor_db = -200.0;

wt_status wt_short_time_init(wt_short_time *s, double rate, uint64_t frames, size_t channels) {
    *s = (wt_short_time){.rate = rate, .frames = frames, .channels = channels, .low_hz = 20.0};
    s->size = 256; // to about 40 ms between half heights
    while ((double)s->size < 0.08 * rate && s->size < 65536) {
        s->size *= 2;
    }
    s->columns = frames < WT_TIME_COLUMNS ? (size_t)frames : WT_TIME_COLUMNS;
    s->windows = calloc(s->columns * s->size, sizeof *s->windows);
    return s->windows ? WT_OK : WT_NO_MEMORY;
}

// The first frame of a window; its middle is the middle of the column.
static int64_t start_of(const wt_short_time *s, size_t column) {
    const double middle = ((double)column + 0.5) * (double)s->frames / (double)s->columns;
    return (int64_t)wt_floor(middle) - (int64_t)(s->size / 2);
}

static void put(const wt_short_time *s, size_t column, float value) {
    const int64_t at = (int64_t)s->frame - start_of(s, column);
    if (at >= 0 && at < (int64_t)s->size) {
        s->windows[column * s->size + (size_t)at] = value;
    }
}

void wt_short_time_take(void *context, const double *frames, size_t n) {
    wt_short_time *s = context;
    const double hop = (double)s->frames / (double)s->columns;
    const double reach = 0.5 * (double)s->size / hop + 1.0;
    for (size_t i = 0; i < n; ++i, ++s->frame) {
        double sum = 0.0;
        for (size_t c = 0; c < s->channels; ++c) {
            sum += frames[i * s->channels + c];
        }
        const double at = (double)s->frame / hop;
        const double first = at - reach > 0.0 ? at - reach : 0.0;
        for (size_t k = (size_t)first; k < s->columns && (double)k <= at + reach; ++k) {
            put(s, k, (float)(sum / (double)s->channels));
        }
    }
}

// Four terms of Blackman and Harris: sidelobes below -92 dB (F. Harris, "On the use of windows for
// harmonic analysis", 1978).
static double window(size_t i, size_t n) {
    const double turns = ((double)i + 0.5) / (double)n;
    return 0.35875 - 0.48829 * wt_cos(turns) + 0.14128 * wt_cos(2.0 * turns) -
           0.01168 * wt_cos(3.0 * turns);
}

typedef struct {
    double *weights; // by frame, so that a sine of amplitude 1 has power 1
    double *turn;
    double *x; // complex
    double *power;
} scratch;

static bool prepare(scratch *t, size_t n) {
    double sum = 0.0;
    t->weights = malloc(n * sizeof *t->weights);
    t->turn = malloc(n * sizeof *t->turn);
    t->x = malloc(2 * n * sizeof *t->x);
    t->power = malloc((n / 2 + 1) * sizeof *t->power);
    if (!t->weights || !t->turn || !t->x || !t->power) {
        return false;
    }
    for (size_t i = 0; i < n; ++i) {
        t->weights[i] = window(i, n);
        sum += t->weights[i];
    }
    for (size_t i = 0; i < n; ++i) {
        t->weights[i] *= 2.0 / sum;
    }
    wt_fft_turn(t->turn, n);
    return true;
}

static void transform(const scratch *t, const float *samples, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        t->x[2 * i] = (double)samples[i] * t->weights[i];
        t->x[2 * i + 1] = 0.0;
    }
    wt_fft(t->x, n, t->turn, 1);
    for (size_t k = 0; k <= n / 2; ++k) {
        t->power[k] = t->x[2 * k] * t->x[2 * k] + t->x[2 * k + 1] * t->x[2 * k + 1];
    }
}

// The largest power between two bins, which need not be whole; where none lies between, that of the
// straight line through the two around.
static double largest(const double *power, size_t n, double from, double to) {
    const size_t last = n / 2;
    const double top = (double)last;
    const double middle = 0.5 * (from + to) < top ? 0.5 * (from + to) : top;
    const size_t below = (size_t)middle < last ? (size_t)middle : last;
    const size_t above = below < last ? below + 1 : last;
    const double part = middle - (double)below;
    double found = power[below] + part * (power[above] - power[below]);
    for (size_t k = (size_t)(wt_floor(from) + 1.0); (double)k <= to && k <= last; ++k) {
        found = power[k] > found ? power[k] : found;
    }
    return found;
}

static double decibels(double power) {
    const double db = power > 0.0 ? 3.01029995663981195 * wt_log2(power) : floor_db;
    return db > floor_db ? db : floor_db;
}

wt_status wt_short_time_levels(const wt_short_time *s, float *levels) {
    scratch t = {0};
    const bool ready = prepare(&t, s->size);
    const double octaves = wt_log2(0.5 * s->rate / s->low_hz);
    const double bins = (double)s->size / s->rate;
    for (size_t c = 0; c < s->columns && ready; ++c) {
        transform(&t, s->windows + c * s->size, s->size);
        double from = s->low_hz * bins;
        for (size_t r = 0; r < WT_FREQUENCY_ROWS; ++r) {
            const double to =
                s->low_hz * bins * wt_exp2(octaves * (double)(r + 1) / WT_FREQUENCY_ROWS);
            levels[c * WT_FREQUENCY_ROWS + r] =
                (float)decibels(largest(t.power, s->size, from, to));
            from = to;
        }
    }
    free(t.weights);
    free(t.turn);
    free(t.x);
    free(t.power);
    return ready ? WT_OK : WT_NO_MEMORY;
}

void wt_short_time_free(wt_short_time *s) {
    free(s->windows);
    s->windows = NULL;
}
