// What the bench does to tables: by what they sound like before and after.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "app/tables/table_ops.h"
#include "failing_malloc.h"

static const double pi = 3.14159265358979323846;

// Cycle c holds harmonics 1..3 at phases that change with c, and DC.
static double value(uint32_t c, double turns) {
    return 0.1 * c + 0.5 * sin(2.0 * pi * (turns + 0.13 * c)) +
           0.25 * cos(2.0 * pi * (2.0 * turns + 0.29 * c)) + 0.1 * sin(6.0 * pi * turns);
}

static wt_table_file make(uint32_t length, uint32_t n_cycles, bool narrow) {
    wt_table_file table = {.length = length, .n_cycles = n_cycles};
    const size_t n = (size_t)length * n_cycles;
    table.samples = narrow ? NULL : malloc(n * sizeof *table.samples);
    table.narrow = narrow ? malloc(n * sizeof *table.narrow) : NULL;
    for (size_t i = 0; i < n; i++) {
        const double x = value((uint32_t)(i / length), (double)(i % length) / length);
        if (narrow) {
            table.narrow[i] = (int16_t)lrint(x * 16384.0);
        } else {
            table.samples[i] = (float)x;
        }
    }
    return table;
}

static double at(const wt_table_file *table, uint32_t c, uint32_t i) {
    return (double)wt_table_sample(table, (size_t)c * table->length + i);
}

static void a_new_length_keeps_every_harmonic_that_it_can_hold(void **state) {
    (void)state;
    static const uint32_t lengths[][2] = {{256, 2048}, {2048, 256}, {600, 2048}, {2048, 600},
                                          {600, 7},    {16, 65536}, {64, 64}};
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
        wt_table_file table = make(lengths[k][0], 3, false);
        assert_int_equal(wt_table_set_length(&table, lengths[k][1]), WT_OK);
        assert_int_equal(table.length, lengths[k][1]);
        for (uint32_t c = 0; c < 3; c++) {
            for (uint32_t i = 0; i < table.length; i++) {
                const double wanted = value(c, (double)i / table.length);
                assert_true(fabs(at(&table, c, i) - wanted) < 1e-5);
            }
        }
        wt_table_file_free(&table);
    }
}

static void more_cycles_lie_evenly_between_those_there(void **state) {
    (void)state;
    wt_table_file table = make(64, 3, false);
    wt_table_file before = make(64, 3, false);
    assert_int_equal(wt_table_spread(&table, 9), WT_OK);
    assert_int_equal(table.n_cycles, 9);
    for (uint32_t i = 0; i < 64; i++) {
        for (uint32_t c = 0; c < 9; c++) {
            const uint32_t low = c / 4;
            const double t = c % 4 / 4.0;
            const double high = c == 8 ? 0.0 : t * (at(&before, low + 1, i) - at(&before, low, i));
            assert_true(fabs(at(&table, c, i) - at(&before, low, i) - high) < 1e-6);
        }
    }
    assert_int_equal(wt_table_spread(&table, 3), WT_OK);
    assert_memory_equal(table.samples, before.samples, 3 * 64 * sizeof(float));
    wt_table_file_free(&table);
    wt_table_file_free(&before);
}

static void aligned_cycles_start_their_fundamental_at_phase_0(void **state) {
    (void)state;
    static const uint32_t lengths[] = {256, 600, 2047};
    for (size_t k = 0; k < sizeof lengths / sizeof *lengths; k++) {
        wt_table_file table = make(lengths[k], 5, k == 0);
        const double scale = k == 0 ? 0.5 : 1.0;
        assert_int_equal(wt_table_align(&table), WT_OK);
        for (uint32_t c = 0; c < 5; c++) {
            for (uint32_t i = 0; i < table.length; i++) {
                const double wanted = value(c, (double)i / table.length - 0.13 * c);
                assert_true(fabs(at(&table, c, i) - wanted * scale) < 1e-4);
            }
        }
        wt_table_file_free(&table);
    }
}

static void silence_is_not_turned_and_an_aligned_table_stays_bit_for_bit(void **state) {
    (void)state;
    wt_table_file table = make(256, 2, false);
    memset(table.samples, 0, 256 * sizeof *table.samples);
    assert_int_equal(wt_table_align(&table), WT_OK);
    float once[512];
    memcpy(once, table.samples, sizeof once);
    assert_int_equal(wt_table_align(&table), WT_OK);
    for (int i = 0; i < 256; i++) {
        assert_true(!(table.samples[i] < 0.0f) && !(table.samples[i] > 0.0f));
        assert_true(fabs((double)table.samples[256 + i] - (double)once[256 + i]) < 1e-6);
    }
    wt_table_file_free(&table);
}

