// No audible aliasing at any key, from any wave: the float engine and q31.
//
// All keys at 44.1 and 48 kHz; of other rates and readers every fifth, which is every name of a
// note, unless WT_WHOLE_GRID=1 asks for all.
#include "keyboard.h"

// Noise: all between 20 Hz and 20 kHz (half the rate, where that is below 44.1 kHz) that the wave
// itself does not have there, amplitude and phase, against what it has. The worst keys as measured,
// saw, square, pulse and bright cycle, at 44.1 kHz: float cubic -139.4, linear -104.3; q31 cubic
// -140.6, linear -125.3.
static const struct {
    wt_engine engine;
    wt_interp interp;
    double rate;
    double noise_db;     // of every wave at every key, at most
    double deviation_db; // of every harmonic in the band, at most
} cases[] = {
    {WT_ENGINE_FLOAT, WT_INTERP_CUBIC, 44100, -135, 0.001},
    {WT_ENGINE_FLOAT, WT_INTERP_CUBIC, 48000, -135, 0.001},
    {WT_ENGINE_FLOAT, WT_INTERP_CUBIC, 88200, -135, 0.001},
    {WT_ENGINE_FLOAT, WT_INTERP_CUBIC, 96000, -135, 0.001},
    {WT_ENGINE_FLOAT, WT_INTERP_CUBIC, 32000, -135, 0.001},
    {WT_ENGINE_FLOAT, WT_INTERP_CUBIC, 24000, -135, 0.001},
    {WT_ENGINE_FLOAT, WT_INTERP_CUBIC, 22050, -135, 0.001},
    {WT_ENGINE_FLOAT, WT_INTERP_CUBIC, 16000, -135, 0.001},
    {WT_ENGINE_FLOAT, WT_INTERP_CUBIC, 11025, -135, 0.001},
    {WT_ENGINE_FLOAT, WT_INTERP_CUBIC, 8000, -135, 0.001},
    {WT_ENGINE_FLOAT, WT_INTERP_LINEAR, 44100, -103, 0.001},
    {WT_ENGINE_FLOAT, WT_INTERP_LINEAR, 48000, -103, 0.001},
    {WT_ENGINE_FLOAT, WT_INTERP_LINEAR, 88200, -103, 0.001},
    {WT_ENGINE_FLOAT, WT_INTERP_LINEAR, 96000, -103, 0.001},
    {WT_ENGINE_FLOAT, WT_INTERP_LINEAR, 22050, -103, 0.001},
    {WT_ENGINE_Q31, WT_INTERP_CUBIC, 44100, -135, 0.001},
    {WT_ENGINE_Q31, WT_INTERP_CUBIC, 48000, -135, 0.001},
    {WT_ENGINE_Q31, WT_INTERP_LINEAR, 44100, -123, 0.001},
    {WT_ENGINE_Q31, WT_INTERP_LINEAR, 48000, -123, 0.001},
};

static keyboard keys;

static int key_step(size_t c) {
    return c < 2 || getenv("WT_WHOLE_GRID") ? KEY_STEP : 5 * KEY_STEP;
}

static int start(void **state) {
    (void)state;
    open_keyboard(&keys);
    return 0;
}

static int stop(void **state) {
    (void)state;
    close_keyboard(&keys);
    return 0;
}

static void every_key_of_every_wave_is_clean_and_whole_up_to_its_band(void **state) {
    (void)state;
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        const wt_form form = {cases[c].engine, cases[c].interp};
        purity worst = {0.0, -300.0, 0.0};
        for (int key = LOWEST_KEY; key <= HIGHEST_KEY; key += key_step(c)) {
            purity p[N_WAVES];
            if (key_hz(key) * 1.01 > band_top(cases[c].rate)) {
                break;
            }
            for (int i = 0; i < N_WAVES; i += 2) {
                measure_two(&keys, i, form, cases[c].rate, key, p + i);
            }
            for (int i = 0; i < N_WAVES; i++) {
                worst.noise_db = fmax(worst.noise_db, p[i].noise_db);
                worst.deviation_db = fmax(worst.deviation_db, p[i].deviation_db);
                if (!(p[i].noise_db <= cases[c].noise_db) ||
                    !(p[i].deviation_db <= cases[c].deviation_db)) {
                    fail_msg("engine %d, interpolation %d, %g Hz, key %d, %s: noise %.1f dB, a "
                             "harmonic off by %.4f dB",
                             form.engine, form.interp, cases[c].rate, key, keys.waves[i].name,
                             p[i].noise_db, p[i].deviation_db);
                }
            }
        }
        print_message("engine %d, interpolation %d, %6g Hz: %.1f dB, harmonics within %.5f dB\n",
                      form.engine, form.interp, cases[c].rate, worst.noise_db, worst.deviation_db);
    }
}

// The transform that all of this rests on, once against a sum over every frame.
static void a_bin_of_the_transform_is_the_sum_over_all_frames(void **state) {
    (void)state;
    enum { N = 1 << 12, TURNS = 37 };
    const wt_form form = {WT_ENGINE_FLOAT, WT_INTERP_CUBIC};
    const tone t = {.rate = 48000.0,
                    .hz = turns_hz(TURNS, 48000.0, N),
                    .form = form,
                    .cycles = &keys.refs[3],
                    .n_cycles = 1};
    static double x[2 * N];
    render_tone(&keys.studio, &t, x, N);
    for (size_t i = 0; i < N; i++) {
        x[N + i] = sin((double)(i * i % 1009));
    }
    const spectra s = transform(x, x + N, N);
    for (size_t bin = 1; bin < N / 2; bin += 17) {
        for (int second = 0; second < 2; second++) {
            double a = 0.0, b = 0.0, pair[2];
            for (size_t i = 0; i < N; i++) {
                a += x[(size_t)second * N + i] * cos(2.0 * pi * (double)(bin * i % N) / N);
                b += x[(size_t)second * N + i] * sin(2.0 * pi * (double)(bin * i % N) / N);
            }
            bin_pair(&s, second, bin, pair);
            assert_true(fabs(pair[0] - 2.0 * a / N) < 1e-12);
            assert_true(fabs(pair[1] - 2.0 * b / N) < 1e-12);
        }
    }
    free(s.z);
}

// What has no band limit shows what these tests see.
static void a_plain_table_aliases_and_the_measure_sees_it(void **state) {
    (void)state;
    enum { N = 1 << 16 };
    const uint32_t k = odd_turns(key_hz(96), 48000.0, N);
    const tone t = {.rate = 48000.0,
                    .hz = turns_hz(k, 48000.0, N),
                    .form = {WT_ENGINE_FLOAT, WT_INTERP_CUBIC},
                    .plain = true,
                    .cycles = &keys.refs[0],
                    .n_cycles = 1};
    double *x = malloc(N * sizeof *x);
    render_tone(&keys.studio, &t, x, N);
    const spectra s = transform(x, NULL, N);
    const purity p = purity_of(&s, 0, k, 48000.0, &keys.waves[0], 20000.0);
    assert_true(p.noise_db > -20.0);
    free(s.z);
    free(x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bin_of_the_transform_is_the_sum_over_all_frames),
        cmocka_unit_test(a_plain_table_aliases_and_the_measure_sees_it),
        cmocka_unit_test(every_key_of_every_wave_is_clean_and_whole_up_to_its_band),
    };
    return cmocka_run_group_tests_name("alias_keys", tests, start, stop);
}
