// Harmonics in, samples out.
#include "cli/resample.h"

#include "core/fft.h"
#include "core/spectrum.h"
#include "wavetable/math.h"

#include <stdlib.h>
#include <string.h>

// Harmonics 0..n of a cycle as pairs, allocated; null: no memory. *n: in, the most wanted; out, how
// many there are.
static double *harmonics_of(const wt_cycle *cycle, uint32_t *n) {
    const uint32_t most = wt_cycle_harmonics(cycle);
    const uint32_t wanted = *n;
    *n = wanted < most ? wanted : most;
    double *pairs = calloc(2 * ((size_t)(wanted > most ? wanted : most) + 2), sizeof *pairs);
    if (!pairs || cycle->kind != WT_CYCLE_SAMPLES) {
        if (pairs) {
            wt_cycle_series(cycle, *n, pairs);
        }
        return pairs;
    }
    const uint32_t length = cycle->length;
    double *work = malloc(wt_spectrum_work(length) * sizeof *work + length * sizeof(float));
    if (work) {
        float *room = (float *)(work + wt_spectrum_work(length));
        wt_spectrum(wt_cycle_floats(cycle, room), length, pairs, work);
    } else {
        free(pairs);
        pairs = NULL;
    }
    free(work);
    return pairs;
}

static wt_status by_transform(const double *pairs, uint32_t n, float *out, uint32_t length) {
    double *x = calloc(length, sizeof *x);
    double *turn = malloc(2 * (size_t)length * sizeof *turn);
    const wt_status status = x && turn ? WT_OK : WT_NO_MEMORY;
    if (status == WT_OK) {
        memcpy(x, pairs, 2 * ((size_t)n + 1) * sizeof *x);
        x[1] = 0.0;
        wt_fft_turn(turn, length);
        wt_fft_synthesise(x, length, turn);
        for (uint32_t i = 0; i < length; ++i) {
            out[i] = (float)x[i];
        }
    }
    free(x);
    free(turn);
    return status;
}

// Lengths that are no power of two: the sum itself.
static void by_sum(const double *pairs, uint32_t n, float *out, uint32_t length) {
    for (uint32_t i = 0; i < length; ++i) {
        double sum = pairs[0];
        for (uint32_t h = 1; h <= n; ++h) {
            const double turns = (double)((uint64_t)h * i % length) / length;
            sum += pairs[2 * h] * wt_cos(turns) + pairs[2 * h + 1] * wt_sin(turns);
        }
        out[i] = (float)sum;
    }
}

wt_status wt_resample(const wt_cycle *cycle, float *out, uint32_t length) {
    if (cycle->kind == WT_CYCLE_SAMPLES && cycle->length == length) {
        const float *samples = wt_cycle_floats(cycle, out);
        if (samples != out) {
            memcpy(out, samples, length * sizeof *out);
        }
        return WT_OK;
    }
    uint32_t n = (length - 1) / 2;
    double *pairs = harmonics_of(cycle, &n);
    if (!pairs) {
        return WT_NO_MEMORY;
    }
    wt_status status = WT_OK;
    if (length >= 4 && (length & (length - 1)) == 0) {
        status = by_transform(pairs, n, out, length);
    } else {
        by_sum(pairs, n, out, length);
    }
    free(pairs);
    return status;
}

uint32_t wt_highest_harmonic(const float *samples, uint32_t length) {
    const wt_cycle cycle = {.kind = WT_CYCLE_SAMPLES, .samples = samples, .length = length};
    uint32_t n = length / 2;
    double *pairs = harmonics_of(&cycle, &n);
    double most = 0.0;
    uint32_t highest = 0;
    for (int pass = 0; pairs && pass < 2; ++pass) {
        for (uint32_t h = 1; h <= n; ++h) {
            const double p = pairs[2 * h] * pairs[2 * h] + pairs[2 * h + 1] * pairs[2 * h + 1];
            most = pass == 0 && p > most ? p : most;
            highest = pass == 1 && p > most * 1e-10 ? h : highest;
        }
    }
    free(pairs);
    return highest;
}
