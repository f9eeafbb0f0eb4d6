// Levels by time and frequency, of notes and of sound files.
#include "folder.h"
#include "plot_csv.h"
#include "program.h"

#include <math.h>

#include "app/charts/short_time.h"

static const double pi = 3.14159265358979323846;
static const double rate = 48000;

typedef struct {
    size_t row;
    double db;
} peak;

// The loudest row of a column.
static peak peak_of(const float *levels, size_t column) {
    peak p = {0, -1e9};
    for (size_t r = 0; r < WT_FREQUENCY_ROWS; ++r) {
        const double db = (double)levels[column * WT_FREQUENCY_ROWS + r];
        p = db > p.db ? (peak){r, db} : p;
    }
    return p;
}

static double hz_of(double place) {
    return 20 * pow(0.5 * rate / 20, place / WT_FREQUENCY_ROWS);
}

static void a_sine_stands_in_the_row_of_its_frequency_at_its_level(void **state) {
    (void)state;
    static const struct {
        double hz, amplitude;
    } cases[] = {{100, 1}, {440, 1}, {440, 0.01}, {1000, 0.5}, {9876.5, 1}, {20000, 0.1}};
    enum { N = 48000 };
    double *x = malloc(N * sizeof *x);
    float *levels = malloc(WT_TIME_COLUMNS * WT_FREQUENCY_ROWS * sizeof *levels);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        wt_short_time s;
        assert_int_equal(wt_short_time_init(&s, rate, N, 1), WT_OK);
        for (size_t n = 0; n < N; ++n) {
            x[n] = cases[i].amplitude * sin(2 * pi * cases[i].hz * (double)n / rate);
        }
        wt_short_time_take(&s, x, N);
        assert_int_equal(wt_short_time_levels(&s, levels), WT_OK);
        const peak p = peak_of(levels, s.columns / 2);
        // Where rows are narrower than bins, the peak may stand half a bin aside.
        const double bin = 0.5 * rate / (double)s.size;
        assert_true(hz_of((double)p.row) <= cases[i].hz + bin);
        assert_true(hz_of((double)p.row + 1) >= cases[i].hz - bin);
        // Half a bin beside the middle the window of Blackman and Harris loses 0.83 dB.
        const double db = 20 * log10(cases[i].amplitude);
        if (p.db > db + 0.01 || p.db < db - 0.85) {
            fail_msg("%g Hz: %g dB, wanted %g", cases[i].hz, p.db, db);
        }
        wt_short_time_free(&s);
    }
    free(levels);
    free(x);
}

static void what_changes_changes_in_its_column(void **state) {
    (void)state;
    enum { N = 96000 };
    double *x = malloc(2 * N * sizeof *x);
    float *levels = malloc(WT_TIME_COLUMNS * WT_FREQUENCY_ROWS * sizeof *levels);
    wt_short_time s;
    assert_int_equal(wt_short_time_init(&s, rate, N, 2), WT_OK);
    for (size_t n = 0; n < N; ++n) { // 500 Hz, then 4 kHz, in blocks of odd lengths
        x[2 * n] = x[2 * n + 1] = sin(2 * pi * (n < N / 2 ? 500 : 4000) * (double)n / rate);
    }
    for (size_t n = 0; n < N; n += 997) {
        wt_short_time_take(&s, x + 2 * n, n + 997 < N ? 997 : N - n);
    }
    assert_int_equal(wt_short_time_levels(&s, levels), WT_OK);
    const size_t reach = 1 + s.size * s.columns / N / 2; // half a window
    for (size_t c = reach; c + reach < s.columns; ++c) {
        const double hz = hz_of((double)peak_of(levels, c).row + 0.5);
        const double wanted = c < s.columns / 2 ? 500 : 4000;
        const bool at_the_change = c + reach >= s.columns / 2 && c <= s.columns / 2 + reach;
        if (!at_the_change && fabs(hz / wanted - 1) > 0.03) {
            fail_msg("column %zu: %g Hz", c, hz);
        }
    }
    wt_short_time_free(&s);
    free(levels);
    free(x);
}

