// Dimensions that move along lines sound as they do where each is read and mixed by itself.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/tables/cache.h"
#include "core/voice/renderer.h"

enum { FRAMES = 20000, LONG = 1 << 30, LATE = 1 << 22 };

typedef struct {
    wt_cache *bank;
    wt_cache_reader *reader;
    wt_cycle_ref refs[5];
    float bright[256];
    wt_scratch *scratch;
} rig;

// Slow and steep, within one pair and through several, up to the ends, at rest.
static const wt_breakpoint paths[][2] = {
    {{{0.0, WT_SECONDS}, {0.1, WT_PLAIN}, 0.0}, {{900.0, WT_SECONDS}, {0.2, WT_PLAIN}, 0.0}},
    {{{0.0, WT_SECONDS}, {0.9, WT_PLAIN}, 0.0}, {{1000.0, WT_SECONDS}, {0.7, WT_PLAIN}, 0.0}},
    {{{0.0, WT_SECONDS}, {0.0, WT_PLAIN}, 0.0}, {{0.3, WT_SECONDS}, {1.0, WT_PLAIN}, 0.0}},
    {{{0.1, WT_SECONDS}, {1.0, WT_PLAIN}, 0.0}, {{0.4, WT_SECONDS}, {-0.5, WT_PLAIN}, 0.0}},
    {{{0.0, WT_SECONDS}, {0.6, WT_PLAIN}, 0.0}, {{0.0, WT_SECONDS}, {0.6, WT_PLAIN}, 0.0}},
    {{{0.0001, WT_SECONDS}, {0.0, WT_PLAIN}, 0.0}, {{0.0003, WT_SECONDS}, {1.0, WT_PLAIN}, 0.0}},
};
enum { PATHS = sizeof paths / sizeof *paths };
static const wt_breakpoint zero = {{0.0, WT_SECONDS}, {0.0, WT_PLAIN}, 0.0};
static const wt_breakpoint one = {{0.0, WT_SECONDS}, {1.0, WT_PLAIN}, 0.0};
static const wt_env_term one_term = {.kind = WT_ENV_POINTS, .points = &one, .n_points = 1};

static int set_up(void **state) {
    static const wt_cycle_kind kinds[] = {WT_CYCLE_SAW, WT_CYCLE_SQUARE, WT_CYCLE_TRIANGLE,
                                          WT_CYCLE_SINE};
    static rig r;
    assert_int_equal(wt_cache_new(&r.bank, (size_t)64 << 20), WT_OK);
    assert_int_equal(wt_cache_reader_new(&r.reader, r.bank), WT_OK);
    for (int i = 0; i < 256; ++i) {
        r.bright[i] = (float)(i * 37 % 256) / 256.0f - 0.5f;
    }
    for (int i = 0; i < 5; ++i) {
        wt_cycle cycle = {.kind = WT_CYCLE_SAMPLES, .samples = r.bright, .length = 256};
        if (i < 4) {
            cycle = (wt_cycle){.kind = kinds[i]};
        }
        r.refs[i].harmonics = wt_cycle_harmonics(&cycle);
        assert_int_equal(wt_cache_add(r.bank, &cycle, &r.refs[i].id), WT_OK);
    }
    r.scratch = wt_scratch_make(aligned_alloc(64, wt_scratch_size(WT_BLOCK)), WT_BLOCK);
    *state = &r;
    return 0;
}

static int tear_down(void **state) {
    rig *r = *state;
    free(r->scratch);
    wt_cache_reader_free(r->reader);
    wt_cache_free(r->bank);
    return 0;
}

static const wt_level *get(void *context, uint32_t cycle, wt_form form, uint32_t harmonics) {
    const wt_level_source source = wt_cache_reader_source(((rig *)context)->reader);
    return source.get(source.context, cycle, form, harmonics);
}

