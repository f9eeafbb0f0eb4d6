// What is read off a comb are the bits that are read from its level.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/tables/cache.h"
#include "core/tables/comb.h"
#include "core/voice/renderer.h"

enum { N = 500 };

static uint32_t seed = 1;

static uint32_t bits(void) {
    seed = seed * 1664525u + 1013904223u;
    return seed >> 8 ^ seed << 20;
}

// Rows of any form, small enough as polynomials not to overflow, the first one repeated.
static void random_rows(wt_form form, uint32_t length, void *rows) {
    const size_t size = wt_row_size(form);
    for (size_t i = 0; i < length * size / 2; i += 2) {
        const uint32_t word = bits();
        const float unit = (float)(word >> 8) * 0x1p-23f - 1.0f;
        const int32_t small = (int32_t)(word % 0x20000000) - 0x10000000;
        if (form.engine == WT_ENGINE_FLOAT) {
            memcpy((int16_t *)rows + i, &unit, sizeof unit);
        } else if (size == 2) {
            memcpy((int16_t *)rows + i, &word, sizeof word);
        } else {
            memcpy((int16_t *)rows + i, &small, sizeof small);
        }
    }
    memcpy((char *)rows + length * size, rows, size);
}

static void compare(wt_form form, const wt_level *level, uint32_t increment, int teeth) {
    const wt_comb_run run = wt_comb_run_of_width(form, teeth);
    if (!run) {
        return;
    }
    void *rows = aligned_alloc(64, (wt_comb_size(form, level->length, teeth) + 63) / 64 * 64);
    assert_non_null(rows);
    wt_comb_fill(form, level, increment, teeth, rows);
    const wt_comb comb = {rows, increment, level->log2_length, run};
    for (int k = 0; k < 8; ++k) {
        wt_sample defined[N], combed[N];
        const uint32_t start = k < 3 ? (uint32_t)0 - (uint32_t)k : bits();
        const size_t n = k == 0 ? N : bits() % N;
        memset(defined, 0, sizeof defined);
        memset(combed, 0, sizeof combed);
        wt_kernels_of_width(form.engine, 1)->run[form.interp](level, start, increment, defined, n);
        run(&comb, start, combed, n); // and nothing past n
        assert_memory_equal(defined, combed, sizeof defined);
    }
    free(rows);
}

static void every_comb_gives_the_bits_of_its_level(void **state) {
    static const uint32_t increments[] = {0,           1,           39370534u,   41709877u,
                                          0x40000000u, 0x7fffffffu, 0x80000000u, 0xffffffffu};
    enum { INCREMENTS = sizeof increments / sizeof *increments };
    void *rows = malloc(((1u << 13) + 1) * 16);
    (void)state;
    for (uint8_t log2_length = 2; log2_length <= 13; ++log2_length) {
        const wt_level level = {rows, 1u << log2_length, log2_length, false};
        for (int f = 0; f < 6; ++f) {
            const wt_form form = {(wt_engine)(f / 2), f % 2 ? WT_INTERP_CUBIC : WT_INTERP_LINEAR};
            random_rows(form, level.length, rows);
            for (size_t i = 0; i < INCREMENTS + 2; ++i) {
                for (int teeth = 4; teeth <= 16; teeth *= 2) {
                    compare(form, &level, i < INCREMENTS ? increments[i] : bits(), teeth);
                }
            }
        }
    }
    free(rows);
}

static void held_samples_and_odd_levels_have_no_combs(void **state) {
    (void)state;
    for (int teeth = 4; teeth <= 16; teeth *= 2) {
        assert_null(wt_comb_run_of_width((wt_form){WT_ENGINE_FLOAT, WT_INTERP_NONE}, teeth));
        assert_null(wt_comb_run_of_width((wt_form){WT_ENGINE_Q15, WT_INTERP_NEAREST}, teeth));
    }
    assert_null(wt_comb_run_of_width((wt_form){WT_ENGINE_FLOAT, WT_INTERP_LINEAR}, 2));
    assert_true(wt_comb_is_possible(&(wt_level){.length = 4, .log2_length = 2}));
    assert_false(wt_comb_is_possible(&(wt_level){.length = 2, .log2_length = 1}));
    assert_false(wt_comb_is_possible(&(wt_level){.length = 600, .log2_length = 255}));
    assert_false(
        wt_comb_is_possible(&(wt_level){.length = 32768, .log2_length = 15, .taps = true}));
}