static void long_sounds_take_no_more_memory(void **state) {
    (void)state;
    wt_short_time s;
    assert_int_equal(wt_short_time_init(&s, rate, 1ull << 40, 1), WT_OK);
    assert_int_equal(s.columns, WT_TIME_COLUMNS);
    assert_int_equal(s.size, 4096);
    wt_short_time_free(&s);
}

// The loudest frequency of each half of the sound, from the CSV of a spectrogram.
static void loudest(const table *t, double seconds, double hz[2]) {
    double most[2] = {-1e9, -1e9};
    for (size_t i = 0; i < t->n; ++i) {
        const int half = t->rows[i].x > seconds / 2;
        const double db = atof(t->rows[i].what);
        if (db > most[half]) {
            most[half] = db;
            hz[half] = t->rows[i].y;
        }
    }
}

static void notes_and_the_file_that_they_became_look_alike(void **state) {
    (void)state;
    ending e = run("render -w sine A3:0.5 A5:0.5 -o tune.wav");
    assert_done(&e, "render");
    forget(&e);
    table of_notes = csv_of("--spectrogram -w sine A3:0.5 A5:0.5");
    table of_file = csv_of("--spectrogram tune.wav");
    assert_string_equal(of_notes.header, "time (s),frequency (Hz),level (dBFS)");
    assert_int_equal(of_notes.n, WT_TIME_COLUMNS * WT_FREQUENCY_ROWS);
    assert_int_equal(of_notes.n, of_file.n);
    double hz[2][2];
    loudest(&of_notes, 1.01, hz[0]);
    loudest(&of_file, 1.01, hz[1]);
    for (int half = 0; half < 2; ++half) {
        assert_true(fabs(hz[0][half] / (half ? 880 : 220) - 1) < 0.03);
        assert_true(hz[0][half] == hz[1][half]);
    }
    free_table(&of_notes);
    free_table(&of_file);
    empty_folder();
}

static void the_aliases_of_a_file_are_those_of_the_note(void **state) {
    (void)state;
    ending e = run("render -B off -w saw C7:3 -b 32 -e float -o bad.wav");
    assert_done(&e, "render");
    forget(&e);
    table of_file = csv_of("--spectrum bad.wav C7");
    table of_note = csv_of("--spectrum -B off -w saw C7:3");
    const size_t n = n_rows_of(&of_file, "aliases and others");
    assert_true(n > 50 && n == n_rows_of(&of_note, "aliases and others"));
    assert_true(n_rows_of(&of_file, "harmonics") >= 11);
    table unknown = csv_of("--spectrum bad.wav");
    assert_int_equal(n_rows_of(&unknown, "harmonics"), 0);
    assert_true(n_rows_of(&unknown, "lines") > n);
    free_table(&unknown);
    free_table(&of_file);
    free_table(&of_note);
    empty_folder();
}

static void it_is_drawn_in_every_kind_of_picture(void **state) {
    (void)state;
    static const char *const starts[] = {"<svg ", "\x89PNG", "time (s)", "sine at A4"};
    static const char *const types[] = {"svg", "png", "csv", "txt"};
    for (int i = 0; i < 4; ++i) {
        ending e = run("plot --spectrogram -w sine A4:0.1 -o - -t %s", types[i]);
        assert_done(&e, types[i]);
        assert_memory_equal(e.out, starts[i], strlen(starts[i]));
        forget(&e);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sine_stands_in_the_row_of_its_frequency_at_its_level),
        cmocka_unit_test(what_changes_changes_in_its_column),
        cmocka_unit_test(long_sounds_take_no_more_memory),
        cmocka_unit_test(notes_and_the_file_that_they_became_look_alike),
        cmocka_unit_test(the_aliases_of_a_file_are_those_of_the_note),
        cmocka_unit_test(it_is_drawn_in_every_kind_of_picture),
    };
    return cmocka_run_group_tests_name("spectrogram", tests, enter_folder, leave_folder);
}
