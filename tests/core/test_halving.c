// Filters that halve a rate, by their response: what is heard passes, what would fold onto it does
// not.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/output/halving.h"

static const double pi = 3.14159265358979323846;

// Of a sine at so many cycles a sample of the higher rate. It is real: the filter does not delay.
static double response(const wt_halving *filter, double f) {
    double sum = (double)filter->middle;
    for (size_t k = 0; k < filter->n; k++) {
        sum += 2.0 * (double)filter->taps[k] * cos(2.0 * pi * f * (2.0 * (double)k + 1.0));
    }
    for (size_t k = 0; k < filter->n_between; k++) {
        sum += 2.0 * (double)filter->between[k] * cos(2.0 * pi * f * (2.0 * (double)k + 2.0));
    }
    return sum;
}

static double db(double x) {
    return 20.0 * log10(fmax(fabs(x), 1e-15));
}

// Every stage of 2, 4 and 8 times a rate. What is above the band there and is not heard may be
// anything in between.
static void what_is_heard_passes_and_what_folds_onto_it_does_not(void **state) {
    (void)state;
    static const struct {
        double rate, passes_db, folds_db;
    } cases[] = {{8000, 0.01, -119.0},     {11025, 0.01, -119.0},    {22050, 0.01, -119.0},
                 {44099, 0.01, -119.0},    {44100, 0.00002, -113.0}, {48000, 0.00002, -113.0},
                 {88200, 0.00002, -113.0}, {96000, 0.00002, -113.0}, {192000, 0.00002, -113.0}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        const double rate = cases[c].rate;
        const double band = rate < 44100.0 ? rate * 20.0 / 44.1 : 20000.0;
        const double heard = rate < 44100.0 ? rate / 2.0 : 20000.0;
        for (unsigned stage = 0; stage < 3; stage++) {
            const wt_halving filter = wt_halving_of(rate, stage);
            const double lower = rate * (double)(1u << stage);
            double passes = 0.0, folds = -300.0;
            assert_true(filter.n <= WT_HALVING_MOST && filter.n_between < filter.n);
            assert_int_equal(wt_halving_reach(&filter), 2 * filter.n - 1);
            for (double hz = 0.0; hz <= heard; hz += heard / 4000.0) {
                const double db_here = db(response(&filter, hz / lower / 2.0));
                passes = hz <= band ? fmax(passes, fabs(db_here)) : passes;
                folds = fmax(folds, db(response(&filter, 0.5 - hz / lower / 2.0)));
            }
            print_message("%6g Hz, to %u times: passes within %.6f dB, folds by %.1f dB\n", rate,
                          1u << stage, passes, folds);
            assert_true(passes <= cases[c].passes_db);
            assert_true(folds <= cases[c].folds_db);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_heard_passes_and_what_folds_onto_it_does_not),
    };
    return cmocka_run_group_tests_name("halving", tests, NULL, NULL);
}
