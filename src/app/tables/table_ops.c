// Lengths, numbers, phases, levels.
#include "app/tables/table_ops.h"

#include "app/waves/resample.h"
#include "base/math.h"
#include "core/tables/spectrum.h"

#include <stdlib.h>
#include <string.h>

static size_t size_of(const wt_table_file *table) {
    return (size_t)table->length * table->n_cycles;
}

static wt_status as_floats(wt_table_file *table) {
    if (table->samples) {
        return WT_OK;
    }
    float *const samples = malloc(size_of(table) * sizeof *samples);
    if (!samples) {
        return WT_NO_MEMORY;
    }
    for (size_t i = 0; i < size_of(table); ++i) {
        samples[i] = wt_table_sample(table, i);
    }
    free(table->narrow);
    table->narrow = NULL;
    table->samples = samples;
    return WT_OK;
}

static wt_status room_for(float **samples, uint64_t length, uint64_t n_cycles) {
    *samples = NULL;
    if (length * n_cycles > WT_MAX_TABLE_SAMPLES) {
        return WT_LIMIT;
    }
    *samples = malloc((size_t)(length * n_cycles) * sizeof **samples);
    return *samples ? WT_OK : WT_NO_MEMORY;
}

static void take(wt_table_file *table, float *samples, uint32_t length, uint32_t n_cycles) {
    free(table->samples);
    free(table->narrow);
    table->samples = samples;
    table->narrow = NULL;
    table->length = length;
    table->n_cycles = n_cycles;
}

wt_status wt_table_set_length(wt_table_file *table, uint32_t length) {
    if (length == table->length) {
        return WT_OK;
    }
    float *samples;
    wt_status status = room_for(&samples, length, table->n_cycles);
    for (uint32_t c = 0; status == WT_OK && c < table->n_cycles; ++c) {
        const size_t first = (size_t)c * table->length;
        const wt_cycle cycle = {.kind = WT_CYCLE_SAMPLES,
                                .samples = table->samples ? table->samples + first : NULL,
                                .narrow = table->narrow ? table->narrow + first : NULL,
                                .length = table->length};
        status = wt_resample(&cycle, samples + (size_t)c * length, length);
    }
    if (status != WT_OK) {
        free(samples);
        return status;
    }
    take(table, samples, length, table->n_cycles);
    return WT_OK;
}

wt_status wt_table_spread(wt_table_file *table, uint32_t n) {
    float *samples;
    const wt_status status = room_for(&samples, table->length, n);
    if (status != WT_OK) {
        return status;
    }
    for (uint32_t c = 0; c < n; ++c) {
        const double u = n > 1 ? (double)c * (table->n_cycles - 1) / (n - 1) : 0.0;
        const uint32_t low = (uint32_t)u;
        const uint32_t high = low + 1 < table->n_cycles ? low + 1 : low;
        for (uint32_t i = 0; i < table->length; ++i) {
            const float a = wt_table_sample(table, (size_t)low * table->length + i);
            const float b = wt_table_sample(table, (size_t)high * table->length + i);
            samples[(size_t)c * table->length + i] = a + (b - a) * (float)(u - low);
        }
    }
    take(table, samples, table->length, n);
    return WT_OK;
}

// Harmonic h of a wave that is moved by `turns` of its period; the one at half the rate keeps what
// its samples can hold.
static void turn_harmonics(double *pairs, uint32_t length, double turns) {
    for (uint32_t h = 1; h <= length / 2; ++h) {
        const double angle = turns * h - wt_floor(turns * h);
        const double a = pairs[2 * h];
        const double b = pairs[2 * h + 1];
        pairs[2 * h] = a * wt_cos(angle) - b * wt_sin(angle);
        pairs[2 * h + 1] = a * wt_sin(angle) + b * wt_cos(angle);
    }
}

static wt_status align_cycle(float *cycle, uint32_t length, double *pairs, double *work) {
    wt_spectrum(cycle, length, pairs, work);
    double energy = 0.0;
    for (uint32_t h = 1; h <= length / 2; ++h) {
        energy += pairs[2 * h] * pairs[2 * h] + pairs[2 * h + 1] * pairs[2 * h + 1];
    }
    const double first = pairs[2] * pairs[2] + pairs[3] * pairs[3];
    const double turns = wt_angle(pairs[3], pairs[2]); // how far the sine has come at the start
    if (first <= 1e-10 * energy || (turns < 1e-9 && turns > -1e-9)) {
        return WT_OK;
    }
    turn_harmonics(pairs, length, turns);
    const wt_status status = wt_synthesise(pairs, (length - 1) / 2, cycle, length);
    for (uint32_t i = 0; length % 2 == 0 && status == WT_OK && i < length; ++i) {
        cycle[i] += (float)(i % 2 ? -pairs[length] : pairs[length]);
    }
    return status;
}

wt_status wt_table_align(wt_table_file *table) {
    const uint32_t length = table->length;
    double *const pairs = malloc(((size_t)length + 4) * sizeof *pairs);
    double *const work = malloc(wt_spectrum_work(length) * sizeof *work);
    wt_status status = pairs && work ? as_floats(table) : WT_NO_MEMORY;
    for (uint32_t c = 0; status == WT_OK && c < table->n_cycles; ++c) {
        status = align_cycle(table->samples + (size_t)c * length, length, pairs, work);
    }
    free(pairs);
    free(work);
    return status;
}

wt_status wt_table_reverse(wt_table_file *table) {
    const wt_status status = as_floats(table);
    for (uint32_t c = 0; status == WT_OK && c < table->n_cycles / 2; ++c) {
        float *const a = table->samples + (size_t)c * table->length;
        float *const b = table->samples + (size_t)(table->n_cycles - 1 - c) * table->length;
        for (uint32_t i = 0; i < table->length; ++i) {
            const float x = a[i];
            a[i] = b[i];
            b[i] = x;
        }
    }
    return status;
}

wt_status wt_table_remove_dc(wt_table_file *table) {
    const wt_status status = as_floats(table);
    for (uint32_t c = 0; status == WT_OK && c < table->n_cycles; ++c) {
        float *const cycle = table->samples + (size_t)c * table->length;
        double mean = 0.0;
        for (uint32_t i = 0; i < table->length; ++i) {
            mean += (double)cycle[i] / table->length;
        }
        for (uint32_t i = 0; i < table->length; ++i) {
            cycle[i] = (float)((double)cycle[i] - mean);
        }
    }
    return status;
}

static double peak_of(const wt_table_file *table, size_t from, size_t n) {
    double peak = 0.0;
    for (size_t i = from; i < from + n; ++i) {
        const double x = (double)wt_table_sample(table, i);
        const double size = x < 0.0 ? -x : x;
        peak = size > peak ? size : peak;
    }
    return peak;
}

double wt_table_peak(const wt_table_file *table) {
    return peak_of(table, 0, size_of(table));
}

wt_status wt_table_normalise(wt_table_file *table, bool each_cycle, double peak) {
    const wt_status status = as_floats(table);
    const size_t n = each_cycle ? table->length : size_of(table);
    for (size_t from = 0; status == WT_OK && from < size_of(table); from += n) {
        const double highest = peak_of(table, from, n);
        for (size_t i = from; highest > 0.0 && i < from + n; ++i) {
            table->samples[i] = (float)((double)table->samples[i] * (peak / highest));
        }
    }
    return status;
}