// A source that counts the combs that it was asked for, and got.
typedef struct {
    wt_level_source source;
    int asked, got;
} counter;

static const wt_level *get(void *context, uint32_t cycle, wt_form form, uint32_t harmonics) {
    const wt_level_source *source = &((counter *)context)->source;
    return source->get(source->context, cycle, form, harmonics);
}

static const wt_comb *get_combed(void *context, uint32_t cycle, wt_form form, uint32_t harmonics,
                                 uint32_t increment) {
    counter *c = context;
    const wt_comb *comb =
        c->source.get_combed(c->source.context, cycle, form, harmonics, increment);
    ++c->asked;
    c->got += comb != NULL;
    return comb;
}

enum { FRAMES = 20000, LONG = 1 << 30 };

typedef struct {
    counter counter;
    wt_cycle_ref refs[2];
    wt_scratch *scratch;
} rig;

// Notes, a little apart, which begin somewhere in a block, and where they are listened to.
typedef struct {
    uint64_t length, from;
    size_t n;
} piece;

static void render(rig *r, const wt_patch *patch, piece p, bool combs, int64_t *out) {
    wt_note notes[80];
    wt_voice voices[80];
    for (size_t i = 0; i < p.n; ++i) {
        notes[i] = (wt_note){.start = 77,
                             .gate = p.length,
                             .end = p.length,
                             .note_s = (double)p.length / 48000.0,
                             .hz = 3520.0 + 3.0 * (double)i,
                             .velocity = 127.0,
                             .gain = i == 0 ? 1.0 : 0.02};
    }
    r->counter.asked = r->counter.got = 0;
    wt_renderer renderer = {
        .patch = patch,
        .kernels = wt_kernels_best(patch->form.engine),
        .source = {.get = get, .get_combed = combs ? get_combed : NULL, .context = &r->counter},
        .notes = notes,
        .n_notes = p.n,
        .voices = voices,
        .n_voices = p.n,
        .scratch = r->scratch};
    memset(out, 0, FRAMES * sizeof *out);
    assert_true(wt_renderer_skip(&renderer, p.from));
    assert_true(wt_renderer_pull(&renderer, (wt_bus){.q31 = out}, (wt_bus){.q31 = out}, FRAMES));
}

// Return whether combs were read, after comparing the sound with that of levels.
static bool is_combed(rig *r, const wt_patch *patch, piece p) {
    static int64_t plain[FRAMES], combed[FRAMES];
    render(r, patch, p, false, plain);
    render(r, patch, p, true, combed);
    assert_memory_equal(plain, combed, sizeof plain);
    return r->counter.got > 0;
}

static const wt_breakpoint still = {{0.0, WT_SECONDS}, {0.5, WT_PLAIN}, 0.0};
static const wt_breakpoint one = {{0.0, WT_SECONDS}, {1.0, WT_PLAIN}, 0.0};
static const wt_breakpoint moving[] = {{{0.0, WT_SECONDS}, {0.0, WT_PLAIN}, 0.0},
                                       {{1.0, WT_SECONDS}, {0.9, WT_PLAIN}, 0.0}};
static const wt_env_term still_term = {.kind = WT_ENV_POINTS, .points = &still, .n_points = 1};
static const wt_env_term one_term = {.kind = WT_ENV_POINTS, .points = &one, .n_points = 1};
static const wt_env_term moving_term = {.kind = WT_ENV_POINTS, .points = moving, .n_points = 2};

static wt_patch patch_of(const rig *r, wt_form form) {
    return (wt_patch){.rate = 48000.0,
                      .tempo_bpm = 120.0,
                      .form = form,
                      .bandlimit = true,
                      .n_dimensions = 1,
                      .dimensions = {{r->refs, 1}},
                      .amp = {&one_term, 1},
                      .adsr = {0.0, 0.0, 1.0, 0.0}};
}

