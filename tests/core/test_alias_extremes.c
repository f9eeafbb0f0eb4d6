// Strange pitches, rates and cycles stay as clean as a piano's keys.
#include "line_spectrum.h"

enum {
    SAW,
    SQUARE,
    TWO,
    THREE,
    FIVE,
    CLICK_600,
    FLAT_1470,
    CLICK_2048,
    PRIME_65521,
    CLICK_65536,
    FLAT_65536,
    N_WAVES
};

static studio room;
static wave waves[N_WAVES];
static wt_cycle_ref refs[N_WAVES];

// The shortest cycle: a square wave's only sine.
static wave two_samples(void) {
    static float samples[] = {1.0f, -1.0f};
    wave w = {"2 samples",
              {.kind = WT_CYCLE_SAMPLES, .samples = samples, .length = 2},
              1,
              new_pairs(1),
              NULL};
    w.pairs[2] = 1.0;
    return w;
}

static int start(void **state) {
    (void)state;
    open_studio(&room, (size_t)96 << 20);
    waves[SAW] = saw_wave(WT_MAX_HARMONICS);
    waves[SQUARE] = square_wave(WT_MAX_HARMONICS);
    waves[TWO] = two_samples();
    waves[THREE] = sampled_wave("3 samples", 3, 0.0, 1, 1);
    waves[FIVE] = sampled_wave("5 samples", 5, 0.0, 1, 1);
    waves[CLICK_600] = sampled_wave("600-sample click", 600, 0.0, 0, 1);
    waves[FLAT_1470] = sampled_wave("1470 samples, flat spectrum", 1470, 0.0, 5, 1);
    waves[CLICK_2048] = sampled_wave("2048-sample click", 2048, 0.0, 0, 1);
    waves[PRIME_65521] = sampled_wave("65521 samples", 65521, 0.5, 7, 97);
    waves[CLICK_65536] = sampled_wave("65536-sample clicks", 65536, 0.0, 0, 64);
    waves[FLAT_65536] = sampled_wave("65536 samples, flat spectrum", 65536, 0.0, 3, 61);
    for (int i = 0; i < N_WAVES; i++) {
        refs[i] = add_cycle(&room, &waves[i].cycle);
    }
    return 0;
}

static int stop(void **state) {
    (void)state;
    for (int i = 0; i < N_WAVES; i++) {
        forget_wave(&waves[i]);
    }
    close_studio(&room);
    return 0;
}

// From 20 Hz to 20 kHz, or, where the fundamental itself lies above, to half an octave over it.
static purity measure(const wave *w, const wt_cycle_ref *ref, wt_form form, double rate,
                      double hz) {
    const uint32_t allowed = harmonics_at(rate, hz * 0.9);
    const uint32_t harmonics = allowed < w->harmonics ? allowed : w->harmonics;
    size_t n = 1u << 16;
    while (n < 4 * (size_t)wt_level_length(form, w->pairs, harmonics) ||
           hz / rate * (double)n < 4.0) {
        n *= 2;
    }
    const uint32_t k = odd_turns(hz, rate, n);
    const tone t = {
        .rate = rate, .hz = turns_hz(k, rate, n), .form = form, .cycles = ref, .n_cycles = 1};
    double *x = malloc(n * sizeof *x);
    assert_non_null(x);
    render_tone(&room, &t, x, n);
    const spectra s = transform(x, NULL, n);
    const double top_hz = fmax(band_top(rate), 1.5 * t.hz);
    const purity p = purity_of(&s, 0, k, rate, w, top_hz);
    free(s.z);
    free(x);
    return p;
}

static const wt_form cubic = {WT_ENGINE_FLOAT, WT_INTERP_CUBIC};
static const wt_form linear = {WT_ENGINE_FLOAT, WT_INTERP_LINEAR};

