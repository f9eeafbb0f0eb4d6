// Harmonics in, samples out.
#include "app/waves/resample.h"

#include "base/math.h"
#include "core/tables/fft.h"
#include "core/tables/spectrum.h"

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
    double *turn = malloc((size_t)length * sizeof *turn);
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
static wt_status by_sum(const double *pairs, uint32_t n, float *out, uint32_t length) {
    double *turn = malloc(2 * (size_t)length * sizeof *turn);
    if (!turn) {
        return WT_NO_MEMORY;
    }
    for (uint32_t i = 0; i < length; ++i) {
        turn[2 * i] = wt_cos((double)i / length);
        turn[2 * i + 1] = wt_sin((double)i / length);
    }
    for (uint32_t i = 0; i < length; ++i) {
        double sum = pairs[0];
        for (uint32_t h = 1, at = i; h <= n; ++h) {
            sum += pairs[2 * h] * turn[2 * at] + pairs[2 * h + 1] * turn[2 * at + 1];
            at = at + i < length ? at + i : at + i - length;
        }
        out[i] = (float)sum;
    }
    free(turn);
    return WT_OK;
}

wt_status wt_synthesise(const double *pairs, uint32_t n, float *out, uint32_t length) {
    return length >= 4 && (length & (length - 1)) == 0 ? by_transform(pairs, n, out, length)
                                                       : by_sum(pairs, n, out, length);
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
    const wt_status status = pairs ? wt_synthesise(pairs, n, out, length) : WT_NO_MEMORY;
    free(pairs);
    return status;
}

wt_status wt_highest_harmonic(const float *samples, uint32_t length, uint32_t *highest) {
    const wt_cycle cycle = {.kind = WT_CYCLE_SAMPLES, .samples = samples, .length = length};
    uint32_t n = length / 2;
    double *pairs = harmonics_of(&cycle, &n);
    double most = 0.0;
    *highest = 0;
    for (int pass = 0; pairs && pass < 2; ++pass) {
        for (uint32_t h = 1; h <= n; ++h) {
            const double p = pairs[2 * h] * pairs[2 * h] + pairs[2 * h + 1] * pairs[2 * h + 1];
            most = pass == 0 && p > most ? p : most;
            *highest = pass == 1 && p > most * 1e-10 ? h : *highest;
        }
    }
    const wt_status status = pairs ? WT_OK : WT_NO_MEMORY;
    free(pairs);
    return status;
}
