// Phases, WT_LANES at a time: from an array, or counted on the way.
#ifndef WT_CORE_ENGINE_SIMD_RAMP_H
#define WT_CORE_ENGINE_SIMD_RAMP_H

#include "core/engine/ramp.h"
#include "core/engine/simd/table_index.h"

// Where a reader takes its phases from. Readers are inlined once for each kind, so that the choice
// costs nothing at run time.
typedef struct {
    const uint32_t *phase; // null: a ramp
    wt_vu next;
    uint32_t start, increment;
} wt_phases;

WT_INLINED wt_phases wt_phases_array(const uint32_t *phase) {
    return (wt_phases){.phase = phase};
}

WT_INLINED wt_phases wt_phases_ramp(uint32_t start, uint32_t increment) {
    uint32_t first[WT_LANES];
    wt_ramp(start, increment, first, WT_LANES);
    return (wt_phases){.next = wt_load_u(first), .start = start, .increment = increment};
}

// The fractions of counted phases, `raised` by some: where a turn has 2^k rows, k < 32, they can be
// counted as well.
WT_INLINED wt_phases wt_phases_fractions(wt_phases p, uint8_t log2_length, uint32_t raised) {
    return (wt_phases){.next = wt_shift_left(p.next, log2_length) + raised,
                       .increment = p.increment << log2_length};
}

// The phases of samples i .. i + WT_LANES - 1: to be asked for in order.
WT_INLINED wt_vu wt_phases_take(wt_phases *p, size_t i) {
    if (p->phase) {
        return wt_load_u(p->phase + i);
    }
    const wt_vu now = p->next;
    p->next += p->increment * WT_LANES;
    return now;
}

// The samples of the next step of a loop in two passes: whole vectors, at most `most`.
static inline size_t wt_step_of(size_t n_left, size_t most) {
    return (n_left < most ? n_left : most) / WT_LANES * WT_LANES;
}

// Samples i .. n - 1, too few for all lanes, by the definition.
static inline void wt_phases_rest(const wt_phases *p, const wt_kernels *scalar, wt_reader reader,
                                  const wt_level *level, wt_sample *out, size_t i, size_t n) {
    if (i < n) {
        wt_read_or_run(scalar, reader, level, p->phase ? p->phase + i : NULL,
                       p->start + (uint32_t)i * p->increment, p->increment, out + i, n - i);
    }
}

static inline void wt_wide_ramp(uint32_t start, uint32_t increment, uint32_t *phase, size_t n) {
    wt_phases p = wt_phases_ramp(start, increment);
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        wt_store(phase + i, (wt_vi)wt_phases_take(&p, i));
    }
    wt_ramp(start + (uint32_t)i * increment, increment, phase + i, n - i);
}

// How many vectors' samples, in fours, are low <= x < high, or clamp(x, 0, 1) last where that is
// not null. (By a jump, which is foretold: a sum would wait for each comparison.)
WT_INLINED size_t wt_vectors_within(const float *x, const float *last, float low, float high,
                                    size_t n) {
    enum { STEP = 4 * WT_LANES };
    size_t i = 0;
    for (; i + STEP <= n; i += STEP) {
        wt_vi outside = {0};
        for (size_t j = i; j < i + STEP; j += WT_LANES) {
            const wt_vf values = wt_load_f(x + j);
            const wt_vf lanes = last ? wt_clamp_lanes(values) * *last : values;
            outside |= (lanes < low) | (lanes >= high);
        }
        if (wt_any((wt_vu)outside)) {
            break;
        }
    }
    return i;
}

static inline size_t wt_wide_within(const float *x, float low, float high, size_t n) {
    const size_t i = wt_vectors_within(x, NULL, low, high, n);
    return i + wt_within(x + i, low, high, n - i);
}

static inline size_t wt_wide_positions(const float *x, float last, size_t n) {
    const float low = (float)(int32_t)(wt_unit_clamp(x[0]) * last);
    const size_t i = wt_vectors_within(x, &last, low, low + 1.0f, n);
    const bool goes_on = i < n && (int32_t)(wt_unit_clamp(x[i]) * last) == (int32_t)low;
    return i + (goes_on ? wt_positions(x + i, last, n - i) : 0);
}

static inline void wt_wide_fade(float high, const float *mip, float *w, size_t n) {
    const wt_vf below_1 = (wt_vf){0} + WT_BELOW_1;
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        const wt_vf weights = 1.0f - (high - wt_load_f(mip + i)) * (float)WT_MIP_FADE;
        wt_store_f(w + i, wt_lower_lanes(weights, below_1));
    }
    wt_fade(high, mip + i, w + i, n - i);
}

static inline void wt_wide_weigh(float weight, float scale, const float *x, float *w, size_t n) {
    size_t i = 0;
    for (; i + WT_LANES <= n; i += WT_LANES) {
        wt_store_f(w + i, weight + wt_clamp_lanes(wt_load_f(x + i)) * scale);
    }
    wt_weigh(weight, scale, x + i, w + i, n - i);
}

// Define read_NAME and run_NAME from an inline function NAME(level, phases, out, n).
#define WT_BOTH(name)                                                                              \
    static void read_##name(const wt_level *level, const uint32_t *phase, wt_sample *out,          \
                            size_t n) {                                                            \
        name(level, wt_phases_array(phase), out, n);                                               \
    }                                                                                              \
    static void run_##name(const wt_level *level, uint32_t start, uint32_t increment,              \
                           wt_sample *out, size_t n) {                                             \
        name(level, wt_phases_ramp(start, increment), out, n);                                     \
    }

#endif
