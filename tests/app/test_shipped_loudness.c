// How loud the tables that ship are, as ITU-R BS.1770 weighs it, at two pitches and every position.
#include <complex.h>
#include <math.h>

#include "core/tables/spectrum.h"
#include "io/table/table_in.h"
#include "program.h"
#include "table_file.h"

// The power that a sine of `hz` keeps of a shelf and a high-pass, at 48 kHz.
static double weight_at(double hz) {
    const double complex z = cexp(-2.0 * I * M_PI * hz / 48000.0);
    const double complex shelf =
        (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z * z) /
        (1.0 - 1.69065929318241 * z + 0.73248077421585 * z * z);
    const double complex pass =
        (1.0 - 2.0 * z + z * z) / (1.0 - 1.99004745483398 * z + 0.99007225036621 * z * z);
    return pow(cabs(shelf * pass), 2.0);
}

// In dB of a sine of full scale at 1 kHz.
static double loudness_of(const double *pairs, uint32_t harmonics, double hz) {
    double sum = 0.0;
    for (uint32_t h = 1; h <= harmonics && h * hz <= 20000.0; h++) {
        sum +=
            (pairs[2 * h] * pairs[2 * h] + pairs[2 * h + 1] * pairs[2 * h + 1]) * weight_at(h * hz);
    }
    return 10.0 * log10(sum / weight_at(1000.0) + 1e-30);
}

// At each pitch all positions of all tables lie within 7 dB, half of which is a narrow pulse's and
// a formant's in a rest, whose peak is 1 already; and no position is 5 dB softer at A5 than at A2.
static void tables_are_about_equally_loud_at_a2_and_a5(void **state) {
    (void)state;
    static const double pitches[] = {110.0, 880.0};
    double low[] = {1e9, 1e9}, high[] = {-1e9, -1e9}, fade = 1e9;
    char tables[4096], name[32];
    snprintf(tables, sizeof tables, "%s", WT_PROGRAM);
    strcpy(strrchr(tables, '/'), "/tables");
    FILE *const pins = fopen(WT_SOURCE_DIR "/tests/app/shipped_tables.txt", "r");
    assert_non_null(pins);
    int n = 0;
    while (fscanf(pins, "%31s %*u %*u %*x", name) == 1) {
        if (strncmp(name, "lfsr", 4) == 0) {
            continue; // the noise of consoles has no pitch
        }
        n++;
        char path[4200];
        wt_table_file table;
        wt_message message = {""};
        snprintf(path, sizeof path, "%s/%s.wav", tables, name);
        assert_int_equal(read_table(&table, path, 0, NULL, &message), WT_OK);
        double *const pairs = malloc((table.length + 2) * sizeof *pairs);
        double *const work = malloc(wt_spectrum_work(table.length) * sizeof *work);
        assert_true(pairs && work);
        for (uint32_t c = 0; c < table.n_cycles; c++) {
            double db[2];
            wt_spectrum(table.samples + (size_t)c * table.length, table.length, pairs, work);
            for (int k = 0; k < 2; k++) {
                db[k] = loudness_of(pairs, table.length / 2, pitches[k]);
                low[k] = fmin(low[k], db[k]);
                high[k] = fmax(high[k], db[k]);
            }
            fade = fmin(fade, db[1] - db[0]);
            if (db[1] - db[0] < -5.0) {
                fail_msg("%s#%u: %.1f dB at A2, %.1f at A5", name, c, db[0], db[1]);
            }
        }
        free(pairs);
        free(work);
        wt_table_file_free(&table);
    }
    fclose(pins);
    print_message("%d tables, all positions: %.1f to %.1f dB at A2, %.1f to %.1f at A5; A5 over A2 "
                  "%.1f dB at least\n",
                  n, low[0], high[0], low[1], high[1], fade);
    assert_true(n > 0);
    assert_true(high[0] - low[0] <= 7.0);
    assert_true(high[1] - low[1] <= 7.0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_about_equally_loud_at_a2_and_a5),
    };
    return cmocka_run_group_tests_name("shipped loudness", tests, NULL, NULL);
}