static void all_cycles_are_clean_at_all_pitches_however_flat_their_spectrum(void **state) {
    (void)state;
    static const double pitches[] = {27.5,   110.0,   440.0,   1760.0, 4186.0,
                                     7000.0, 12000.0, 19900.0, 23990.0};
    for (int i = 0; i < N_WAVES; i++) {
        double worst_cubic = -300.0, worst_linear = -300.0;
        for (size_t p = 0; p<sizeof pitches / sizeof *pitches; p += KEY_STEP> 1 ? 4 : 1) {
            worst_cubic = fmax(worst_cubic,
                               measure(&waves[i], &refs[i], cubic, 48000.0, pitches[p]).noise_db);
            worst_linear = fmax(worst_linear,
                                measure(&waves[i], &refs[i], linear, 48000.0, pitches[p]).noise_db);
        }
        print_message("%s: cubic %.1f dB, linear %.1f dB\n", waves[i].name, worst_cubic,
                      worst_linear);
        assert_true(worst_cubic <= -135.0);
        assert_true(worst_linear <= -103.0);
    }
}

// The rule of mip_spacing.h at its rates: clean in the band that a rate has.
static void all_rates_are_clean(void **state) {
    (void)state;
    static const double rates[] = {1000.0,  8000.0,  11025.0, 16000.0,  22050.0,  32000.0, 44099.0,
                                   44100.0, 55999.0, 56000.0, 176400.0, 192000.0, 768000.0};
    for (size_t r = 0; r<sizeof rates / sizeof *rates; r += KEY_STEP> 1 ? 6 : 1) {
        const double pitches[] = {55.0, 0.02 * rates[r], 0.17 * rates[r], 0.4 * rates[r]};
        purity worst = {0.0, -300.0, 0.0};
        for (int i = SAW; i <= CLICK_2048; i += CLICK_2048 - SAW) {
            for (int p = 0; p < 4; p++) {
                const purity this = measure(&waves[i], &refs[i], cubic, rates[r], pitches[p]);
                worst.noise_db = fmax(worst.noise_db, this.noise_db);
                worst.deviation_db = fmax(worst.deviation_db, this.deviation_db);
            }
        }
        print_message("%g Hz: %.1f dB, harmonics within %.5f dB\n", rates[r], worst.noise_db,
                      worst.deviation_db);
        assert_true(worst.noise_db <= -135.0);
        assert_true(worst.deviation_db <= 0.001);
    }
}

// Below the piano levels grow up to the longest (level.c), and the noise after that. What is heard
// then is what lies above 20 Hz: the sum is against that alone.
static void pitches_below_hearing_are_as_clean_as_the_longest_level_allows(void **state) {
    (void)state;
    static const struct {
        int wave;
        double hz;
        double cubic_db, linear_db;
    } cases[] = {
        {SAW, 5.0, -130.0, -97.0},         {SQUARE, 5.0, -130.0, -97.0},
        {CLICK_2048, 5.0, -140.0, -105.0}, {FLAT_65536, 5.0, -140.0, -90.0},
        {SAW, 0.1, -120.0, -80.0},         {CLICK_2048, 0.1, -140.0, -105.0},
        {FLAT_65536, 0.1, -115.0, -60.0},
    };
    for (size_t c = 0; c<sizeof cases / sizeof *cases; c += KEY_STEP> 1 ? 4 : 1) {
        const int i = cases[c].wave;
        const double at_cubic = measure(&waves[i], &refs[i], cubic, 48000.0, cases[c].hz).noise_db;
        const double at_linear =
            measure(&waves[i], &refs[i], linear, 48000.0, cases[c].hz).noise_db;
        print_message("%s, %g Hz: cubic %.1f dB, linear %.1f dB\n", waves[i].name, cases[c].hz,
                      at_cubic, at_linear);
        assert_true(at_cubic <= cases[c].cubic_db);
        assert_true(at_linear <= cases[c].linear_db);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_cycles_are_clean_at_all_pitches_however_flat_their_spectrum),
        cmocka_unit_test(all_rates_are_clean),
        cmocka_unit_test(pitches_below_hearing_are_as_clean_as_the_longest_level_allows),
    };
    return cmocka_run_group_tests_name("alias_extremes", tests, start, stop);
}
