// Levels: rows that read as their harmonics, as their samples, and lengths that suffice.
#include "wave.h"

#include "core/engine/kernels.h"
#include "core/tables/fft.h"
#include "core/tables/interpolation.h"

enum { LENGTH = 256, HARMONICS = 16 };

static const wt_form forms[] = {
    {WT_ENGINE_FLOAT, WT_INTERP_NONE},  {WT_ENGINE_FLOAT, WT_INTERP_LINEAR},
    {WT_ENGINE_FLOAT, WT_INTERP_CUBIC}, {WT_ENGINE_Q15, WT_INTERP_NEAREST},
    {WT_ENGINE_Q15, WT_INTERP_LINEAR},  {WT_ENGINE_Q15, WT_INTERP_CUBIC},
    {WT_ENGINE_Q31, WT_INTERP_LINEAR},  {WT_ENGINE_Q31, WT_INTERP_CUBIC},
};

enum { N_FORMS = sizeof forms / sizeof *forms };

// Part k of row i, full scale 1.
static double part(wt_form form, const void *rows, uint32_t i, int k) {
    const bool cubic = form.interp == WT_INTERP_CUBIC;
    const size_t at = cubic ? 4 * (size_t)i + (size_t)k : i;
    if (form.engine == WT_ENGINE_FLOAT) {
        return (double)((const float *)rows)[at];
    }
    if (form.engine == WT_ENGINE_Q15 && !cubic) {
        return (double)((const int16_t *)rows)[at] * 0x1p-15;
    }
    return (double)((const int32_t *)rows)[at] * 0x1p-28;
}

// One step of what a row is written in.
static double step(wt_form form) {
    if (form.engine == WT_ENGINE_Q15 && form.interp != WT_INTERP_CUBIC) {
        return 0x1p-15;
    }
    return form.engine == WT_ENGINE_FLOAT ? 0x1p-23 : 0x1p-28;
}

static double work[LENGTH + 4], turn[2 * LENGTH];
static _Alignas(16) char rows[(LENGTH + 1) * 16];

static void build(wt_form form, const double *pairs) {
    wt_fft_turn(turn, LENGTH);
    wt_level_build(form, pairs, HARMONICS, LENGTH, turn, work, rows);
}

static double series(const wave *w, uint32_t harmonics, double turns) {
    double sum = w->pairs[0];
    for (uint32_t h = 1; h <= harmonics; h++) {
        sum += w->pairs[2 * h] * cos(2.0 * pi * h * turns) +
               w->pairs[2 * h + 1] * sin(2.0 * pi * h * turns);
    }
    return sum;
}

// The rows of a sum of harmonics, each divided by the kernel's response, in the middle of a row
// where cubic (z = 0), else at its sample; the polynomials' four parts by the formula.
static void rows_hold_the_harmonics_divided_by_the_response(void **state) {
    (void)state;
    wave w = pulse_wave(0.3, HARMONICS);
    for (int f = 0; f < N_FORMS; f++) {
        build(forms[f], w.pairs);
        const double scale = forms[f].engine == WT_ENGINE_Q15 ? 0.5 : 1.0;
        wave raised = pulse_wave(0.3, HARMONICS);
        raised.pairs[0] *= scale;
        for (uint32_t h = 1; h <= HARMONICS; h++) {
            const double gain =
                scale / wt_interpolation_of(forms[f].interp)->response((double)h / LENGTH);
            raised.pairs[2 * h] *= gain;
            raised.pairs[2 * h + 1] *= gain;
        }
        for (uint32_t i = 0; i <= LENGTH; i++) {
            double t[4], c[4];
            for (int j = 0; j < 4; j++) {
                t[j] = series(&raised, HARMONICS, ((double)i + j - 1) / LENGTH);
            }
            wt_interp_fitted(t, c);
            const bool cubic = forms[f].interp == WT_INTERP_CUBIC;
            for (int k = 0; k < (cubic ? 4 : 1); k++) {
                const double want = cubic ? c[k] : t[1];
                assert_true(fabs(part(forms[f], rows, i, k) - want) <= step(forms[f]) * 0.51);
            }
        }
        forget_wave(&raised);
    }
    forget_wave(&w);
}

