// Noise: its spectrum falls as its colour says, at every rate; nothing of it comes again.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

#include "core/tables/fft.h"
#include "core/voice/noise.h"

enum { LENGTH = 1 << 23 };

// As voices ask for it, in blocks and by kernels of some width.
static float *noise_in(wt_noise_color color, double rate, uint32_t seed, uint32_t note, size_t n,
                       size_t block, const wt_kernels *kernels) {
    wt_noise noise;
    float memory[WT_NOISE_MEMORY] = {0.0f};
    wt_noise_init(&noise, rate);
    noise.used[color] = true;
    float *const samples = malloc(n * sizeof *samples);
    assert_non_null(samples);
    for (size_t done = 0; done < n; done += block) {
        float *const out[WT_NOISES] = {samples + done, samples + done, samples + done};
        wt_noise_render(&noise, kernels, memory, seed, note, done, out, true,
                        n - done < block ? n - done : block);
    }
    return samples;
}

static float *noise_of(wt_noise_color color, double rate, uint32_t seed, uint32_t note, size_t n) {
    return noise_in(color, rate, seed, note, n, 4096, wt_kernels_best(WT_ENGINE_FLOAT));
}

enum { SECTION = 65536, BANDS = 31 }; // of a spectrum; thirds of octaves, 20 Hz to 20 kHz

// Welch's spectrum: the power of windowed sections, each over half of the one before, line by line.
// Two are transformed at once, one as the imaginary part of the other.
static double *spectrum_of(const float *x) {
    enum { HALF = SECTION / 2 };
    double *const power = calloc(HALF, sizeof *power);
    double *const turn = malloc(2 * SECTION * sizeof *turn);
    double *const sections = malloc(2 * SECTION * sizeof *sections);
    assert_true(power && turn && sections);
    wt_fft_turn(turn, SECTION);
    for (size_t at = 0; at + SECTION + HALF <= LENGTH; at += SECTION) {
        for (size_t i = 0; i < SECTION; ++i) {
            const double cosine = i < HALF ? turn[2 * i] : -turn[2 * (i - HALF)];
            const double window = 0.5 - 0.5 * cosine;
            sections[2 * i] = window * (double)x[at + i];
            sections[2 * i + 1] = window * (double)x[at + HALF + i];
        }
        wt_fft(sections, SECTION, turn, 1);
        for (size_t k = 0; k < HALF; ++k) {
            const double *const z = sections + 2 * k;
            const double *const mirrored = sections + 2 * ((SECTION - k) % SECTION);
            power[k] += (z[0] * z[0] + z[1] * z[1] + mirrored[0] * mirrored[0] +
                         mirrored[1] * mirrored[1]) /
                        2.0;
        }
    }
    free(sections);
    free(turn);
    return power;
}

// How far the thirds of octaves around 20 Hz to 20 kHz lie from f^slope: half of what is between
// the furthest two, in dB.
static double distance_from_slope(const double *power, double rate, double slope) {
    double low = 1e9;
    double high = -1e9;
    for (int band = 0; band < BANDS; ++band) {
        const double hz = 20.0 * pow(10.0, band / 10.0);
        const size_t first = (size_t)ceil(hz * pow(10.0, -0.05) * SECTION / rate);
        const size_t above = (size_t)(hz * pow(10.0, 0.05) * SECTION / rate);
        const size_t last = above < SECTION / 2 ? above : SECTION / 2 - 1;
        double sum = 0.0;
        for (size_t k = first; k <= last; ++k) {
            sum += power[k] * pow((double)k * rate / SECTION, -slope);
        }
        const double db = 10.0 * log10(sum / (double)(last - first + 1));
        low = fmin(low, db);
        high = fmax(high, db);
    }
    return (high - low) / 2.0;
}