static void long_notes_are_read_off_combs(void **state) {
    rig *r = *state;
    const piece late = {LONG, LONG / 64, 1};
    for (int f = 0; f < 6; ++f) {
        const wt_form form = {(wt_engine)(f / 2), f % 2 ? WT_INTERP_CUBIC : WT_INTERP_LINEAR};
        wt_patch patch = patch_of(r, form);
        const bool expected = wt_comb_best(form).run != NULL;
        assert_int_equal(is_combed(r, &patch, late), expected);
        assert_false(is_combed(r, &patch, (piece){LONG, 0, 1})); // it may be cut
        assert_false(is_combed(r, &patch, (piece){4800, 0, 1}));
        assert_false(is_combed(r, &patch, (piece){LONG, LONG / 64, 80})); // too many for the cache
        patch.dimensions[0].n_cycles = 2;
        patch.mix[0] = (wt_env){&still_term, 1};
        assert_int_equal(is_combed(r, &patch, late), expected);
        patch.mix[0] = (wt_env){&moving_term, 1};
        assert_false(is_combed(r, &patch, late));
        patch.scan = WT_SCAN_CYCLE;
        assert_false(is_combed(r, &patch, late));
        patch = patch_of(r, form);
        patch.pitch = (wt_env){&moving_term, 1};
        assert_false(is_combed(r, &patch, late));
        patch = patch_of(r, (wt_form){form.engine, WT_INTERP_NONE});
        assert_false(is_combed(r, &patch, late));
    }
}

// A comb serves one pitch, and is 16 times as large as its level, which stays.
static void unused_combs_are_let_go(void **state) {
    static const wt_cycle saw = {.kind = WT_CYCLE_SAW};
    const wt_form form = {WT_ENGINE_FLOAT, WT_INTERP_LINEAR};
    wt_cache *bank;
    wt_cache_reader *reader;
    uint32_t id;
    size_t level, comb, left, peak;
    (void)state;
    assert_int_equal(wt_cache_new(&bank, (size_t)64 << 20), WT_OK);
    assert_int_equal(wt_cache_add(bank, &saw, &id), WT_OK);
    assert_int_equal(wt_cache_reader_new(&reader, bank), WT_OK);
    const wt_level_source source = wt_cache_reader_source(reader);
    assert_non_null(source.get(source.context, id, form, 50));
    wt_cache_usage(bank, &level, &peak);
    assert_non_null(source.get_combed(source.context, id, form, 50, 39370534u));
    wt_cache_usage(bank, &comb, &peak);
    assert_true(comb > 3 * level);
    wt_cache_reader_free(reader);
    wt_cache_usage(bank, &left, &peak);
    assert_int_equal(left, level);
    wt_cache_free(bank);
}

static int set_up(void **state) {
    static rig r;
    static wt_cache *bank;
    static wt_cache_reader *reader;
    static const wt_cycle cycles[] = {{.kind = WT_CYCLE_SAW}, {.kind = WT_CYCLE_SQUARE}};
    assert_int_equal(wt_cache_new(&bank, (size_t)64 << 20), WT_OK);
    assert_int_equal(wt_cache_reader_new(&reader, bank), WT_OK);
    for (int i = 0; i < 2; ++i) {
        r.refs[i].harmonics = wt_cycle_harmonics(&cycles[i]);
        assert_int_equal(wt_cache_add(bank, &cycles[i], &r.refs[i].id), WT_OK);
    }
    r.counter.source = wt_cache_reader_source(reader);
    r.scratch = aligned_alloc(64, sizeof *r.scratch);
    *state = &r;
    return 0;
}

static int tear_down(void **state) {
    rig *r = *state;
    free(r->scratch);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_comb_gives_the_bits_of_its_level),
        cmocka_unit_test(held_samples_and_odd_levels_have_no_combs),
        cmocka_unit_test(unused_combs_are_let_go),
        cmocka_unit_test_setup_teardown(long_notes_are_read_off_combs, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("combs", tests, NULL, NULL);
}