// An envelope is a line, or the same values as a sum, which is none.
static void fill(wt_patch *patch, const rig *r, int shift, bool lines, wt_env_term terms[8][2]) {
    for (uint32_t d = 0; d < 4; ++d) {
        for (uint32_t k = 0; k < 2; ++k) {
            const wt_breakpoint *path = paths[(d + (uint32_t)shift * (1 + k)) % PATHS];
            wt_env_term *t = terms[2 * d + k];
            t[0] = (wt_env_term){.kind = WT_ENV_POINTS, .points = path, .n_points = 2};
            t[1] = (wt_env_term){.kind = WT_ENV_POINTS, .points = &zero, .n_points = 1};
            *(k ? &patch->env[WT_TO_CROSS][d] : &patch->env[WT_TO_MIX][d]) =
                (wt_env){t, lines ? 1 : 2};
        }
        patch->dimensions[d] = (wt_dimension){r->refs + d % 2, d == 2 ? 3 : 2};
    }
}

typedef struct {
    wt_form form;
    double hz;
    int shift, lanes;
    bool lines, bandlimit;
    uint64_t from; // frame
    size_t block;
} way;

static void render(rig *r, way w, int64_t *out) {
    wt_env_term terms[8][2];
    wt_patch patch = {.rate = 48000.0,
                      .tempo_bpm = 120.0,
                      .form = w.form,
                      .bandlimit = w.bandlimit,
                      .n_dimensions = 4,
                      .env[WT_TO_AMP][0] = {&one_term, 1},
                      .adsr = {0.0, 0.0, 1.0, 0.0}};
    fill(&patch, r, w.shift, w.lines, terms);
    const wt_note note = {
        .gate = LONG, .end = LONG, .note_s = 1e5, .hz = w.hz, .velocity = 127.0, .gain = 1.0};
    wt_voice voice;
    wt_renderer renderer = {.patch = &patch,
                            .kernels = wt_kernels_of_width(w.form.engine, w.lanes),
                            .source = {.get = get, .context = r},
                            .notes = &note,
                            .n_notes = 1,
                            .voices = &voice,
                            .n_voices = 1,
                            .scratch = r->scratch};
    memset(out, 0, FRAMES * sizeof *out);
    assert_true(wt_renderer_skip(&renderer, w.from));
    for (size_t done = 0; done < FRAMES; done += w.block) {
        const size_t n = FRAMES - done < w.block ? FRAMES - done : w.block;
        const wt_bus bus = wt_bus_offset((wt_bus){.q31 = out}, w.form.engine, done);
        assert_true(wt_renderer_pull(&renderer, bus, bus, n));
    }
}

static void compare(rig *r, way w) {
    static int64_t apart[FRAMES], together[FRAMES];
    static const int lanes[] = {1, 4, 8};
    static const size_t blocks[] = {FRAMES, 1000, 33};
    w.lanes = 1;
    w.block = FRAMES;
    render(r, w, apart);
    w.lines = true;
    for (int k = 0; k < 3; ++k) {
        for (int b = 0; b < 2; ++b) {
            w.lanes = lanes[k];
            w.block = blocks[(k + b) % 3];
            if (wt_kernels_of_width(w.form.engine, w.lanes)) {
                render(r, w, together);
                assert_memory_equal(apart, together, sizeof apart);
            }
        }
    }
}

static void lines_give_the_bytes_of_any_envelope(void **state) {
    rig *r = *state;
    static const double pitches[] = {880.0, 440.0, 55.0};
    for (int shift = 0; shift < PATHS; ++shift) {
        for (int p = 0; p < 3; ++p) {
            for (int i = 0; i < 4; ++i) {
                way w = {.form = {WT_ENGINE_FLOAT, (wt_interp)i},
                         .hz = pitches[p],
                         .shift = shift,
                         .bandlimit = p + shift != 2};
                compare(r, w);
                w.from = LATE;
                compare(r, w);
            }
        }
        for (int e = 1; e < 3; ++e) {
            compare(r, (way){.form = {(wt_engine)e, shift % 2 ? WT_INTERP_LINEAR : WT_INTERP_CUBIC},
                             .hz = 440.0,
                             .shift = shift,
                             .bandlimit = true});
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lines_give_the_bytes_of_any_envelope, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("linear mix", tests, NULL, NULL);
}
