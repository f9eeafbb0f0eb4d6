// The built-in shapes, ideal and as Fourier series.
#include "core/tables/cycle.h"

#include "base/math.h"

uint32_t wt_cycle_length(const wt_cycle *cycle) {
    return cycle->kind == WT_CYCLE_SAMPLES ? cycle->length : WT_SHAPE_LENGTH;
}

uint32_t wt_cycle_harmonics(const wt_cycle *cycle) {
    switch (cycle->kind) {
    case WT_CYCLE_SINE:
        return 1;
    case WT_CYCLE_HARMONICS:
        return cycle->n_amplitudes < WT_MAX_HARMONICS ? (uint32_t)cycle->n_amplitudes
                                                      : WT_MAX_HARMONICS;
    case WT_CYCLE_SAMPLES:
        return cycle->length / 2;
    case WT_CYCLE_JOINED:
        return cycle->n_parts < WT_MAX_HARMONICS / WT_PART_HARMONICS
                   ? cycle->n_parts * WT_PART_HARMONICS
                   : WT_MAX_HARMONICS;
    default:
        return WT_MAX_HARMONICS;
    }
}

static float sample_at(const wt_cycle *cycle, uint32_t i) {
    return cycle->samples ? cycle->samples[i] : (float)cycle->narrow[i] / 32768.0f;
}

const float *wt_cycle_floats(const wt_cycle *cycle, float *room) {
    for (uint32_t i = 0; !cycle->samples && i < cycle->length; ++i) {
        room[i] = sample_at(cycle, i);
    }
    return cycle->samples ? cycle->samples : room;
}

static double sum_of_sines(const wt_cycle *cycle, uint32_t i) {
    double sum = 0.0;
    for (size_t h = 1; h <= cycle->n_amplitudes && h <= WT_SHAPE_LENGTH / 2; ++h) {
        const size_t place = h * i % WT_SHAPE_LENGTH;
        sum += cycle->amplitudes[h - 1] * wt_sin((double)place / WT_SHAPE_LENGTH);
    }
    return sum;
}

static double ideal(const wt_cycle *cycle, uint32_t i) {
    const double phase = (double)i / WT_SHAPE_LENGTH;
    switch (cycle->kind) {
    case WT_CYCLE_SINE:
        return wt_sin(phase);
    case WT_CYCLE_TRIANGLE:
        return phase < 0.5 ? 4.0 * phase - 1.0 : 3.0 - 4.0 * phase;
    case WT_CYCLE_SQUARE:
        return phase < 0.5 ? -1.0 : 1.0;
    case WT_CYCLE_SAW:
        return 2.0 * phase - 1.0;
    case WT_CYCLE_PULSE:
        return phase < cycle->width ? -1.0 : 1.0;
    case WT_CYCLE_HARMONICS:
        return sum_of_sines(cycle, i);
    default:
        return (double)sample_at(cycle, i);
    }
}

void wt_cycle_render(const wt_cycle *cycle, double *out) {
    const uint32_t length = wt_cycle_length(cycle);
    for (uint32_t i = 0; i < length; ++i) {
        out[i] = ideal(cycle, i);
    }
}

// -1 on [0, w), +1 on [w, 1) has the mean 1 - 2 w. Less that, its wider side is 2 min(w, 1 - w)
// from 0 and its narrower one 2 max(w, 1 - w), which is scaled to 1. With g = 1 / 2 max(w, 1 - w)
// a = 2 g integral x cos = -(2 g / pi h) sin(2 pi h w), b = -(2 g / pi h) (1 - cos(2 pi h w)).
static void pulse(double width, uint32_t h, double *pair) {
    const double turns = (double)h * width;
    const double gain = 0.5 / (width > 0.5 ? width : 1.0 - width);
    pair[0] = -2.0 * gain / (WT_PI * h) * wt_sin(turns);
    pair[1] = -2.0 * gain / (WT_PI * h) * (1.0 - wt_cos(turns));
}

static void harmonic(const wt_cycle *cycle, uint32_t h, double *pair) {
    pair[0] = pair[1] = 0.0;
    switch (cycle->kind) {
    case WT_CYCLE_SINE:
        pair[1] = h == 1 ? 1.0 : 0.0;
        break;
    case WT_CYCLE_TRIANGLE:
        pair[0] = h % 2 ? -8.0 / (WT_PI * WT_PI * h * h) : 0.0;
        break;
    case WT_CYCLE_SQUARE:
        pair[1] = h % 2 ? -4.0 / (WT_PI * h) : 0.0;
        break;
    case WT_CYCLE_SAW:
        pair[1] = -2.0 / (WT_PI * h);
        break;
    case WT_CYCLE_PULSE:
        pulse(cycle->width, h, pair);
        break;
    case WT_CYCLE_HARMONICS:
        pair[1] = h <= cycle->n_amplitudes ? cycle->amplitudes[h - 1] : 0.0;
        break;
    default:
        break;
    }
}

void wt_cycle_series(const wt_cycle *cycle, uint32_t n, double *pairs) {
    pairs[0] = pairs[1] = 0.0;
    for (uint32_t h = 1; h <= n; ++h) {
        harmonic(cycle, h, pairs + 2 * h);
    }
}