static void reversed_twice_is_as_it_was(void **state) {
    (void)state;
    for (uint32_t n = 1; n < 6; n++) {
        wt_table_file table = make(32, n, n % 2);
        wt_table_file before = make(32, n, n % 2);
        assert_int_equal(wt_table_reverse(&table), WT_OK);
        for (uint32_t c = 0; c < n; c++) {
            assert_true(fabs(at(&table, c, 7) - at(&before, n - 1 - c, 7)) < 1e-9);
        }
        assert_int_equal(wt_table_reverse(&table), WT_OK);
        for (uint32_t i = 0; i < 32 * n; i++) {
            assert_true(fabs(at(&table, 0, i) - at(&before, 0, i)) < 1e-9);
        }
        wt_table_file_free(&table);
        wt_table_file_free(&before);
    }
}

static void dc_goes_and_nothing_else(void **state) {
    (void)state;
    wt_table_file table = make(600, 4, false);
    assert_int_equal(wt_table_remove_dc(&table), WT_OK);
    for (uint32_t c = 0; c < 4; c++) {
        for (uint32_t i = 0; i < 600; i++) {
            assert_true(fabs(at(&table, c, i) - (value(c, i / 600.0) - 0.1 * c)) < 1e-5);
        }
    }
    wt_table_file_free(&table);
}

static void normalising_sets_the_peak_of_the_whole_or_of_each(void **state) {
    (void)state;
    for (int each = 0; each < 2; each++) {
        wt_table_file table = make(128, 4, false);
        const double ratio = at(&table, 0, 3) / at(&table, 3, 3);
        assert_int_equal(wt_table_normalise(&table, each, 0.5), WT_OK);
        assert_true(fabs(wt_table_peak(&table) - 0.5) < 1e-6);
        for (uint32_t c = 0; each && c < 4; c++) {
            double peak = 0.0;
            for (uint32_t i = 0; i < 128; i++) {
                peak = fmax(peak, fabs(at(&table, c, i)));
            }
            assert_true(fabs(peak - 0.5) < 1e-6);
        }
        assert_true(each || fabs(at(&table, 0, 3) / at(&table, 3, 3) - ratio) < 1e-5);
        wt_table_file_free(&table);
    }
}

static void what_could_not_be_read_back_is_a_limit(void **state) {
    (void)state;
    wt_table_file table = make(16384, 4, false);
    assert_int_equal(wt_table_spread(&table, 4096), WT_OK);
    assert_int_equal(wt_table_set_length(&table, 16385), WT_LIMIT);
    assert_int_equal(table.length, 16384); // as it was
    wt_table_file_free(&table);
    table = make(16385, 2, false);
    assert_int_equal(wt_table_spread(&table, 4096), WT_LIMIT);
    wt_table_file_free(&table);
}

static void every_allocation_that_fails_leaves_the_table(void **state) {
    (void)state;
    for (int n = 0, done = 0; done < 1; n++) {
        wt_table_file table = make(600, 3, true);
        fail_after_allocations(n);
        wt_status status = wt_table_align(&table);
        status = status == WT_OK ? wt_table_set_length(&table, 700) : status;
        status = status == WT_OK ? wt_table_spread(&table, 5) : status;
        fail_after_allocations(-1);
        done = status == WT_OK;
        assert_true(done || status == WT_NO_MEMORY);
        assert_true(table.samples || table.narrow);
        wt_table_file_free(&table);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_length_keeps_every_harmonic_that_it_can_hold),
        cmocka_unit_test(more_cycles_lie_evenly_between_those_there),
        cmocka_unit_test(aligned_cycles_start_their_fundamental_at_phase_0),
        cmocka_unit_test(silence_is_not_turned_and_an_aligned_table_stays_bit_for_bit),
        cmocka_unit_test(reversed_twice_is_as_it_was),
        cmocka_unit_test(dc_goes_and_nothing_else),
        cmocka_unit_test(normalising_sets_the_peak_of_the_whole_or_of_each),
        cmocka_unit_test(what_could_not_be_read_back_is_a_limit),
        cmocka_unit_test(every_allocation_that_fails_leaves_the_table),
    };
    return cmocka_run_group_tests_name("table ops", tests, NULL, NULL);
}
