// A sound does not depend on the blocks in which it is asked for.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/math.h"
#include "core/pitch/pitch.h"
#include "core/tables/cache.h"
#include "core/voice/mod_destination.h"
#include "core/voice/renderer.h"

enum { FRAMES = 12000, NOTES = 6 };

static const wt_breakpoint glide[] = {{{0.0, WT_SECONDS}, {0.0, WT_PLAIN}, 0.0},
                                      {{0.3, WT_SECONDS}, {14.0, WT_PLAIN}, 2.0}};
static const wt_breakpoint sweep[] = {{{0.0, WT_SECONDS}, {0.0, WT_PLAIN}, 0.0},
                                      {{90.0, WT_PERCENT}, {1.0, WT_PLAIN}, 0.0},
                                      {{95.0, WT_PERCENT}, {0.2, WT_VELOCITY}, -3.0}};
static const wt_breakpoint plateau[] = {{{0.0, WT_SECONDS}, {0.2, WT_PLAIN}, 0.0},
                                        {{0.03, WT_SECONDS}, {1.0, WT_PLAIN}, 0.0},
                                        {{0.06, WT_SECONDS}, {1.0, WT_PLAIN}, 0.0},
                                        {{0.1, WT_SECONDS}, {0.0, WT_PLAIN}, 0.0}};
static const wt_breakpoint one[] = {{{0.0, WT_SECONDS}, {1.0, WT_PLAIN}, 0.0}};
static const float triangle[] = {0.0f, 1.0f, 0.0f, -1.0f, 0.0f};

static const wt_env_term glide_terms[] = {
    {.kind = WT_ENV_POINTS, .points = glide, .n_points = 2},
    {.kind = WT_ENV_LFO,
     .samples = triangle,
     .n_samples = 4,
     .rate = 6.0,
     .low = {-1.0, WT_PLAIN},
     .high = {1.0, WT_PLAIN}},
};
static const wt_env_term sweep_term = {.kind = WT_ENV_POINTS, .points = sweep, .n_points = 3};
static const wt_env_term plateau_term = {.kind = WT_ENV_POINTS, .points = plateau, .n_points = 4};
static const wt_env_term one_term = {.kind = WT_ENV_POINTS, .points = one, .n_points = 1};
static const wt_env_term lfo_term = {.kind = WT_ENV_LFO,
                                     .samples = triangle,
                                     .n_samples = 4,
                                     .rate = 3.0,
                                     .low = {0.0, WT_PLAIN},
                                     .high = {1.0, WT_PLAIN}};

typedef struct {
    wt_cache *bank;
    wt_cache_reader *reader;
    wt_cycle_ref refs[4];
    float samples[600];
    wt_patch patch;
    wt_note notes[NOTES];
    wt_voice voices[NOTES];
    wt_scratch *scratch;
} rig;

static void add(rig *r, int i, wt_cycle cycle) {
    r->refs[i].harmonics = wt_cycle_harmonics(&cycle);
    assert_int_equal(wt_cache_add(r->bank, &cycle, &r->refs[i].id), WT_OK);
}

static void open_rig(rig *r) {
    assert_int_equal(wt_cache_new(&r->bank, (size_t)64 << 20), WT_OK);
    assert_int_equal(wt_cache_reader_new(&r->reader, r->bank), WT_OK);
    for (int i = 0; i < 600; ++i) {
        r->samples[i] = (float)wt_sin(i * i / 5000.0) * 0.7f;
    }
    add(r, 0, (wt_cycle){.kind = WT_CYCLE_SAW});
    add(r, 1, (wt_cycle){.kind = WT_CYCLE_SQUARE});
    add(r, 2, (wt_cycle){.kind = WT_CYCLE_SAMPLES, .samples = r->samples, .length = 600});
    add(r, 3, (wt_cycle){.kind = WT_CYCLE_SINE});
    r->scratch = wt_scratch_make(aligned_alloc(64, wt_scratch_size(WT_BLOCK)), WT_BLOCK);
}

// Everything at once: three dimensions, moving mixes, fm, random scan, glides, overlapping notes.
static void set_up(rig *r, wt_form form, wt_scan scan, bool fm, bool moving) {
    r->patch = (wt_patch){.rate = 44100.0,
                          .tempo_bpm = 120.0,
                          .form = form,
                          .bandlimit = true,
                          .scan = scan,
                          .seed = 3,
                          .phase = 123456789u,
                          .n_dimensions = 3,
                          .dimensions = {{r->refs, 3}, {r->refs + 2, 2}, {r->refs + 1, 2}},
                          .env[WT_TO_MIX] = {{&sweep_term, 1}, {&lfo_term, 1}, {&sweep_term, 1}},
                          .env[WT_TO_CROSS] = {{0}, {&lfo_term, 1}, {&plateau_term, 1}},
                          .env[WT_TO_AMP][0] = {&sweep_term, 1},
                          .env[WT_TO_PITCH][0] = {glide_terms, moving ? 2 : 0},
                          .env[WT_TO_PAN][0] = {&lfo_term, 1},
                          .adsr = {0.01, 0.05, 0.6, 0.1}};
    if (fm) {
        r->patch.fm = (wt_fm){.on = true, .ratio = 1.5, .wave = r->refs[3]};
        r->patch.env[WT_TO_INDEX][0] = (wt_env){&one_term, 1};
    }
    for (uint32_t i = 0; i < NOTES; ++i) {
        r->notes[i] = (wt_note){.start = 888u * i,
                                .gate = 888u * i + 4500u,
                                .end = 888u * i + 8910u,
                                .note_s = 4500.0 / 44100.0,
                                .hz = wt_note_hz(40.0 + 9.0 * i, 440.0),
                                .key = 40.0 + 9.0 * i,
                                .velocity = 100.0,
                                .gain = 0.3,
                                .number = i};
    }
}