static void colours_fall_by_their_slope_within_a_decibel(void **state) {
    (void)state;
    static const struct {
        wt_noise_color color;
        const char *name;
        double slope; // powers of the frequency
    } colors[] = {{WT_WHITE, "white", 0}, {WT_PINK, "pink", -1}, {WT_BROWN, "brown", -2}};
    static const double rates[] = {44100, 48000, 96000};
    for (size_t i = 0; i < 9; ++i) {
        const double rate = rates[i / 3];
        float *const x = noise_of(colors[i % 3].color, rate, 1, 2, LENGTH);
        double *const power = spectrum_of(x);
        const double off = distance_from_slope(power, rate, colors[i % 3].slope);
        print_message("%s at %g: %.2f dB off\n", colors[i % 3].name, rate, off);
        // The lowest band is a mean of some 400 draws at least: 0.2 dB of it are chance.
        if (!(off <= 1.0)) {
            fail_msg("%s at %g: %.2f dB", colors[i % 3].name, rate, off);
        }
        free(power);
        free(x);
    }
}

// The largest correlation of a stretch with what comes in the next minute, by a hash of its
// first samples: white noise that comes again is found by four equal samples.
static void a_minute_of_it_has_no_period(void **state) {
    (void)state;
    const size_t minute = 60 * 48000;
    float *const x = noise_of(WT_WHITE, 48000, 0, 0, minute + 8);
    for (size_t i = 1; i <= minute; ++i) {
        assert_false(memcmp(x, x + i, 4 * sizeof *x) == 0);
    }
    free(x);
}

static void seeds_and_notes_have_their_own(void **state) {
    (void)state;
    enum { N = 48000 };
    static const uint32_t ids[][2] = {{0, 0}, {1, 0}, {0, 1}, {1, 1}, {2, 0}};
    for (size_t i = 0; i < 5; ++i) {
        for (size_t k = 0; k < i; ++k) {
            float *const a = noise_of(WT_WHITE, 48000, ids[i][0], ids[i][1], N);
            float *const b = noise_of(WT_WHITE, 48000, ids[k][0], ids[k][1], N);
            double product = 0.0;
            for (size_t s = 0; s < N; ++s) {
                product += (double)a[s] * (double)b[s];
            }
            // Independent: the mean of 48000 products of variance 1/9 is within 5 sigma of 0.
            assert_true(fabs(product / N) < 5.0 / 3.0 / sqrt(N));
            free(a);
            free(b);
        }
    }
}

static void coloured_noise_stays_within_full_scale_at_a_loudness_of_its_own(void **state) {
    (void)state;
    for (wt_noise_color color = WT_PINK; color <= WT_BROWN; ++color) {
        for (double rate = 8000; rate < 200000; rate *= 2) {
            float *const x = noise_of(color, rate, 3, 4, 1 << 20);
            double sum = 0.0;
            for (size_t i = 0; i < 1 << 20; ++i) {
                assert_true(x[i] >= -1.0f && x[i] <= 1.0f);
                sum += (double)x[i] * (double)x[i];
            }
            const double rms_db = 10.0 * log10(sum / (1 << 20));
            assert_true(fabs(rms_db + 14.0) < 1.5); // slow swings count more at high rates
            free(x);
        }
    }
}

static void blocks_and_widths_never_show(void **state) {
    (void)state;
    enum { N = 10007 };
    static const size_t blocks[] = {1, 3, 7, 8, 61, 64, 4096, N};
    static const int widths[] = {1, 4, 8, 16};
    for (wt_noise_color color = WT_WHITE; color < WT_NOISES; ++color) {
        float *const whole = noise_of(color, 48000, 5, 6, N);
        for (size_t i = 0; i < sizeof blocks / sizeof *blocks; ++i) {
            for (size_t k = 0; k < 4 && wt_kernels_of_width(WT_ENGINE_FLOAT, widths[k]); ++k) {
                float *const x = noise_in(color, 48000, 5, 6, N, blocks[i],
                                          wt_kernels_of_width(WT_ENGINE_FLOAT, widths[k]));
                assert_memory_equal(x, whole, N * sizeof *x);
                free(x);
            }
        }
        free(whole);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colours_fall_by_their_slope_within_a_decibel),
        cmocka_unit_test(blocks_and_widths_never_show),
        cmocka_unit_test(a_minute_of_it_has_no_period),
        cmocka_unit_test(seeds_and_notes_have_their_own),
        cmocka_unit_test(coloured_noise_stays_within_full_scale_at_a_loudness_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
