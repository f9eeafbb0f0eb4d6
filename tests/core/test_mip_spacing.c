// The grid of levels: what is kept at which pitch.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/tables/cycle.h"
#include "core/tables/mip_spacing.h"

static const struct {
    double rate;
    double band_hz; // kept whole
    double fold_hz; // the lowest that anything may fold to
} rates[] = {
    {1000, 453.5, 500},    {8000, 3628, 4000},     {16000, 7256, 8000},     {22050, 10000, 11025},
    {44100, 20000, 20000}, {48000, 20000, 20000},  {55999, 20000, 20000},   {56000, 20000, 28000},
    {96000, 20000, 48000}, {192000, 20000, 96000}, {768000, 20000, 384000},
};

// At every pitch the level above it and the next both keep the band and fold nothing into it.
static void two_levels_at_every_pitch_are_clean_and_whole(void **state) {
    (void)state;
    for (size_t r = 0; r < sizeof rates / sizeof *rates; r++) {
        const wt_mip_spacing grid = wt_mip_spacing_of(rates[r].rate);
        for (double hz = 1.0; hz < rates[r].band_hz; hz *= 1.003) {
            const int32_t above = (int32_t)floor(wt_mip_spacing_level(&grid, hz)) + 1;
            for (int32_t level = above; level <= above + 1; level++) {
                const uint32_t n = wt_mip_spacing_harmonics(&grid, level);
                assert_true(rates[r].rate - n * hz >= rates[r].fold_hz * 0.9999);
                assert_true((n + 1) * hz > rates[r].band_hz * 0.9999 || n == WT_MAX_HARMONICS);
            }
        }
    }
}

static void places_count_levels_upward_from_the_lowest_pitch_of_one_harmonic(void **state) {
    (void)state;
    for (size_t r = 0; r < sizeof rates / sizeof *rates; r++) {
        const wt_mip_spacing grid = wt_mip_spacing_of(rates[r].rate);
        assert_int_equal(wt_mip_spacing_harmonics(&grid, 0), 1);
        assert_int_equal(wt_mip_spacing_harmonics(&grid, 1), 0);
        assert_int_equal(wt_mip_spacing_harmonics(&grid, -100000), WT_MAX_HARMONICS);
        for (int level = -40; level < 3; level++) {
            const double hz = grid.top_hz * exp2(level * grid.spacing);
            assert_true(fabs(wt_mip_spacing_level(&grid, hz) - level) < 1e-9);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_levels_at_every_pitch_are_clean_and_whole),
        cmocka_unit_test(places_count_levels_upward_from_the_lowest_pitch_of_one_harmonic),
    };
    return cmocka_run_group_tests_name("grid", tests, NULL, NULL);
}
