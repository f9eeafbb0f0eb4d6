// Cycles that take turns, crossed over, against their definition at eight times the rate.
//
// The reference adds the harmonics that a level holds, cycle by cycle, weighted by the shares of
// turns in the window, in doubles and so often that nothing folds. What the transforms of both
// differ by, up to 20 kHz, is what folds and what reading adds.
#include "line_spectrum.h"
#include "wave.h"

#include "base/scramble.h"
#include "core/voice/scan.h"

enum { RATE = 48000, N = 1 << 14, RAISED = 8, MOST_HARMONICS = 1800, CYCLES = 3 };

static studio room;
static wave waves[7];
static wt_cycle_ref refs[7];

static int start(void **state) {
    (void)state;
    open_studio(&room, (size_t)96 << 20);
    waves[0] = (wave){"sine", {.kind = WT_CYCLE_SINE}, 1, new_pairs(1), NULL};
    waves[0].pairs[3] = 1.0;
    waves[1] = square_wave(MOST_HARMONICS);
    waves[2] = saw_wave(MOST_HARMONICS);
    waves[3] = sampled_wave("dull", 600, 1.5, 3, 1);
    waves[4] = bright_wave();
    waves[5] = sampled_wave("odd", 2048, 1.2, 5, 2);
    waves[6] = sampled_wave("click", 256, 1.0, 0, 1);
    for (int i = 0; i < 7; i++) {
        refs[i] = add_cycle(&room, &waves[i].cycle);
    }
    return 0;
}

static int stop(void **state) {
    (void)state;
    for (int i = 0; i < 7; i++) {
        forget_wave(&waves[i]);
    }
    close_studio(&room);
    return 0;
}

static double harmonics_sum(const wave *w, double turns, uint32_t most) {
    const double c = cos(2.0 * pi * turns);
    const double s = sin(2.0 * pi * turns);
    double re = c, im = s, sum = w->pairs[0];
    for (uint32_t h = 1; h <= most && h <= w->harmonics; h++) {
        sum += w->pairs[2 * h] * re + w->pairs[2 * h + 1] * im;
        const double next = re * c - im * s;
        im = re * s + im * c;
        re = next;
    }
    return sum;
}

// The integral of 315/256 (1 - y^2)^4 from -1 to y.
static double integral(double y) {
    y = fmin(fmax(y, -1.0), 1.0);
    return 0.5 + 315.0 / 256 *
                     (y - 4.0 / 3 * pow(y, 3) + 6.0 / 5 * pow(y, 5) - 4.0 / 7 * pow(y, 7) +
                      pow(y, 9) / 9);
}

static uint32_t cycle_of(wt_scan scan, int64_t turn) {
    const uint32_t number = turn > 0 ? (uint32_t)turn : 0;
    return (scan == WT_SCAN_CYCLE ? number : wt_draw(0, 0, number)) % CYCLES;
}

// At `turns` since the start, with so many turns in 1 ms.
static double crossed_over(int set, wt_scan scan, double turns, double wide, uint32_t harmonics) {
    double values[CYCLES], sum = 0.0;
    for (int c = 0; c < CYCLES; c++) {
        values[c] = harmonics_sum(&waves[set + c], turns, harmonics);
    }
    const int64_t first = (int64_t)floor(turns - wide / 2);
    const int64_t last = (int64_t)floor(turns + wide / 2);
    for (int64_t k = first; k <= last; k++) {
        const double share = integral(2.0 * (turns - (double)k) / wide) -
                             integral(2.0 * (turns - (double)k - 1.0) / wide);
        sum += share * values[cycle_of(scan, k)];
    }
    return sum;
}

static uint32_t level_harmonics(double hz) {
    const wt_mip_spacing grid = wt_mip_spacing_with_room(RATE, wt_scan_spread_hz(RATE));
    return wt_mip_spacing_harmonics(&grid, (int32_t)ceil(wt_mip_spacing_level(&grid, hz)));
}

// Blackman and Harris's four terms, -92 dB.
static double window_at(double u) {
    return 0.35875 - 0.48829 * cos(2 * pi * u) + 0.14128 * cos(4 * pi * u) -
           0.01168 * cos(6 * pi * u);
}