// The longest level of polynomials and the shortest of taps, read by the kernel at any phase.
static void taps_read_as_the_polynomials_do(void **state) {
    (void)state;
    enum { LONG = 1024, N = 2000 };
    const wt_form form = {WT_ENGINE_FLOAT, WT_INTERP_CUBIC};
    wave w = pulse_wave(0.3, HARMONICS);
    double *space = malloc(wt_level_work(LONG) * sizeof *space);
    double *circle = malloc(2 * (size_t)LONG * sizeof *circle);
    char *memory = malloc(((size_t)LONG + 1) * 16);
    uint32_t phase[N];
    wt_sample out[N];
    for (uint32_t i = 0; i < N; i++) {
        phase[i] = i < 4 ? UINT32_MAX - i : i * 2654435769u;
    }
    for (uint32_t length = LONG / 2; length <= LONG; length *= 2) {
        const bool taps = wt_level_has_taps(form, length);
        assert_int_equal(taps, length == LONG);
        wt_fft_turn(circle, length);
        wt_level_build(form, w.pairs, HARMONICS, length, circle, space, memory);
        const wt_level level = {memory, length, length == LONG ? 10 : 9, taps};
        wt_kernels_of_width(WT_ENGINE_FLOAT, 1)->read[WT_INTERP_CUBIC](&level, phase, out, N);
        for (int i = 0; i < N; i++) {
            const double want = series(&w, HARMONICS, phase[i] * 0x1p-32);
            assert_true(fabs((double)out[i].f - want) < 3e-7);
        }
    }
    free(memory);
    free(circle);
    free(space);
    forget_wave(&w);
}

// Long linear levels are added up at fewer points, and filled in between.
static void long_levels_hold_the_harmonics_between_their_points_too(void **state) {
    (void)state;
    static const wt_form long_forms[] = {{WT_ENGINE_FLOAT, WT_INTERP_LINEAR},
                                         {WT_ENGINE_Q31, WT_INTERP_LINEAR}};
    wave w = pulse_wave(0.3, 5 * HARMONICS);
    for (int f = 0; f < 2; f++) {
        const uint32_t harmonics = 5 * HARMONICS;
        const uint32_t length = wt_level_length(long_forms[f], w.pairs, harmonics);
        const uint32_t points = wt_level_points(long_forms[f], w.pairs, harmonics, length);
        assert_true(points < length);
        double *space = malloc(wt_level_work(points) * sizeof *space);
        double *circle = malloc(2 * (size_t)points * sizeof *circle);
        char *memory = malloc(((size_t)length + 4) * 4);
        wt_fft_turn(circle, points);
        wt_level_build(long_forms[f], w.pairs, harmonics, length, circle, space, memory);
        wave raised = pulse_wave(0.3, harmonics);
        for (uint32_t h = 1; h <= harmonics; h++) {
            const double gain =
                1.0 / wt_interpolation_of(WT_INTERP_LINEAR)->response((double)h / length);
            raised.pairs[2 * h] *= gain;
            raised.pairs[2 * h + 1] *= gain;
        }
        for (uint32_t i = 0; i <= length; i += i < 20 || i > length - 20 ? 1 : 37) {
            const double want = series(&raised, harmonics, (double)i / length);
            assert_true(fabs(part(long_forms[f], memory, i, 0) - want) < 4e-7);
        }
        forget_wave(&raised);
        free(memory);
        free(circle);
        free(space);
    }
    forget_wave(&w);
}

static void the_last_row_repeats_the_first(void **state) {
    (void)state;
    wave w = saw_wave(HARMONICS);
    for (int f = 0; f < N_FORMS; f++) {
        const size_t size = wt_row_size(forms[f]);
        build(forms[f], w.pairs);
        assert_memory_equal(rows, rows + LENGTH * size, size);
    }
    forget_wave(&w);
}

// Gibbs: a saw of few harmonics passes full scale by up to 18 %, and no engine may cut that off.
static void what_a_cycle_gains_by_losing_harmonics_is_not_cut_off(void **state) {
    (void)state;
    wave w = square_wave(HARMONICS);
    for (int f = 0; f < N_FORMS; f++) {
        const int bits = wt_headroom_bits(forms[f], true);
        double most = 0.0;
        build(forms[f], w.pairs);
        for (uint32_t i = 0; i <= LENGTH; i++) {
            most = fmax(most, ldexp(part(forms[f], rows, i, 0), bits));
        }
        assert_true(most > 1.17 && most < 1.2);
        assert_int_equal(wt_headroom_bits(forms[f], false), 0);
    }
    forget_wave(&w);
}

static void harmonics_beyond_all_measure_saturate(void **state) {
    (void)state;
    wave w = square_wave(HARMONICS);
    for (int h = 0; h <= 2 * HARMONICS; h++) {
        w.pairs[h] *= 1e6;
    }
    for (int f = 0; f < N_FORMS; f++) {
        build(forms[f], w.pairs);
        for (uint32_t i = 0; i <= LENGTH && forms[f].engine != WT_ENGINE_FLOAT; i++) {
            assert_true(fabs(part(forms[f], rows, i, 0)) <= 4.0);
            double most = 0.0; // anywhere in the row: the difference of two fits 32 bits
            for (int k = 0; k < 4 && forms[f].interp == WT_INTERP_CUBIC; k++) {
                most += fabs(part(forms[f], rows, i, k)) / (1 << k);
            }
            assert_true(most <= 4.0 || forms[f].engine == WT_ENGINE_Q15);
        }
    }
    forget_wave(&w);
}

