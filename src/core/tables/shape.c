// The shapes, ideal and as Fourier series.
#include "core/tables/shape.h"

#include "base/math.h"
#include "core/plain.h"

static double phase_at(uint32_t i) {
    return (double)i / WT_SHAPE_LENGTH;
}

static double sine(const wt_cycle *cycle, uint32_t i) {
    (void)cycle;
    return wt_sin(phase_at(i));
}

static void sine_harmonic(const wt_cycle *cycle, uint32_t h, double pair[2]) {
    (void)cycle;
    pair[1] = h == 1 ? 1.0 : 0.0;
}

static double triangle(const wt_cycle *cycle, uint32_t i) {
    (void)cycle;
    const double phase = phase_at(i);
    return phase < 0.5 ? 4.0 * phase - 1.0 : 3.0 - 4.0 * phase;
}

static void triangle_harmonic(const wt_cycle *cycle, uint32_t h, double pair[2]) {
    (void)cycle;
    pair[0] = h % 2 ? -8.0 / (WT_PI * WT_PI * h * h) : 0.0;
}

static void triangle_lines(const wt_cycle *cycle, wt_shape_line lines[2]) {
    (void)cycle;
    lines[0] = (wt_shape_line){0.0, 0.5, -1.0, 1.0};
    lines[1] = (wt_shape_line){0.5, 1.0, 1.0, -1.0};
}

static double square(const wt_cycle *cycle, uint32_t i) {
    (void)cycle;
    return phase_at(i) < 0.5 ? -1.0 : 1.0;
}

static void square_harmonic(const wt_cycle *cycle, uint32_t h, double pair[2]) {
    (void)cycle;
    pair[1] = h % 2 ? -4.0 / (WT_PI * h) : 0.0;
}

static void square_lines(const wt_cycle *cycle, wt_shape_line lines[2]) {
    (void)cycle;
    lines[0] = (wt_shape_line){0.0, 0.5, -1.0, -1.0};
    lines[1] = (wt_shape_line){0.5, 1.0, 1.0, 1.0};
}

static double saw(const wt_cycle *cycle, uint32_t i) {
    (void)cycle;
    return 2.0 * phase_at(i) - 1.0;
}

static void saw_harmonic(const wt_cycle *cycle, uint32_t h, double pair[2]) {
    (void)cycle;
    pair[1] = -2.0 / (WT_PI * h);
}

static void saw_lines(const wt_cycle *cycle, wt_shape_line lines[2]) {
    (void)cycle;
    lines[0] = (wt_shape_line){0.0, 0.5, -1.0, 0.0};
    lines[1] = (wt_shape_line){0.5, 1.0, 0.0, 1.0};
}

static double pulse(const wt_cycle *cycle, uint32_t i) {
    return phase_at(i) < cycle->width ? -1.0 : 1.0;
}

// -1 on [0, w), +1 on [w, 1) has the mean 1 - 2 w. Less that, its wider side is 2 min(w, 1 - w)
// from 0 and its narrower one 2 max(w, 1 - w), which is scaled to 1. With g = 1 / 2 max(w, 1 - w)
// a = 2 g integral x cos = -(2 g / pi h) sin(2 pi h w), b = -(2 g / pi h) (1 - cos(2 pi h w)).
static void pulse_harmonic(const wt_cycle *cycle, uint32_t h, double pair[2]) {
    const double turns = (double)h * cycle->width;
    const double gain = 0.5 / (cycle->width > 0.5 ? cycle->width : 1.0 - cycle->width);
    pair[0] = -2.0 * gain / (WT_PI * h) * wt_sin(turns);
    pair[1] = -2.0 * gain / (WT_PI * h) * (1.0 - wt_cos(turns));
}

static void pulse_lines(const wt_cycle *cycle, wt_shape_line lines[2]) {
    const double w = cycle->width;
    const double gain = 0.5 / (w > 0.5 ? w : 1.0 - w);
    lines[0] = (wt_shape_line){0.0, w, -2.0 * gain * (1.0 - w), -2.0 * gain * (1.0 - w)};
    lines[1] = (wt_shape_line){w, 1.0, 2.0 * gain * w, 2.0 * gain * w};
}

static double sum_of_sines(const wt_cycle *cycle, uint32_t i) {
    double sum = 0.0;
    for (size_t h = 1; h <= cycle->n_amplitudes && h <= WT_SHAPE_LENGTH / 2; ++h) {
        const size_t place = h * i % WT_SHAPE_LENGTH;
        sum += cycle->amplitudes[h - 1] * wt_sin((double)place / WT_SHAPE_LENGTH);
    }
    return sum;
}

static void amplitude(const wt_cycle *cycle, uint32_t h, double pair[2]) {
    pair[1] = h <= cycle->n_amplitudes ? cycle->amplitudes[h - 1] : 0.0;
}

enum { ALL = WT_MAX_HARMONICS };

// What modules do not ask for, as they number shapes, and play their harmonics.
#define WHOLE(x) WT_UNLESS_PLAIN(x)

const wt_shape wt_shapes[WT_N_SHAPES] = {
    [WT_CYCLE_SINE] = {{WHOLE("sine")}, WT_SHAPE_PLAIN, 1, true, WHOLE(sine), sine_harmonic, NULL},
    [WT_CYCLE_TRIANGLE] = {{WHOLE("triangle"), WHOLE("tri")},
                           WT_SHAPE_PLAIN,
                           ALL,
                           true,
                           WHOLE(triangle),
                           triangle_harmonic,
                           WHOLE(triangle_lines)},
    [WT_CYCLE_SQUARE] = {{WHOLE("square"), WHOLE("sqr")},
                         WT_SHAPE_PLAIN,
                         ALL,
                         false,
                         WHOLE(square),
                         square_harmonic,
                         WHOLE(square_lines)},
    [WT_CYCLE_SAW] = {{WHOLE("saw"), WHOLE("sawtooth")},
                      WT_SHAPE_PLAIN,
                      ALL,
                      false,
                      WHOLE(saw),
                      saw_harmonic,
                      WHOLE(saw_lines)},
    [WT_CYCLE_PULSE] = {{WHOLE("pulse")},
                        WT_SHAPE_WIDTH,
                        ALL,
                        false,
                        WHOLE(pulse),
                        pulse_harmonic,
                        WHOLE(pulse_lines)},
    [WT_CYCLE_HARMONICS] = {{WHOLE("harm")},
                            WT_SHAPE_AMPLITUDES,
                            ALL,
                            false,
                            WHOLE(sum_of_sines),
                            WHOLE(amplitude),
                            NULL},
};

int wt_shape_named(const char *name, size_t n) {
    for (int i = 0; i < WT_N_SHAPES; ++i) {
        for (int k = 0; k < WT_MOST_SHAPE_NAMES && wt_shapes[i].names[k]; ++k) {
            const char *known = wt_shapes[i].names[k];
            size_t same = 0;
            while (same < n && known[same] == name[same]) {
                ++same;
            }
            if (same == n && !known[n]) {
                return i;
            }
        }
    }
    return WT_N_SHAPES;
}
