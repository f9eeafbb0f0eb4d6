// The quantiser: every engine at every number of bits, with dither and without, against division.
#include "core/output/quantiser.h"

#include "core/output/dither.h"
#include "core/output/rounding.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { N = 4096 };

static const struct {
    wt_engine engine;
    const char *name;
    double full_scale; // of its bus
} engines[] = {
    {WT_ENGINE_FLOAT, "float", 1.0},
    {WT_ENGINE_Q15, "q15", 0x1p15},
    {WT_ENGINE_Q31, "q31", 0x1p28},
};

static const int widths[] = {8, 16, 24, 32};
static const double gains[] = {1.0, 0.5, 0.7071, 3.0};

static union {
    float f[N];
    int32_t q15[N];
    int64_t q31[N];
} samples;

// A slow sweep past full scale on both sides. Return what sample i of the bus is, full scale 1.
static double sweep(wt_engine engine, double full_scale, size_t i) {
    const double x = 1.25 * (2.0 * (double)i / (N - 1) - 1.0);
    switch (engine) {
    case WT_ENGINE_FLOAT:
        samples.f[i] = (float)x;
        return (double)samples.f[i];
    case WT_ENGINE_Q15:
        samples.q15[i] = (int32_t)lrint(x * full_scale);
        return samples.q15[i] / full_scale;
    default:
        samples.q31[i] = llrint(x * full_scale);
        return (double)samples.q31[i] / full_scale;
    }
}

static wt_bus bus_of(wt_engine engine) {
    return engine == WT_ENGINE_FLOAT ? (wt_bus){.f = samples.f}
           : engine == WT_ENGINE_Q15 ? (wt_bus){.q15 = samples.q15}
                                     : (wt_bus){.q31 = samples.q31};
}

// Rounding is half a step at most, dither one more. Floats have 24 bits, of which the gain takes
// one more rounding; the integer engines' gains have 20 and 24 bits after the point.
static void check(int e, int bits, bool dither, double gain) {
    static int32_t wide[N];
    static int16_t narrow[N];
    const bool is_narrow = bits <= 16;
    double exact[N];
    for (size_t i = 0; i < N; i++) {
        exact[i] = sweep(engines[e].engine, engines[e].full_scale, i);
    }
    wt_quantiser q;
    wt_quantiser_init(&q, engines[e].engine, is_narrow ? WT_I16 : WT_I32, bits, dither, 1, gain);
    wt_quantise(&q, bus_of(engines[e].engine), is_narrow ? (void *)narrow : (void *)wide, N);
    const double scale = ldexp(1.0, bits - 1);
    const double most = 0.5 + (dither ? 1.0 : 0.0) + 1e-6 + 4.0 * gain * 0x1p-21 * scale;
    for (size_t i = 0; i < N; i++) {
        const double stored = is_narrow ? (double)narrow[i] : (double)wide[i];
        const double steps = stored / ldexp(1.0, (is_narrow ? 16 : 32) - bits);
        const double ideal = fmin(fmax(exact[i] * gain * scale, -scale), scale - 1.0);
        if (!(fabs(steps - ideal) <= most)) {
            fail_msg("%s, %d bits, %s, gain %g: sample %zu is %.10g, not %.10g", engines[e].name,
                     bits, dither ? "dither" : "no dither", gain, i, steps, ideal);
        }
    }
    assert_true(q.clipped > 0 || gain < 0.8);
}

static void test_every_engine_at_every_width_rounds_and_saturates(void **state) {
    (void)state;
    for (int e = 0; e < 3; e++) {
        for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
            for (size_t g = 0; g < sizeof gains / sizeof *gains; g++) {
                check(e, widths[w], false, gains[g]);
                check(e, widths[w], true, gains[g]);
            }
        }
    }
}

// What every loop makes of the sweep at a gain that nothing is saturated at.
typedef struct {
    int16_t plain[N], dithered[N], q15[N];
    int32_t i32[N], q31[N];
    float f32[N];
    uint32_t random[WT_DITHER_LANES];
    wt_loudness loudness;
    bool done[5];
} rounded;

static void round_all(const wt_rounding *with, rounded *r) {
    memset(r, 0, sizeof *r);
    wt_dither_seed(r->random, 7, 0);
    for (size_t i = 0; i < N; ++i) {
        sweep(WT_ENGINE_FLOAT, 1.0, i);
    }
    r->done[0] = with->float_to_i16(samples.f, 0x1p14f, r->plain, N);
    r->done[1] = with->float_to_i16_dithered(samples.f, 0x1p22f, r->random, r->dithered, N);
    r->done[2] = with->float_to_i32(samples.f, 0x1p22f, 8, r->i32, N);
    with->float_to_f32(samples.f, 0.7071f, r->f32, N);
    r->loudness = with->loudness(samples.f, N - 5);
    for (size_t i = 0; i < N; ++i) {
        sweep(WT_ENGINE_Q15, 0x1p14, i);
    }
    r->done[3] = with->q15_to_i16(samples.q15, 11863283, r->q15, N);
    for (size_t i = 0; i < N; ++i) {
        sweep(WT_ENGINE_Q31, 0x1p27, i);
    }
    r->done[4] = with->q31_to_i32(samples.q31, 741455, 24, 8, r->q31, N);
}

static void test_lanes_of_every_width_round_alike(void **state) {
    (void)state;
    static rounded four, wide;
    round_all(wt_rounding_of_width(4), &four);
    for (int lanes = 8; lanes <= 16; lanes += 8) {
        if (four.done[0] && wt_rounding_of_width(lanes)) {
            round_all(wt_rounding_of_width(lanes), &wide);
            for (int k = 0; k < 5; ++k) {
                assert_true(wide.done[k]);
            }
            assert_memory_equal(&wide, &four, sizeof wide);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lanes_of_every_width_round_alike),
        cmocka_unit_test(test_every_engine_at_every_width_rounds_and_saturates),
    };
    return cmocka_run_group_tests_name("quantiser", tests, NULL, NULL);
}