static void rows_of_a_cycle_as_it_is_pass_through_its_samples(void **state) {
    (void)state;
    static const uint32_t lengths[] = {2, 3, 5, 100, 255, 256};
    for (int f = 0; f < N_FORMS; f++) {
        for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++) {
            double samples[LENGTH + 4], original[LENGTH];
            for (uint32_t i = 0; i < lengths[l]; i++) {
                original[i] = samples[i] = sin(i * i * 0.7) * 0.999;
            }
            wt_level_build_as_is(forms[f], samples, lengths[l], rows);
            for (uint32_t i = 0; i <= lengths[l]; i++) {
                const double want = original[i % lengths[l]];
                double c[4] = {0};
                const bool cubic = forms[f].interp == WT_INTERP_CUBIC;
                for (int k = 0; k < (cubic ? 4 : 1); k++) {
                    c[k] = part(forms[f], rows, i, k);
                }
                const double at = c[0] - c[1] / 2.0 + c[2] / 4.0 - c[3] / 8.0; // z = -1/2
                assert_true(fabs(at - want) <= 2.0 * step(forms[f]));
            }
        }
    }
}

// The rule itself: images of all harmonics together against the signal, by the kernel's estimate.
static void lengths_keep_the_images_below_the_target(void **state) {
    (void)state;
    static const struct {
        wt_form form;
        double target_db;
        uint32_t longest;
    } targets[] = {
        {{WT_ENGINE_FLOAT, WT_INTERP_CUBIC}, -136.9, 1u << 19},
        {{WT_ENGINE_Q31, WT_INTERP_CUBIC}, -136.9, 1u << 19},
        {{WT_ENGINE_FLOAT, WT_INTERP_LINEAR}, -106.0, 1u << 20},
        {{WT_ENGINE_Q15, WT_INTERP_LINEAR}, -106.0, 1u << 20},
        {{WT_ENGINE_Q31, WT_INTERP_LINEAR}, -126.9, 1u << 20},
        {{WT_ENGINE_FLOAT, WT_INTERP_NEAREST}, -90.0, 1u << 16},
    };
    static const uint32_t harmonics[] = {1, 2, 7, 100, 1023, 5324, 32767};
    wave falling = saw_wave(32767);
    wave flat = saw_wave(32767);
    for (uint32_t h = 1; h <= flat.harmonics; h++) {
        flat.pairs[2 * h + 1] = 1.0;
    }
    const wave *waves[] = {&falling, &flat};
    for (size_t t = 0; t < sizeof targets / sizeof *targets; t++) {
        const wt_interp_images images = wt_interpolation_of(targets[t].form.interp)->images;
        for (size_t i = 0; i < 14; i++) {
            const wave *w = waves[i / 7];
            const uint32_t length = wt_level_length(targets[t].form, w->pairs, harmonics[i % 7]);
            double signal = 0.0, left = 0.0;
            for (uint32_t h = 1; h <= harmonics[i % 7]; h++) {
                const double p = w->pairs[2 * h + 1] * w->pairs[2 * h + 1];
                signal += p;
                const double f = (double)h / length;
                left += p * (images.factor + images.rise * f * f) * pow(f, images.order);
            }
            assert_int_equal(length & (length - 1), 0);
            assert_true(length <= targets[t].longest && length > 2 * harmonics[i % 7]);
            assert_true(length == targets[t].longest ||
                        10.0 * log10(left / signal) <= targets[t].target_db);
        }
    }
    forget_wave(&falling);
    forget_wave(&flat);
}

static void silence_and_nothing_have_the_shortest_level(void **state) {
    (void)state;
    const double nothing[4] = {0.5, 0.0, 0.0, 0.0};
    for (int f = 0; f < N_FORMS; f++) {
        assert_int_equal(wt_level_length(forms[f], nothing, 0), 64);
        assert_int_equal(wt_level_length(forms[f], nothing, 1), 64);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_hold_the_harmonics_divided_by_the_response),
        cmocka_unit_test(taps_read_as_the_polynomials_do),
        cmocka_unit_test(long_levels_hold_the_harmonics_between_their_points_too),
        cmocka_unit_test(the_last_row_repeats_the_first),
        cmocka_unit_test(what_a_cycle_gains_by_losing_harmonics_is_not_cut_off),
        cmocka_unit_test(harmonics_beyond_all_measure_saturate),
        cmocka_unit_test(rows_of_a_cycle_as_it_is_pass_through_its_samples),
        cmocka_unit_test(lengths_keep_the_images_below_the_target),
        cmocka_unit_test(silence_and_nothing_have_the_shortest_level),
    };
    return cmocka_run_group_tests_name("level", tests, NULL, NULL);
}
