// Cycles as they are, and as Fourier series.
#include "core/tables/cycle.h"

#include "core/tables/shape.h"

uint32_t wt_cycle_length(const wt_cycle *cycle) {
    return cycle->kind == WT_CYCLE_SAMPLES ? cycle->length : WT_SHAPE_LENGTH;
}

uint32_t wt_cycle_harmonics(const wt_cycle *cycle) {
    const uint64_t all = cycle->kind == WT_CYCLE_SAMPLES ? cycle->length / 2
                         : cycle->kind == WT_CYCLE_JOINED
                             ? (uint64_t)cycle->n_parts * WT_PART_HARMONICS
                         : cycle->kind == WT_CYCLE_HARMONICS ? cycle->n_amplitudes
                                                             : wt_shapes[cycle->kind].harmonics;
    return all < WT_MAX_HARMONICS ? (uint32_t)all : WT_MAX_HARMONICS;
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

static double ideal(const wt_cycle *cycle, uint32_t i) {
    return (int)cycle->kind < WT_N_SHAPES ? wt_shapes[cycle->kind].ideal(cycle, i)
                                          : (double)sample_at(cycle, i);
}

void wt_cycle_render(const wt_cycle *cycle, double *out) {
    const uint32_t length = wt_cycle_length(cycle);
    for (uint32_t i = 0; i < length; ++i) {
        out[i] = ideal(cycle, i);
    }
}

bool wt_cycle_is_smooth(const wt_cycle *cycle) {
    return cycle->kind == WT_CYCLE_SINE || cycle->kind == WT_CYCLE_TRIANGLE;
}

void wt_cycle_series(const wt_cycle *cycle, uint32_t n, double *pairs) {
    pairs[0] = pairs[1] = 0.0;
    for (uint32_t h = 1; h <= n; ++h) {
        pairs[2 * h] = pairs[2 * h + 1] = 0.0;
        wt_shapes[cycle->kind].harmonic(cycle, h, pairs + 2 * h);
    }
}
