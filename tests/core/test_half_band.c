// Half-band filters by their response: what is heard passes, what would fold onto it does not.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/output/half_band.h"

static const double pi = 3.14159265358979323846;

// Of a sine at so many cycles a sample of the higher rate. It is real: the filter does not delay.
static double response(const wt_half_band *filter, double f) {
    double sum = 0.5;
    for (size_t k = 0; k < filter->n; k++) {
        sum += 2.0 * (double)filter->taps[k] * cos(2.0 * pi * f * (2.0 * (double)k + 1.0));
    }
    return sum;
}

static double db(double x) {
    return 20.0 * log10(fmax(fabs(x), 1e-15));
}

// Every stage of 2, 4 and 8 times these rates. What is above the band at `rate` and is not heard
// may be anything in between.
static void what_is_heard_passes_and_what_folds_onto_it_does_not(void **state) {
    (void)state;
    static const double rates[] = {8000, 22050, 44100, 48000, 88200, 96000, 192000};
    for (size_t r = 0; r < sizeof rates / sizeof *rates; r++) {
        const double band = rates[r] < 44100.0 ? rates[r] * 20.0 / 44.1 : 20000.0;
        for (unsigned stage = 0; stage < 3; stage++) {
            const wt_half_band filter = wt_half_band_of(rates[r], stage);
            const double higher = rates[r] * (double)(2u << stage);
            assert_true(filter.n <= WT_HALF_BAND_MOST);
            assert_int_equal(wt_half_band_reach(&filter), 2 * filter.n - 1);
            for (double hz = 0.0; hz <= band; hz += band / 2000.0) {
                const double passes = db(response(&filter, hz / higher));
                const double folds = db(response(&filter, 0.5 - hz / higher));
                if (!(fabs(passes) <= 0.00002) || !(folds <= -113.0)) {
                    fail_msg("%g Hz, stage %u: %g Hz passes by %.6f dB, and folds by %.1f dB",
                             rates[r], stage, hz, passes, folds);
                }
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_heard_passes_and_what_folds_onto_it_does_not),
    };
    return cmocka_run_group_tests_name("half band", tests, NULL, NULL);
}
