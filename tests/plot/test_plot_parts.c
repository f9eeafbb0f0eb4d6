// The parts of plots: scales, traces, strokes, spectra, and what happens when memory runs out.
#include <math.h>

#include "failing_malloc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/charts/analysis.h"
#include "io/image/png_out.h"
#include "plot/canvas/braille.h"
#include "plot/canvas/font.h"
#include "plot/canvas/raster.h"
#include "plot/canvas/svg.h"
#include "plot/csv.h"
#include "plot/scale.h"
#include "plot/trace.h"

static void ticks_are_good_numbers(void **state) {
    (void)state;
    static const struct {
        wt_axis axis;
        int most;
        const char *labels;
    } cases[] = {
        {{.low = 0.0, .high = 1.0}, 5, "0.0 0.2 0.4 0.6 0.8 1.0"},
        {{.low = 0.0, .high = 1.0, .quarters = true}, 5, "0.00 0.25 0.50 0.75 1.00"},
        {{.low = -160.0, .high = 0.0}, 9, "-160 -140 -120 -100 -80 -60 -40 -20 0"},
        {{.low = -1.0, .high = 1.0}, 2, "-1 0 1"},
        {{.low = 0.0, .high = 3.0, .is_number = true}, 9, "0 1 2 3"},
        {{.unit = "Hz", .low = 0.0, .high = 24000.0}, 6, "0 5 10 15 20"},
        {{.unit = "Hz", .low = 0.0, .high = 500.0}, 5, "0 100 200 300 400 500"},
        {{.unit = "Hz", .low = 20.0, .high = 24000.0, .log = true},
         12,
         "20 50 100 200 500 1k 2k 5k 10k 20k"},
        {{.unit = "Hz", .low = 20.0, .high = 24000.0, .log = true}, 4, "100 1k 10k"},
        {{.unit = "s", .low = 0.0, .high = 0.02}, 4, "0 5 10 15 20"},
        {{.low = 1e-9, .high = 3e-9}, 3, "0.000000001 0.000000002 0.000000003"},
        {{.low = 0.0, .high = 1e9}, 2, "0 500000000 1000000000"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        wt_tick ticks[WT_MOST_TICKS];
        const size_t n = wt_scale_ticks(&cases[i].axis, cases[i].most, ticks);
        char labels[256] = "";
        for (size_t k = 0; k < n; ++k) {
            if (ticks[k].label[0]) {
                strcat(labels, labels[0] ? " " : "");
                strcat(labels, ticks[k].label);
            }
            assert_true(ticks[k].value >= cases[i].axis.low - 1e-9 * fabs(cases[i].axis.low));
            assert_true(ticks[k].value <= cases[i].axis.high * (1.0 + 1e-5));
        }
        assert_string_equal(labels, cases[i].labels);
    }
}

static void places_are_held_at_the_ends(void **state) {
    (void)state;
    const wt_axis plain = {.low = -2.0, .high = 2.0};
    const wt_axis log = {.low = 10.0, .high = 1000.0, .log = true};
    static const double odd[] = {NAN, INFINITY, -INFINITY, 1e300, -1e300, 0.0};
    for (size_t i = 0; i < sizeof odd / sizeof *odd; ++i) {
        const double a = wt_scale_place(&plain, odd[i]);
        const double b = wt_scale_place(&log, odd[i]);
        assert_true(a >= 0.0 && a <= 1.0 && b >= 0.0 && b <= 1.0);
    }
    assert_true(fabs(wt_scale_place(&plain, 1.0) - 0.75) < 1e-12);
    assert_true(fabs(wt_scale_place(&log, 100.0) - 0.5) < 1e-12);
}

static void ranges_are_never_empty(void **state) {
    (void)state;
    static const double cases[][2] = {{0.0, 0.0},  {5.0, 5.0},  {-1e9, -1e9}, {1e-30, 1e-30},
                                      {0.0, 1e-9}, {-1e9, 1e9}, {0.3, 0.31}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        double low = cases[i][0];
        double high = cases[i][1];
        wt_scale_widen(&low, &high);
        const double slack = 1e-6 * (high - low); // a step may not be a sum of halves
        assert_true(low < high && low <= cases[i][0] + slack && high >= cases[i][1] - slack);
    }
}

// The thinned line passes every point of the whole one within a third of the grain, in y, but for
// the steps of the grain that hold many points: there its extremes are the same.
static void thinned_lines_are_where_the_whole_ones_are(void **state) {
    (void)state;
    enum { N = 5000 };
    static double y[N];
    static const struct {
        const char *name;
        size_t most;
    } shapes[] = {{"straight", 2}, {"sine", 200}, {"steps", 60}, {"noise", 4100}};
    for (int shape = 0; shape < 4; ++shape) {
        uint32_t seed = 1;
        for (size_t i = 0; i < N; ++i) {
            seed = seed * 1664525u + 1013904223u;
            const double turns = (double)i / N;
            y[i] = shape == 0   ? turns
                   : shape == 1 ? sin(2.0 * M_PI * turns)
                   : shape == 2 ? floor(10.0 * turns) / 10.0
                                : seed / 4294967296.0;
        }
        const wt_axis x_axis = {.low = 0.0, .high = 1.0};
        const wt_axis y_axis = {.low = -1.0, .high = 1.0};
        const wt_box box = {&x_axis, &y_axis, 0.0, 1000.0, 0.0, 400.0};
        const wt_series s = {.n = N, .x_rate = N, .y = y};
        wt_trace t;
        assert_int_equal(wt_trace_line(&t, &s, &box, 1.0), WT_OK);
        if (t.n > shapes[shape].most) {
            fail_msg("%s keeps %zu points", shapes[shape].name, t.n);
        }
        size_t at = 0;
        double worst = 0.0;
        for (size_t i = 0; shape < 2 && i < N; ++i) {
            const wt_point p = wt_box_point(&box, (double)i / N, y[i]);
            while (at + 2 < t.n && t.points[at + 1].x < p.x) {
                ++at;
            }
            const wt_point a = t.points[at];
            const wt_point b = t.points[at + 1];
            const double u = b.x > a.x ? (p.x - a.x) / (b.x - a.x) : 0.0;
            worst = fmax(worst, fabs(a.y + (b.y - a.y) * u - p.y));
        }
        assert_true(worst < 0.34);
        for (size_t i = 1; i < t.n; ++i) {
            assert_true(t.points[i].x >= t.points[i - 1].x);
        }
        wt_trace_free(&t);
    }
}

static void every_character_has_strokes_in_its_box(void **state) {
    (void)state;
    for (int c = 1; c < 256; ++c) {
        const char text[4] = {(char)c, (char)0x80, (char)0x80, '\0'};
        size_t length;
        const int width = wt_font_width(text, &length);
        assert_true(length >= 1 && length <= 3);
        wt_point points[WT_FONT_POINTS];
        size_t at = 0;
        size_t strokes = 0;
        for (size_t n; (n = wt_font_stroke(text, &at, points)) > 0; ++strokes) {
            assert_true(n >= 2 && n <= WT_FONT_POINTS && strokes < 16);
            for (size_t i = 0; i < n; ++i) {
                assert_true(points[i].x > -2.0 && points[i].x < width);
                assert_true(points[i].y >= -12.0 && points[i].y <= 33.0);
            }
        }
        assert_true(strokes > 0 || c == ' ');
    }
}

enum { TONE = 48000 };

static double *tone(double hz, double level, double other_hz, double other_level) {
    double *x = test_malloc(TONE * sizeof *x);
    for (size_t i = 0; i < TONE; ++i) {
        x[i] = level * sin(2.0 * M_PI * hz * (double)i / 48000.0) +
               other_level * cos(2.0 * M_PI * other_hz * (double)i / 48000.0);
    }
    return x;
}

static void lines_are_found_where_they_are_and_as_high(void **state) {
    (void)state;
    static const struct {
        double hz, db, other_hz, other_db;
    } cases[] = {
        {440.0, 0.0, 1000.0, -60.0},    {440.37, -6.0, 460.0, -140.0},
        {20.2, -3.0, 19988.0, -100.0},  {10000.123, 0.0, 10020.0, -130.0},
        {3000.5, -40.0, 6100.0, -20.0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        double *x = tone(cases[i].hz, pow(10.0, cases[i].db / 20.0), cases[i].other_hz,
                         pow(10.0, cases[i].other_db / 20.0));
        const wt_pitch_range pitch = {cases[i].hz, cases[i].hz};
        wt_analysis a;
        assert_int_equal(wt_analyse(&a, x, TONE, 48000.0, &pitch, 1), WT_OK);
        assert_int_equal(a.harmonics.n, 1);
        assert_int_equal(a.others.n, 1);
        assert_true(a.has_fundamental);
        assert_true(fabs(a.fundamental_hz - cases[i].hz) < 0.01);
        assert_true(fabs(a.fundamental_db - cases[i].db) < 0.01);
        assert_true(fabs(a.others.hz[0] - cases[i].other_hz) < 0.02);
        assert_true(fabs(a.others.db[0] - cases[i].other_db) < 0.05);
        assert_true(fabs(a.noise_db - cases[i].other_db) < 0.5);
        wt_analysis_free(&a);
        test_free(x);
    }
}

static void the_windows_sidelobes_lie_below_minus_150_db(void **state) {
    (void)state;
    double *x = tone(5000.5, 1.0, 0.0, 0.0);
    const wt_pitch_range pitch = {5000.5, 5000.5};
    wt_analysis a;
    assert_int_equal(wt_analyse(&a, x, TONE, 48000.0, &pitch, 1), WT_OK);
    double worst = -400.0;
    for (size_t i = 0; i < a.rest.n; ++i) {
        worst = fmax(worst, a.rest.db[i]);
    }
    print_message("highest sidelobe %.1f dB\n", worst);
    assert_true(worst < -155.0);
    wt_analysis_free(&a);
    test_free(x);
}

static void silence_has_no_lines(void **state) {
    (void)state;
    double *x = tone(440.0, 0.0, 0.0, 0.0);
    const wt_pitch_range pitch = {440.0, 440.0};
    wt_analysis a;
    assert_int_equal(wt_analyse(&a, x, TONE, 48000.0, &pitch, 1), WT_OK);
    assert_int_equal(a.harmonics.n + a.others.n + a.beyond.n, 0);
    assert_false(a.has_fundamental);
    assert_true(a.noise_db <= WT_ANALYSIS_FLOOR_DB);
    wt_analysis_free(&a);
    test_free(x);
}

static wt_status count(void *context, const void *bytes, size_t n) {
    (void)bytes;
    *(size_t *)context += n;
    return WT_OK;
}

static wt_status refuse(void *context, const void *bytes, size_t n) {
    (void)bytes;
    (void)n;
    ++*(size_t *)context;
    return WT_SYSTEM;
}

// A figure of every kind of series.
typedef struct {
    double y[2000], low[2000];
    wt_series series[5];
    wt_figure plain, layered;
} gallery;

static gallery *make_gallery(void) {
    gallery *g = test_calloc(1, sizeof *g);
    for (size_t i = 0; i < 2000; ++i) {
        g->y[i] = sin((double)i / 50.0);
        g->low[i] = g->y[i] - 0.1;
    }
    for (int k = 0; k < 5; ++k) {
        g->series[k] = (wt_series){.name = "series",
                                   .kind = (wt_series_kind)(k % 4),
                                   .role = k ? WT_ROLE_SECOND : WT_ROLE_FIRST,
                                   .panel = k % 2,
                                   .z = k,
                                   .n = 2000,
                                   .x_rate = 2000.0,
                                   .y = g->y,
                                   .low = k % 4 == WT_SERIES_BAND ? g->low : NULL};
    }
    g->plain = (wt_figure){.title = "a title that is far too long for any terminal, and goes on",
                           .caption = {"one; two; three", "four"},
                           .x = {.label = "x", .unit = "s", .low = 0.0, .high = 1.0},
                           .y = {.label = "y", .low = -1.0, .high = 1.0},
                           .n_panels = 2,
                           .panels = {"left", "right"},
                           .series = g->series,
                           .n_series = 5};
    g->layered = g->plain;
    g->layered.layered = true;
    g->layered.n_panels = 1;
    g->layered.z = (wt_axis){.label = "cycle", .low = 0.0, .high = 4.0, .is_number = true};
    return g;
}

typedef wt_status drawer(const wt_figure *figure, size_t *n);

static wt_status draw_svg(const wt_figure *f, size_t *n) {
    return wt_svg_write(f, (wt_text_block){count, n});
}

static wt_status draw_csv(const wt_figure *f, size_t *n) {
    return wt_csv_write(f, (wt_text_block){count, n});
}

static wt_status draw_braille(const wt_figure *f, size_t *n) {
    return wt_braille_write(f, 80, 24, true, (wt_text_block){count, n});
}

static wt_status draw_png(const wt_figure *f, size_t *n) {
    uint8_t *pixels;
    uint8_t *bytes;
    wt_message message = {""};
    wt_status status = wt_raster_draw(f, &pixels);
    if (status == WT_OK) {
        status = wt_png_encode(pixels, WT_RASTER_WIDTH, WT_RASTER_HEIGHT, &bytes, n, &message);
        free(pixels);
    }
    if (status == WT_OK) {
        free(bytes);
    }
    return status;
}

static void every_allocation_that_fails_is_told(void **state) {
    (void)state;
    static drawer *const drawers[] = {draw_svg, draw_braille, draw_png};
    gallery *g = make_gallery();
    for (size_t d = 0; d < 3; ++d) {
        for (int layered = 0; layered < 2; ++layered) {
            const wt_figure *f = layered ? &g->layered : &g->plain;
            int refused = 0;
            for (int n = 0; n < 100; ++n) {
                size_t bytes = 0;
                fail_after_allocations(n);
                const wt_status status = drawers[d](f, &bytes);
                const bool hit = allocations_refused > 0;
                fail_after_allocations(-1);
                assert_int_equal(status, hit ? WT_NO_MEMORY : WT_OK);
                refused += hit;
                if (!hit) {
                    assert_true(bytes > 500);
                    break;
                }
            }
            assert_true(refused > 2 && refused < 100);
        }
    }
    test_free(g);
}

static void an_analysis_without_memory_leaks_nothing(void **state) {
    (void)state;
    double *x = tone(440.0, 1.0, 1000.0, 0.1);
    const wt_pitch_range pitch = {440.0, 440.0};
    int refused = 0;
    for (int n = 0; n < 100; ++n) {
        wt_analysis a;
        fail_after_allocations(n);
        const wt_status status = wt_analyse(&a, x, TONE, 48000.0, &pitch, 1);
        const bool hit = allocations_refused > 0;
        fail_after_allocations(-1);
        assert_int_equal(status, hit ? WT_NO_MEMORY : WT_OK);
        wt_analysis_free(&a);
        refused += hit;
        if (!hit) {
            break;
        }
    }
    assert_true(refused > 5 && refused < 100);
    test_free(x);
}

static void a_sink_that_fails_is_not_asked_again(void **state) {
    (void)state;
    gallery *g = make_gallery();
    size_t calls = 0;
    assert_int_equal(wt_svg_write(&g->plain, (wt_text_block){refuse, &calls}), WT_SYSTEM);
    assert_int_equal(calls, 1);
    calls = 0;
    assert_int_equal(wt_csv_write(&g->plain, (wt_text_block){refuse, &calls}), WT_SYSTEM);
    assert_int_equal(calls, 1);
    calls = 0;
    assert_int_equal(wt_braille_write(&g->plain, 80, 24, false, (wt_text_block){refuse, &calls}),
                     WT_SYSTEM);
    assert_int_equal(calls, 1);
    size_t bytes = 0;
    assert_int_equal(draw_csv(&g->plain, &bytes), WT_OK);
    test_free(g);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ticks_are_good_numbers),
        cmocka_unit_test(places_are_held_at_the_ends),
        cmocka_unit_test(ranges_are_never_empty),
        cmocka_unit_test(thinned_lines_are_where_the_whole_ones_are),
        cmocka_unit_test(every_character_has_strokes_in_its_box),
        cmocka_unit_test(lines_are_found_where_they_are_and_as_high),
        cmocka_unit_test(the_windows_sidelobes_lie_below_minus_150_db),
        cmocka_unit_test(silence_has_no_lines),
        cmocka_unit_test(every_allocation_that_fails_is_told),
        cmocka_unit_test(an_analysis_without_memory_leaks_nothing),
        cmocka_unit_test(a_sink_that_fails_is_not_asked_again),
    };
    return cmocka_run_group_tests_name("parts of plots", tests, NULL, NULL);
}