// A chord, each of whose voices is one kernel's work as soon as its attack is over.
static void set_up_chord(rig *r, wt_form form, bool glides, bool swells, bool mixes) {
    set_up(r, form, WT_SCAN_MIX, false, false);
    r->patch.n_dimensions = 1;
    r->patch.dimensions[0].n_cycles = mixes ? 3 : 1;
    r->patch.env[WT_TO_AMP][0] = (wt_env){swells ? &lfo_term : &one_term, 1};
    r->patch.env[WT_TO_PITCH][0] = (wt_env){&glide_terms[1], glides};
    r->patch.env[WT_TO_PAN][0] = *wt_mod_destinations[WT_TO_PAN].initial;
    for (uint32_t i = 0; i < NOTES; ++i) {
        r->notes[i].start = 0;
    }
}

static void close_rig(rig *r) {
    free(r->scratch);
    wt_cache_reader_free(r->reader);
    wt_cache_free(r->bank);
}

static wt_renderer renderer_of(rig *r, const wt_kernels *kernels, bool stereo) {
    return (wt_renderer){.patch = &r->patch,
                         .kernels = kernels,
                         .source = wt_cache_reader_source(r->reader),
                         .notes = r->notes,
                         .n_notes = NOTES,
                         .voices = r->voices,
                         .n_voices = NOTES,
                         .scratch = r->scratch,
                         .stereo = stereo};
}

// Pull the frames of a range in blocks of `block`, those before it are skipped.
static void pull(rig *r, const wt_kernels *kernels, bool stereo, size_t block, size_t from,
                 size_t to, int64_t *left, int64_t *right) {
    const wt_engine engine = r->patch.form.engine;
    wt_renderer renderer = renderer_of(r, kernels, stereo);
    memset(left, 0, FRAMES * sizeof *left);
    memset(right, 0, FRAMES * sizeof *right);
    assert_true(wt_renderer_skip(&renderer, from));
    for (size_t done = from; done < to; done += block) {
        const size_t n = to - done < block ? to - done : block;
        assert_true(wt_renderer_pull(&renderer, wt_bus_offset((wt_bus){.q31 = left}, engine, done),
                                     wt_bus_offset((wt_bus){.q31 = right}, engine, done), n));
    }
}

static void compare(rig *r, wt_form form, bool stereo) {
    static int64_t whole[2][FRAMES], parts[2][FRAMES];
    // Small ones are slow: where notes begin, are let go and end.
    static const struct {
        size_t block, from, to;
    } blocks[] = {{1, 4400, 4600}, {1, 8880, 8940},   {7, 4200, 9200},
                  {64, 0, FRAMES}, {4096, 0, FRAMES}, {1000, 5003, FRAMES}};
    pull(r, wt_kernels_of_width(form.engine, 1), stereo, FRAMES, 0, FRAMES, whole[0], whole[1]);
    bool sounds = false;
    for (size_t i = 0; i < FRAMES; ++i) {
        sounds = sounds || whole[0][i] != 0;
    }
    assert_true(sounds);
    for (size_t b = 0; b < sizeof blocks / sizeof *blocks; ++b) {
        const size_t from = blocks[b].from * wt_bus_size(form.engine);
        const size_t n = blocks[b].to * wt_bus_size(form.engine) - from;
        pull(r, wt_kernels_best(form.engine), stereo, blocks[b].block, blocks[b].from, blocks[b].to,
             parts[0], parts[1]);
        for (int side = 0; side < 2; ++side) {
            assert_memory_equal((char *)whole[side] + from, (char *)parts[side] + from, n);
        }
    }
}

static void any_block_size_gives_the_same_bytes(void **state) {
    const wt_form form = *(const wt_form *)*state;
    const int i = (int)form.interp;
    rig r;
    open_rig(&r);
    set_up(&r, form, WT_SCAN_MIX, false, false);
    compare(&r, form, false);
    set_up(&r, form, WT_SCAN_MIX, i % 2, true);
    compare(&r, form, true);
    set_up(&r, form, WT_SCAN_RANDOM, !(i % 2), true);
    compare(&r, form, false);
    set_up(&r, form, WT_SCAN_CYCLE, false, false);
    compare(&r, form, true);
    for (int way = 0; way < 8; ++way) {
        set_up_chord(&r, form, way & 1, way & 2, way & 4);
        compare(&r, form, (way + i) % 2);
    }
    close_rig(&r);
}

// All, or the one that is named, as `float-none`: sanitizers take minutes for each.
int main(int argc, char **argv) {
    enum { FORMS = 3 * WT_INTERPS };
    static const char *const engines[] = {"float", "q15", "q31"};
    static const char *const interps[] = {"none", "nearest", "linear", "cubic"};
    static wt_form forms[FORMS];
    static char names[FORMS][32];
    struct CMUnitTest tests[FORMS];
    for (int f = 0; f < FORMS; ++f) {
        forms[f] = (wt_form){(wt_engine)(f / WT_INTERPS), (wt_interp)(f % WT_INTERPS)};
        snprintf(names[f], sizeof names[f], "%s-%s", engines[forms[f].engine],
                 interps[forms[f].interp]);
        tests[f] = (struct CMUnitTest)cmocka_unit_test_prestate(any_block_size_gives_the_same_bytes,
                                                                &forms[f]);
        tests[f].name = names[f];
    }
    if (argc > 1) {
        cmocka_set_test_filter(argv[1]);
    }
    return cmocka_run_group_tests_name("blocks", tests, NULL, NULL);
}
