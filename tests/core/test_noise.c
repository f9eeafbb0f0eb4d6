// Noise: its spectrum falls as its colour says, at every rate; nothing of it comes again.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

#include "core/voice/noise.h"

enum { LENGTH = 1 << 22 };

static const double tau = 6.283185307179586;

static float *noise_of(wt_noise_color color, double rate, uint32_t seed, uint32_t note, size_t n) {
    wt_noise noise;
    wt_noise_state state = {.brown = 0};
    wt_noise_init(&noise, rate);
    noise.used[color] = true;
    float *const samples = malloc(n * sizeof *samples);
    assert_non_null(samples);
    for (size_t done = 0; done < n; done += 4096) { // as voices ask for it
        float *const out[WT_NOISES] = {samples + done, samples + done, samples + done};
        wt_noise_render(&noise, &state, seed, note, done, out, n - done < 4096 ? n - done : 4096);
    }
    return samples;
}

// Power in a band of a ninth of an octave around `hz`: the mean over windowed stretches long enough
// to hold ten cycles of it, of the power at some frequencies of the band (Goertzel).
static double power_near(const float *x, double rate, double hz) {
    size_t length = 2048;
    while (length < 20.0 * rate / hz) {
        length *= 2;
    }
    const size_t stretches = LENGTH / length < 64 ? LENGTH / length : 64;
    double sum = 0.0;
    for (int k = -2; k <= 2; ++k) {
        const double w = tau * hz * pow(2.0, k / 45.0) / rate;
        const double c = 2.0 * cos(w);
        for (size_t s = 0; s < stretches; ++s) {
            const float *const part = x + s * (LENGTH / stretches);
            double a = 0.0;
            double b = 0.0;
            for (size_t i = 0; i < length; ++i) {
                const double window = 0.5 - 0.5 * cos(tau * (double)i / (double)length);
                const double y = window * (double)part[i] + c * a - b;
                b = a;
                a = y;
            }
            sum += (a * a + b * b - c * a * b) / (double)length;
        }
    }
    return sum / (5.0 * (double)stretches);
}

static void colours_fall_by_their_slope_within_a_decibel(void **state) {
    (void)state;
    static const struct {
        wt_noise_color color;
        double slope; // powers of the frequency
    } colors[] = {{WT_WHITE, 0}, {WT_PINK, -1}, {WT_BROWN, -2}};
    static const double rates[] = {44100, 96000};
    for (size_t i = 0; i < 6; ++i) {
        const double rate = rates[i / 3];
        float *const x = noise_of(colors[i % 3].color, rate, 1, 2, LENGTH);
        double low = 1e9;
        double high = -1e9;
        for (double hz = 20.0; hz < 20001.0; hz *= pow(10.0, 1.0 / 3.0)) {
            const double db = 10.0 * log10(power_near(x, rate, hz) * pow(hz, -colors[i % 3].slope));
            low = fmin(low, db);
            high = fmax(high, db);
        }
        // Within 1 dB either way; a mean over 5 to 1000 draws of a random power is off by as much
        // again at the lowest frequencies.
        if (!(high - low < 2.0 + 0.8)) {
            fail_msg("colour %d at %g: %.2f dB apart", (int)colors[i % 3].color, rate, high - low);
        }
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(colours_fall_by_their_slope_within_a_decibel),
        cmocka_unit_test(a_minute_of_it_has_no_period),
        cmocka_unit_test(seeds_and_notes_have_their_own),
        cmocka_unit_test(coloured_noise_stays_within_full_scale_at_a_loudness_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