static spectra windowed(const double *x, size_t n) {
    double *y = malloc(n * sizeof *y);
    assert_non_null(y);
    for (size_t i = 0; i < n; i++) {
        y[i] = x[i] * window_at((double)i / (double)n) / (double)n;
    }
    const spectra s = transform(y, NULL, n);
    free(y);
    return s;
}

// Of the difference in 20 Hz to 20 kHz, against what there is.
static double folded_db(const spectra *x, const spectra *ideal) {
    double noise = 0.0, signal = 0.0;
    for (size_t bin = 20 * (size_t)N / RATE; bin < 20000 * (size_t)N / RATE; bin++) {
        for (int k = 0; k < 2; k++) {
            const double is = x->z[2 * bin + k];
            const double wanted = ideal->z[2 * bin + k];
            noise += (is - wanted) * (is - wanted);
            signal += wanted * wanted;
        }
    }
    return power_db(noise / signal);
}

static double largest_step(const double *x) {
    double most = 0.0;
    for (int i = 1; i < N; i++) {
        most = fmax(most, fabs(x[i] - x[i - 1]));
    }
    return most;
}

static tone tone_of(int set, wt_scan scan, double hz, wt_engine engine, uint32_t n_cycles) {
    return (tone){.rate = RATE,
                  .hz = hz,
                  .form = {engine, WT_INTERP_CUBIC},
                  .scan = scan,
                  .cycles = refs + set,
                  .n_cycles = n_cycles};
}

static double steps_of_cycles(int set, double hz, wt_engine engine) {
    static double x[N];
    double most = 0.0;
    for (int c = 0; c < CYCLES; c++) {
        const tone t = tone_of(set + c, WT_SCAN_MIX, hz, engine, 1);
        render_tone(&room, &t, x, N);
        most = fmax(most, largest_step(x));
    }
    return most;
}

static void turns_cross_over_without_aliases_or_clicks(void **state) {
    (void)state;
    static const double pitches[] = {82.4, 146.8, 440.0, 1319.0, 2637.0, 4186.0};
    static const int sets[] = {0, 2, 4};
    static const char *const engines[] = {"float", "q15", "q31"};
    static const double most_db[] = {-110.0, -77.0, -110.0}; // q15: the rounding of its bits
    static double x[N], ideal[(size_t)N * RAISED];
    for (int scan = WT_SCAN_CYCLE; scan <= WT_SCAN_RANDOM; scan++) {
        for (size_t c = 0; c < 3; c++) {
            for (size_t p = 0; p < sizeof pitches / sizeof *pitches; p += KEY_STEP) {
                const uint32_t increment = (uint32_t)llround(pitches[p] / RATE * 0x1p32);
                const uint32_t harmonics = level_harmonics(pitches[p]);
                for (size_t i = 0; i < (size_t)N * RAISED; i++) {
                    ideal[i] = crossed_over(sets[c], (wt_scan)scan, (double)i * increment * 0x1p-35,
                                            48.0 * increment * 0x1p-32, harmonics);
                }
                const spectra wanted = windowed(ideal, (size_t)N * RAISED);
                for (int e = 0; e < 3; e++) {
                    const tone t =
                        tone_of(sets[c], (wt_scan)scan, pitches[p], (wt_engine)e, CYCLES);
                    render_tone(&room, &t, x, N);
                    const spectra is = windowed(x, N);
                    const double db = folded_db(&is, &wanted);
                    const double step = largest_step(x);
                    const double own = steps_of_cycles(sets[c], pitches[p], (wt_engine)e);
                    print_message(
                        "%s of %s.. %g Hz, %s: %.1f dB, steps %.3f of the cycles' own %.3f\n",
                        scan == WT_SCAN_CYCLE ? "cycle" : "random", waves[sets[c]].name, pitches[p],
                        engines[e], db, step, own);
                    free(is.z);
                    assert_true(db <= most_db[e]);
                    assert_true(step <= own);
                }
                free(wanted.z);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(turns_cross_over_without_aliases_or_clicks),
    };
    return cmocka_run_group_tests_name("scan", tests, start, stop);
}
