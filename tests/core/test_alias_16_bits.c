// 16 bits: what rounding alone would leave is what is heard, at every key and from every wave.
#include "keyboard.h"

#include "core/output/quantiser.h"

static const double rates[] = {44100.0, 48000.0};
static keyboard keys;

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

// The share of white noise that lies between 20 Hz and 20 kHz.
static double band_share(double rate) {
    return (band_top(rate) - 20.0) / (rate / 2.0);
}

static double squared(double x) {
    return x * x;
}

// Rounding to steps of s leaves s^2 / 12. A level of int16 at half of full scale (wt_headroom_bits)
// has s = 2^-14, and at every phase:
//   none, nearest  the entry's rounding                                                  s^2 / 12
//   linear         two entries', weighed 1 - x and x: 2/3 of it on average; rounded down once more
//                  (its mean, half a step, is DC and not in the band)                5 s^2 / 36
//   cubic          the sum is rounded once                                               s^2 / 12
// Where a level is so long that neighbours are mostly equal, linear is nearer to s^2 / 12. Images
// come on top: -104 dB for linear, none to speak of for cubic; held samples have more images than
// rounding, and are not measured here.
static const struct {
    wt_interp interp;
    double steps; // in s^2
    double images_db;
} int16_levels[] = {
    {WT_INTERP_LINEAR, 5.0 / 36.0, -104.0},
    {WT_INTERP_CUBIC, 1.0 / 12.0, -130.0},
};

static void the_q15_engine_has_the_noise_of_its_rounding_and_no_more(void **state) {
    (void)state;
    for (size_t c = 0; c < sizeof int16_levels / sizeof *int16_levels; c++) {
        const wt_form form = {WT_ENGINE_Q15, int16_levels[c].interp};
        for (size_t r = 0; r < sizeof rates / sizeof *rates; r++) {
            const double rounding = int16_levels[c].steps * 0x1p-28 * band_share(rates[r]);
            double most = -300.0, excess = -300.0;
            for (int key = LOWEST_KEY; key <= HIGHEST_KEY; key += KEY_STEP) {
                purity p[N_WAVES];
                measure_two(&keys, 0, form, rates[r], key, p);
                measure_two(&keys, 2, form, rates[r], key, p + 2);
                for (int i = 0; i < N_WAVES; i++) {
                    const double bound = power_db(rounding / p[i].signal +
                                                  pow(10.0, int16_levels[c].images_db / 10.0));
                    most = fmax(most, p[i].noise_db);
                    excess = fmax(excess, p[i].noise_db - bound);
                    if (!(p[i].noise_db <= bound + 1.0)) {
                        fail_msg("interpolation %d, %g Hz, key %d, %s: %.1f dB, rounding allows "
                                 "%.1f",
                                 form.interp, rates[r], key, keys.waves[i].name, p[i].noise_db,
                                 bound);
                    }
                }
            }
            print_message("q15, interpolation %d, %g Hz: at most %.1f dB, %+.2f against rounding\n",
                          form.interp, rates[r], most, excess);
        }
    }
}

// The file's samples over their gain.
static void render_file(const keyboard *kb, const tone *t, double gain, double *out, size_t n) {
    float *bus = malloc(n * sizeof *bus);
    int16_t *file = malloc(n * sizeof *file);
    assert_true(bus && file);
    render_bus(&kb->studio, t, (wt_bus){.f = bus}, n);
    wt_quantiser q;
    wt_quantiser_init(&q, WT_ENGINE_FLOAT, WT_I16, 16, true, 0, gain);
    wt_quantise(&q, (wt_bus){.f = bus}, file, n);
    assert_int_equal(q.clipped, 0);
    for (size_t i = 0; i < n; i++) {
        out[i] = (double)file[i] * 0x1p-15 / gain;
    }
    free(bus);
    free(file);
}

// Triangular dither of two steps and the rounding after it: 2/12 + 1/12 of a step squared, white,
// whatever the signal (Lipshitz, Wannamaker, Vanderkooy 1992).
static void a_dithered_file_has_the_noise_of_an_ideal_quantiser(void **state) {
    (void)state;
    enum { N = 1 << 16 };
    const double gain = 0.70710678118654757; // -3 dB, the program's
    double *x = malloc(2 * N * sizeof *x);
    for (size_t r = 0; r < sizeof rates / sizeof *rates; r++) {
        const double ideal = 0.25 * squared(0x1p-15 / gain) * band_share(rates[r]);
        double low = 300.0, high = -300.0;
        for (int key = LOWEST_KEY; key <= HIGHEST_KEY; key += KEY_STEP) {
            const uint32_t k = odd_turns(key_hz(key), rates[r], N);
            for (int i = 0; i < N_WAVES; i++) {
                const tone t = {.rate = rates[r],
                                .hz = turns_hz(k, rates[r], N),
                                .form = {WT_ENGINE_FLOAT, WT_INTERP_CUBIC},
                                .cycles = &keys.refs[i],
                                .n_cycles = 1};
                render_file(&keys, &t, gain, x + (i % 2) * N, N);
                if (i % 2 == 0) {
                    continue;
                }
                const spectra s = transform(x, x + N, N);
                for (int second = 0; second < 2; second++) {
                    const wave *w = &keys.waves[i - 1 + second];
                    const purity p = purity_of(&s, second, k, rates[r], w, 20000.0);
                    const double excess = p.noise_db - power_db(ideal / p.signal);
                    low = fmin(low, excess);
                    high = fmax(high, excess);
                    if (!(fabs(excess) <= 0.5)) {
                        fail_msg("%g Hz, key %d, %s: %+.2f dB against an ideal quantiser", rates[r],
                                 key, w->name, excess);
                    }
                }
                free(s.z);
            }
        }
        print_message("16 bits, %g Hz: %+.2f to %+.2f dB against an ideal quantiser\n", rates[r],
                      low, high);
    }
    free(x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_q15_engine_has_the_noise_of_its_rounding_and_no_more),
        cmocka_unit_test(a_dithered_file_has_the_noise_of_an_ideal_quantiser),
    };
    return cmocka_run_group_tests_name("alias_16_bits", tests, start, stop);
}
