// Notes as they come: the face of the library.
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "failing_malloc.h"

#include "core/tables/cache.h"
#include "core/voice/renderer.h"

#include "wavetable/wavetable.h"

enum { RATE = 48000, FRAMES = 24000, NOTES = 5, STORE = 32 << 20, WAVES = 3 };

static const wt_cycle waves[WAVES] = {
    {.kind = WT_CYCLE_SAW}, {.kind = WT_CYCLE_SQUARE}, {.kind = WT_CYCLE_SINE}};

typedef struct {
    wt_store *store;
    wt_patch patch;
    wt_synth *synth;
    wt_cycle_ref refs[WAVES];
    bool plain; // the first of them alone
    int fm_wave;
    void *store_room, *synth_room;
} rig;

static char shared_store[STORE];

static void set_up(rig *r, size_t n_voices, size_t most_frames) {
    const size_t size = wt_synth_size(n_voices, most_frames);
    r->store_room = r->store_room ? r->store_room : malloc(STORE);
    r->synth_room = malloc(size);
    assert_int_equal(wt_store_init(&r->store, r->store_room, STORE), WT_OK);
    for (int i = 0; i < WAVES; ++i) {
        assert_int_equal(wt_store_add(r->store, &waves[i], &r->refs[i]), WT_OK);
    }
    r->patch.fm.wave = r->refs[r->fm_wave];
    r->patch.dimensions[0] = (wt_dimension){r->refs, r->plain ? 1 : 2};
    assert_int_equal(wt_store_prepare(r->store, &r->patch, 40.0, 8000.0), WT_OK);
    assert_int_equal(
        wt_synth_init(&r->synth, r->synth_room, size, &r->patch, r->store, n_voices, most_frames),
        WT_OK);
}

static void tear_down(rig *r) {
    free(r->store_room);
    free(r->synth_room);
}

typedef struct {
    uint64_t on, off;
    double hz, velocity;
} event;

// Releases are 4800 frames.
static const event score[NOTES] = {{0, 9000, 220.0, 127.0},
                                   {100, 5000, 329.6, 90.0},
                                   {4096, 12000, 440.0, 60.0},
                                   {9000, 9001, 55.0, 127.0},
                                   {13000, 18000, 1760.5, 100.0}};

// As `render` plays it: levels by the cache, notes known beforehand.
static void render_score(const rig *r, float *left, float *right) {
    wt_cache *cache;
    wt_cache_reader *reader;
    wt_note notes[NOTES];
    wt_voice voices[NOTES];
    wt_patch patch = r->patch;
    wt_cycle_ref refs[WAVES] = {{0}};
    assert_int_equal(wt_cache_new(&cache, 1 << 26), WT_OK);
    assert_int_equal(wt_cache_reader_new(&reader, cache), WT_OK);
    for (int i = 0; i < WAVES; ++i) {
        refs[i].harmonics = wt_cycle_harmonics(&waves[i]);
        refs[i].smooth = wt_cycle_is_smooth(&waves[i]);
        assert_int_equal(wt_cache_add(cache, &waves[i], &refs[i].id), WT_OK);
    }
    patch.fm.wave = refs[r->fm_wave];
    patch.dimensions[0] = (wt_dimension){refs, r->plain ? 1 : 2};
    for (uint32_t i = 0; i < NOTES; ++i) {
        notes[i] = (wt_note){.start = score[i].on,
                             .gate = score[i].off,
                             .end = score[i].off + 4800,
                             .note_s = 1.0,
                             .hz = score[i].hz,
                             .velocity = score[i].velocity,
                             .gain = score[i].velocity / 127.0,
                             .number = i};
    }
    void *scratch = aligned_alloc(64, wt_scratch_size(WT_BLOCK));
    wt_renderer renderer = {.patch = &patch,
                            .kernels = wt_kernels_of_width(patch.form.engine, 1),
                            .source = wt_cache_reader_source(reader),
                            .notes = notes,
                            .n_notes = NOTES,
                            .voices = voices,
                            .n_voices = NOTES,
                            .scratch = wt_scratch_make(scratch, WT_BLOCK),
                            .stereo = right != NULL};
    assert_true(wt_renderer_pull(&renderer, (wt_bus){.f = left}, (wt_bus){.f = right}, FRAMES));
    free(scratch);
    wt_cache_reader_free(reader);
    wt_cache_free(cache);
}

static void play_score(wt_synth *synth, float *left, float *right, size_t block) {
    for (size_t done = 0; done < FRAMES; done += block) {
        const size_t n = FRAMES - done < block ? FRAMES - done : block;
        for (uint32_t i = 0; i < NOTES; ++i) {
            if (score[i].on >= done && score[i].on < done + n) {
                wt_synth_on(synth, score[i].on - done, i, score[i].hz, score[i].velocity);
            }
            if (score[i].off >= done && score[i].off < done + n) {
                wt_synth_off(synth, score[i].off - done, i);
            }
        }
        wt_synth_pull(synth, left + done, right ? right + done : NULL, n);
    }
}

static const wt_breakpoint sweep[] = {{{0.0, WT_SECONDS}, {0.1, WT_PLAIN}, 0.0},
                                      {{0.2, WT_SECONDS}, {0.9, WT_PLAIN}, 0.0}};
static const wt_breakpoint bend[] = {{{0.0, WT_SECONDS}, {-3.0, WT_PLAIN}, 0.0},
                                     {{0.3, WT_SECONDS}, {14.0, WT_PLAIN}, 2.0}};
static const wt_env_term sweep_term = {.kind = WT_ENV_POINTS, .points = sweep, .n_points = 2};
static const wt_env_term bend_term = {.kind = WT_ENV_POINTS, .points = bend, .n_points = 2};

static void a_score_played_live_has_the_bits_of_render(void **unused) {
    (void)unused;
    static float expected[2][FRAMES], got[2][FRAMES];
    static const size_t blocks[] = {1, 63, 64, 128, 1000, 4096, FRAMES};
    for (int kind = 0; kind < 16; ++kind) {
        rig r = {.plain = kind & 8};
        wt_patch_init(&r.patch, RATE);
        r.patch.adsr = (wt_adsr){0.01, 0.05, 0.7, 0.1};
        r.patch.form.interp = kind & 1 ? WT_INTERP_LINEAR : WT_INTERP_CUBIC;
        r.patch.env[WT_TO_MIX][0] = kind & 2 ? (wt_env){&sweep_term, 1} : (wt_env){0};
        r.patch.env[WT_TO_PITCH][0] = kind & 4 ? (wt_env){&bend_term, 1} : (wt_env){0};
        const bool stereo = kind & 2;
        render_score(&r, expected[0], stereo ? expected[1] : NULL);
        for (size_t b = 0; b < sizeof blocks / sizeof *blocks; ++b) {
            set_up(&r, NOTES, b % 2 ? 128 : 100);
            play_score(r.synth, got[0], stereo ? got[1] : NULL, blocks[b]);
            assert_memory_equal(got[0], expected[0], sizeof got[0]);
            if (stereo) {
                assert_memory_equal(got[1], expected[1], sizeof got[1]);
            }
            free(r.synth_room);
        }
        free(r.store_room);
    }
}

// Modulation asks for levels of its own: of harmonics that are not heard, of sparser ones, and of
// another pitch; and turns that are crossed over for ones that leave them room.
static void modulated_notes_and_turns_have_the_bits_of_render(void **unused) {
    (void)unused;
    static float expected[FRAMES], got[FRAMES];
    enum { SAW, SQUARE, SINE };
    static const struct {
        double rate, ratio, hz, index;
        int wave;
        bool bends;
        wt_scan scan;
    } cases[] = {
        {48000, 1.0, 0.0, 1.0, SINE, false, WT_SCAN_MIX},
        {48000, 1.41, 0.0, 8.0, SINE, false, WT_SCAN_MIX},
        {48000, 0.25, 0.0, 3.0, SAW, false, WT_SCAN_MIX}, // lower than any note
        {44100, 7.0, 0.0, 20.0, SQUARE, false, WT_SCAN_MIX},
        {48000, 0.0, 2.0, 4.0, SINE, false, WT_SCAN_MIX}, // hardly a pitch
        {48000, 0.0, 30.0, 2.0, SQUARE, true, WT_SCAN_MIX},
        {48000, 2.0, 0.0, 5.0, SAW, true, WT_SCAN_MIX},
        {96000, 3.5, 0.0, 12.0, SQUARE, true, WT_SCAN_MIX},
        {22050, 1.0, 0.0, 2.0, SAW, true, WT_SCAN_MIX},
        {48000, 1.5, 0.0, 3.0, SINE, false, WT_SCAN_CYCLE},
        {48000, 0.0, 0.0, 0.0, SINE, false, WT_SCAN_CYCLE},
        {22050, 0.0, 0.0, 0.0, SINE, true, WT_SCAN_RANDOM},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        const bool modulated = cases[i].ratio > 0.0 || cases[i].hz > 0.0;
        const wt_breakpoint depth = {{0.0, WT_SECONDS}, {cases[i].index, WT_PLAIN}, 0.0};
        const wt_env_term index = {.kind = WT_ENV_POINTS, .points = &depth, .n_points = 1};
        rig r = {.fm_wave = cases[i].wave};
        wt_patch_init(&r.patch, cases[i].rate);
        r.patch.adsr = (wt_adsr){0.0, 0.0, 1.0, 4800.0 / cases[i].rate};
        r.patch.scan = cases[i].scan;
        r.patch.fm = (wt_fm){.on = modulated, .ratio = cases[i].ratio, .hz = cases[i].hz};
        r.patch.env[WT_TO_INDEX][0] = (wt_env){&index, 1};
        r.patch.env[WT_TO_MIX][0] = (wt_env){&sweep_term, 1};
        r.patch.env[WT_TO_PITCH][0] = cases[i].bends ? (wt_env){&bend_term, 1} : (wt_env){0};
        render_score(&r, expected, NULL);
        set_up(&r, NOTES, 128);
        play_score(r.synth, got, NULL, 128);
        if (memcmp(got, expected, sizeof got) != 0) {
            fail_msg("case %zu has other bits", i);
        }
        tear_down(&r);
    }
}

static void pull(const rig *r, float *left, float *right, size_t n) {
    for (size_t done = 0; done < n; done += 64) {
        wt_synth_pull(r->synth, left + done, right ? right + done : NULL, 64);
    }
}

// A note of which nothing moves hears of a change in the next block, and of a second channel.
static void a_note_that_rests_hears_of_a_change(void **unused) {
    (void)unused;
    static const wt_breakpoint points[] = {{.value = {.number = 0.5}}, {.value = {.number = -1.0}}};
    static const wt_env_term half = {.kind = WT_ENV_POINTS, .points = &points[0], .n_points = 1};
    static const wt_env_term left_only = {
        .kind = WT_ENV_POINTS, .points = &points[1], .n_points = 1};
    static float before[4096], after[4096], left[4096], right[4096];
    rig r[2] = {{.plain = true}, {.plain = true}};
    for (int i = 0; i < 2; ++i) {
        wt_patch_init(&r[i].patch, RATE);
        r[i].patch.env[WT_TO_PAN][0] = (wt_env){&left_only, 1};
        set_up(&r[i], 1, 64);
        wt_synth_on(r[i].synth, 0, 0, 220.0, 127.0);
        pull(&r[i], before, NULL, 4096);
        pull(&r[i], before, NULL, 4096);
    }
    r[1].patch.env[WT_TO_AMP][0] = (wt_env){&half, 1};
    pull(&r[0], before, NULL, 4096);
    pull(&r[1], after, NULL, 4096);
    for (size_t i = 0; i < 4096; ++i) {
        assert_true(after[i] == 0.5f * before[i]);
    }
    pull(&r[0], before, NULL, 4096);
    pull(&r[1], left, right, 4096);
    for (size_t i = 0; i < 4096; ++i) {
        assert_true(right[i] == 0.0f && (left[i] != 0.0f || before[i] == 0.0f));
    }
    tear_down(&r[0]);
    tear_down(&r[1]);
}

// So it does of levels that stand elsewhere, as others are wanted beside them.
static void a_note_that_rests_reads_levels_that_were_built_anew(void **unused) {
    (void)unused;
    static float expected[4096], got[4096];
    rig r[2] = {{.plain = false}, {.plain = false}}; // two cycles, the place between them fixed
    static const wt_breakpoint point = {.value = {.number = 0.3}};
    static const wt_env_term third = {.kind = WT_ENV_POINTS, .points = &point, .n_points = 1};
    for (int i = 0; i < 2; ++i) {
        wt_patch_init(&r[i].patch, RATE);
        r[i].patch.env[WT_TO_MIX][0] = (wt_env){&third, 1};
        set_up(&r[i], 1, 64);
        wt_synth_on(r[i].synth, 0, 0, 220.0, 127.0);
        pull(&r[i], expected, NULL, 4096);
    }
    assert_int_equal(wt_store_prepare(r[1].store, &r[1].patch, 20.0, 12000.0), WT_OK);
    pull(&r[0], expected, NULL, 4096);
    pull(&r[1], got, NULL, 4096);
    assert_memory_equal(got, expected, sizeof got);
    tear_down(&r[0]);
    tear_down(&r[1]);
}

static void a_live_place_is_heard(void **unused) {
    (void)unused;
    static float left[4096], right[4096];
    rig r = {.plain = true};
    wt_patch_init(&r.patch, RATE);
    wt_patch_set_live(&r.patch, WT_TO_PAN, 0);
    set_up(&r, 1, 64);
    wt_synth_on(r.synth, 0, 0, 220.0, 127.0);
    pull(&r, left, right, 4096);
    const float there = 1.0f;
    wt_synth_set(r.synth, WT_TO_PAN, 0, &there, 1);
    pull(&r, left, right, 4096);
    for (size_t i = 64; i < 4096; ++i) {
        assert_true(left[i] == 0.0f && right[i] != 0.0f);
    }
    tear_down(&r);
}

static void a_live_value_that_rests_is_a_constant(void **unused) {
    (void)unused;
    static float expected[FRAMES], got[FRAMES];
    static const wt_breakpoint point = {.value = {.number = 0.3}};
    static const wt_env_term term = {.kind = WT_ENV_POINTS, .points = &point, .n_points = 1};
    rig r = {0};
    wt_patch_init(&r.patch, RATE);
    r.patch.adsr.release_s = 0.1;
    r.patch.env[WT_TO_MIX][0] = (wt_env){&term, 1};
    render_score(&r, expected, NULL);
    wt_patch_set_live(&r.patch, WT_TO_MIX, 0);
    wt_patch_set_live(&r.patch, WT_TO_AMP, 0);
    set_up(&r, NOTES, 128);
    const float mix = 0.3f;
    wt_synth_set(r.synth, WT_TO_MIX, 0, &mix, 1);
    float silence[64];
    wt_synth_pull(r.synth, silence, NULL, 64); // the line from 0 to there
    play_score(r.synth, got, NULL, 64);
    assert_memory_equal(got, expected, sizeof got);
    tear_down(&r);
}

// Values for every frame, and a line: a-rate and k-rate.
static void a_line_is_what_its_values_say(void **unused) {
    (void)unused;
    static float by_line[FRAMES], by_values[FRAMES];
    float values[200];
    for (int way = 0; way < 2; ++way) {
        rig r = {0};
        wt_patch_init(&r.patch, RATE);
        for (int to = WT_TO_AMP; to <= WT_TO_MIX; ++to) {
            wt_patch_set_live(&r.patch, (wt_mod_destination)to, 0);
        }
        set_up(&r, 2, 128);
        wt_synth_on(r.synth, 7, 1, 330.0, 127.0);
        float amp = 1.0f, pitch = 0.0f, mix = 0.0f;
        for (size_t block = 0; block < 100; ++block) {
            const float to[3] = {0.5f + 0.005f * (float)(block % 50), (float)(block % 7) - 3.0f,
                                 (float)(block % 11) / 10.0f};
            static const wt_mod_destination to_what[3] = {WT_TO_AMP, WT_TO_PITCH, WT_TO_MIX};
            float from[3] = {amp, pitch, mix};
            static float room[3][200];
            for (int c = 0; c < 3; ++c) {
                for (int i = 0; i < 200; ++i) {
                    room[c][i] = from[c] + (to[c] - from[c]) * ((float)(i + 1) / 200.0f);
                }
                wt_synth_set(r.synth, to_what[c], 0, way ? room[c] : &to[c], way ? 200 : 1);
            }
            amp = way ? room[0][199] : to[0];
            pitch = way ? room[1][199] : to[1];
            mix = way ? room[2][199] : to[2];
            float *out = way ? by_values : by_line;
            wt_synth_pull(r.synth, out + block * 200, values, 200);
        }
        tear_down(&r);
    }
    for (size_t i = 0; i < 20000; ++i) {
        assert_float_equal(by_line[i], by_values[i], 2e-3f);
    }
}

// What is live moves on a curve of values, for every frame, a chord being held: blocks never show.
static void what_is_live_moves_by_the_frame_in_blocks_of_any_size(void **unused) {
    (void)unused;
    static const struct {
        wt_mod_destination to;
        bool plain; // one cycle alone
        float low, high;
    } cases[] = {{WT_TO_AMP, true, 0.1f, 0.9f},  {WT_TO_PITCH, true, -2.0f, 2.0f},
                 {WT_TO_MIX, false, 0.1f, 0.9f}, {WT_TO_PAN, true, -1.0f, 1.0f},
                 {WT_TO_AMP, false, 0.1f, 0.9f}, {WT_TO_PITCH, false, -0.1f, 0.1f}};
    static const size_t blocks[] = {FRAMES, 64, 128, 100, 37};
    static float values[FRAMES], expected[2][FRAMES], got[2][FRAMES];
    for (size_t c = 0; c < sizeof cases / sizeof *cases; ++c) {
        for (size_t i = 0; i < FRAMES; ++i) {
            const float x = (float)(i % 4000) / 4000.0f; // it jumps, too
            values[i] = cases[c].low + (cases[c].high - cases[c].low) * x;
        }
        for (size_t b = 0; b < sizeof blocks / sizeof *blocks; ++b) {
            rig r = {.plain = cases[c].plain};
            wt_patch_init(&r.patch, RATE);
            wt_patch_set_live(&r.patch, cases[c].to, 0);
            set_up(&r, 3, 4096);
            for (uint32_t i = 0; i < 3; ++i) {
                wt_synth_on(r.synth, 0, i, 220.0 + 70.0 * i, 100.0);
            }
            for (size_t done = 0, n; done < FRAMES; done += n) {
                n = FRAMES - done < blocks[b] ? FRAMES - done : blocks[b];
                wt_synth_set(r.synth, cases[c].to, 0, values + done, n);
                wt_synth_pull(r.synth, got[0] + done, got[1] + done, n);
            }
            if (b == 0) {
                memcpy(expected, got, sizeof got);
            }
            assert_memory_equal(got, expected, sizeof got);
            tear_down(&r);
        }
    }
}

// The largest step between samples, of a sine: a click would be larger.
static float largest_step(const float *x, size_t n) {
    float largest = 0.0f;
    for (size_t i = 1; i < n; ++i) {
        const float step = x[i] < x[i - 1] ? x[i - 1] - x[i] : x[i] - x[i - 1];
        largest = step > largest ? step : largest;
    }
    return largest;
}

static void a_note_that_makes_way_fades_and_none_is_lost(void **unused) {
    (void)unused;
    static float out[4800];
    rig r = {0};
    wt_patch_init(&r.patch, RATE);
    set_up(&r, 2, 128);
    wt_patch_set_shape(&r.patch, WT_CYCLE_SINE);
    assert_int_equal(wt_store_prepare(r.store, &r.patch, 20.0, 8000.0), WT_OK);
    for (uint32_t i = 0; i < 100; ++i) {
        wt_synth_on(r.synth, i % 48, i, 100.0 + i, 127.0);
        wt_synth_pull(r.synth, out + 48 * i, NULL, 48);
    }
    // Two sines of 200 Hz at most, and two that fade, none of which comes far in its attack.
    assert_true(largest_step(out, 4800) < 0.02f);
    for (size_t i = 4000; i + 480 <= 4800; i += 480) {
        assert_true(largest_step(out + i, 480) > 0.002f);
    }
    tear_down(&r);
}

// What it fades from is the release as it was.
static void a_note_that_is_let_go_makes_way_without_a_step(void **unused) {
    (void)unused;
    static float out[4800];
    rig r = {0};
    wt_patch_init(&r.patch, RATE);
    set_up(&r, 1, 128);
    wt_patch_set_shape(&r.patch, WT_CYCLE_SINE);
    r.patch.adsr.release_s = 0.1;
    assert_int_equal(wt_store_prepare(r.store, &r.patch, 20.0, 8000.0), WT_OK);
    wt_synth_on(r.synth, 0, 1, 200.0, 127.0);
    wt_synth_pull(r.synth, out, NULL, 2400);
    wt_synth_off(r.synth, 0, 1);
    wt_synth_pull(r.synth, out + 2400, NULL, 50);
    wt_synth_on(r.synth, 20, 2, 200.0, 0.0);
    wt_synth_pull(r.synth, out + 2450, NULL, 2350);
    assert_true(largest_step(out, 4800) < 6.2832f * 200.0f / RATE + 1.0f / 64.0f);
    assert_true(largest_step(out + 2480, 60) > 0.01f && largest_step(out + 2540, 2000) == 0.0f);
    tear_down(&r);
}

// Notes of all lengths for few voices; who makes way is decided by the frame, not by the block.
static void who_makes_way_does_not_depend_on_the_blocks(void **unused) {
    (void)unused;
    enum { EVENTS = 150, GAP = 61, LENGTH = EVENTS * GAP };
    static const size_t blocks[] = {1, 64, 200, 250};
    static float expected[LENGTH], got[LENGTH];
    for (size_t b = 0; b < sizeof blocks / sizeof *blocks; ++b) {
        rig r = {0};
        wt_patch_init(&r.patch, RATE);
        r.patch.adsr.release_s = 0.003;
        set_up(&r, 2, 128);
        size_t next = 0;
        for (size_t done = 0, n; done < LENGTH; done += n) {
            n = LENGTH - done < blocks[b] ? LENGTH - done : blocks[b];
            for (; next < EVENTS && next * GAP < done + n; ++next) {
                const uint32_t id = (uint32_t)(next * next % 7);
                if (next % 5 < 3) {
                    wt_synth_on(r.synth, next * GAP - done, id, 200.0 + 40.0 * id, 100.0);
                } else {
                    wt_synth_off(r.synth, next * GAP - done, id);
                }
            }
            wt_synth_pull(r.synth, got + done, NULL, n);
        }
        if (b == 0) {
            memcpy(expected, got, sizeof got);
        }
        assert_memory_equal(got, expected, sizeof got);
        tear_down(&r);
    }
}

// Nor allocates any of them; that none locks or waits, tests/lint/freestanding finds in the
// objects.
static void any_order_of_calls_is_played(void **unused) {
    (void)unused;
    static float left[512], right[512];
    rig r = {0};
    wt_patch_init(&r.patch, RATE);
    wt_patch_set_live(&r.patch, WT_TO_PAN, 0);
    set_up(&r, 3, 64);
    uint32_t random = 1;
    fail_after_allocations(0);
    for (int i = 0; i < 20000; ++i) {
        random = random * 1664525u + 1013904223u;
        const uint32_t x = random >> 8;
        const float value = (float)(x % 2000) / 1000.0f - 1.0f;
        if (x % 5 < 2) {
            wt_synth_on(r.synth, x % 300, x % 6, (double)(x % 9000), (double)(x % 140));
        } else if (x % 5 == 2) {
            wt_synth_off(r.synth, x % 300, x % 6);
        } else if (x % 5 == 3) {
            wt_synth_set(r.synth, (wt_mod_destination)(x % 8), x / 8 % 10, &value, 1);
        } else {
            wt_synth_pull(r.synth, left, x % 2 ? right : NULL, x % 512);
        }
    }
    for (int i = 0; i < 100; ++i) {
        for (uint32_t id = 0; id < 6; ++id) {
            wt_synth_off(r.synth, 0, id);
        }
        wt_synth_pull(r.synth, left, NULL, 512);
    }
    fail_after_allocations(-1);
    assert_int_equal(allocations_refused, 0);
    for (int i = 0; i < 512; ++i) {
        assert_true(left[i] == 0.0f);
    }
    tear_down(&r);
}

static void integers_come_out_at_full_scale(void **unused) {
    (void)unused;
    static float reference[4800], out[4800];
    for (int engine = WT_ENGINE_FLOAT; engine <= WT_ENGINE_Q31; ++engine) {
        rig r = {0};
        wt_patch_init(&r.patch, RATE);
        r.patch.form = (wt_form){(wt_engine)engine, WT_INTERP_LINEAR};
        set_up(&r, 1, 100);
        float *to = engine == WT_ENGINE_FLOAT ? reference : out;
        wt_synth_on(r.synth, 10, 1, 441.0, 127.0);
        wt_synth_pull(r.synth, to, NULL, 4800);
        for (size_t i = 0; i < 4800; ++i) {
            assert_float_equal(to[i], reference[i], engine == WT_ENGINE_Q15 ? 3e-4f : 1e-4f);
        }
        tear_down(&r);
    }
}

static void one_call_renders_a_note(void **unused) {
    (void)unused;
    static float sound[RATE], expected[RATE];
    wt_patch patch;
    wt_patch_init(&patch, RATE);
    assert_int_equal(wt_render_note(&patch, 440.0, 0.5, sound, NULL, RATE), WT_OK);
    rig r = {.patch = patch};
    set_up(&r, 1, 128);
    r.patch.dimensions[0].n_cycles = 1;
    wt_synth_on(r.synth, 0, 1, 440.0, 127.0);
    wt_synth_pull(r.synth, expected, NULL, RATE / 2);
    wt_synth_off(r.synth, 0, 1);
    wt_synth_pull(r.synth, expected + RATE / 2, NULL, RATE / 2);
    assert_memory_equal(sound, expected, sizeof sound);
    assert_true(sound[RATE - 1] == 0.0f && largest_step(sound, RATE) > 0.5f);
    tear_down(&r);
    patch.env[WT_TO_PITCH][0] = (wt_env){&bend_term, 1}; // levels of 23 Hz have the most samples
    assert_int_equal(wt_render_note(&patch, 27.5, 0.5, sound, NULL, RATE), WT_OK);
}

static void what_is_out_of_range_is_named(void **unused) {
    (void)unused;
    const char *field = NULL;
    wt_patch patch;
    wt_patch_init(&patch, 12.0);
    assert_int_equal(wt_patch_check(&patch, &field), WT_BAD_RANGE);
    assert_string_equal(field, "rate");
    wt_patch_init(&patch, RATE);
    assert_int_equal(wt_patch_check(&patch, &field), WT_OK);
    patch.adsr.sustain = 2.0;
    assert_int_equal(wt_patch_check(&patch, &field), WT_BAD_RANGE);
    assert_string_equal(field, "adsr");
}

static void what_is_no_number_is_named(void **unused) {
    (void)unused;
    static const float line[] = {0.0f, 1.0f};
    static const double odd[] = {(double)NAN, (double)INFINITY, -(double)INFINITY};
    for (size_t i = 0; i < 3 * 9; ++i) {
        wt_breakpoint point = {.value = {1.0, WT_PLAIN}};
        wt_env_term points = {.kind = WT_ENV_POINTS, .points = &point, .n_points = 1};
        wt_env_term lfo = {.kind = WT_ENV_LFO, .samples = line, .n_samples = 1, .rate = 5.0};
        wt_patch patch;
        wt_patch_init(&patch, RATE);
        patch.env[WT_TO_PITCH][0] = (wt_env){&lfo, 1};
        patch.env[WT_TO_AMP][0] = (wt_env){&points, 1};
        patch.fm = (wt_fm){.on = true, .ratio = 2.0};
        const char *field = NULL;
        assert_int_equal(wt_patch_check(&patch, &field), WT_OK);
        const struct {
            double *value;
            const char *field;
        } values[] = {
            {&lfo.rate, "pitch"},
            {&lfo.phase, "pitch"},
            {&lfo.low.number, "pitch"},
            {&point.time.value, "amp"},
            {&point.value.number, "amp"},
            {&point.curve, "amp"},
            {&patch.fm.ratio, "fm"},
            {&patch.fm.hz, "fm"},
            {&patch.tempo_bpm, "tempo_bpm"},
        };
        *values[i / 3].value = odd[i % 3];
        assert_int_equal(wt_patch_check(&patch, &field), WT_BAD_RANGE);
        assert_string_equal(field, values[i / 3].field);
    }
}

// For every engine; sanitizers look at what becomes of it, and what follows is as ever.
static void live_values_that_are_no_numbers_are_held(void **unused) {
    (void)unused;
    static const float odd[] = {(float)NAN, (float)INFINITY, -(float)INFINITY, 3e38f, -3e38f};
    static const wt_mod_destination to[] = {WT_TO_AMP, WT_TO_PITCH, WT_TO_PAN, WT_TO_MIX};
    static float out[2][128];
    float values[128];
    for (size_t k = 0; k < 3 * 4 * 2; ++k) {
        rig r = {0};
        wt_patch_init(&r.patch, RATE);
        r.patch.form = (wt_form){(wt_engine)(k % 3), WT_INTERP_LINEAR};
        wt_patch_set_live(&r.patch, to[k / 3 % 4], 0);
        r.store_room = shared_store;
        set_up(&r, 1, 128);
        for (size_t i = 0; i < 128; ++i) {
            values[i] = i % 7 < 3 ? odd[i % 5] : 0.5f;
        }
        wt_synth_on(r.synth, 0, 1, 440.0, 127.0);
        for (int block = 0; block < 4; ++block) {
            wt_synth_set(r.synth, to[k / 3 % 4], 0, values + block, k / 12 ? 124 : 1);
            wt_synth_pull(r.synth, out[0], out[1], 128);
            for (size_t i = 0; i < 128; ++i) {
                assert_true(isfinite(out[0][i]) && isfinite(out[1][i]));
            }
        }
        free(r.synth_room);
    }
}

// Nor does it cost what was prepared.
static void a_cycle_that_holds_no_numbers_is_refused(void **unused) {
    (void)unused;
    static const float odd[] = {(float)NAN, (float)INFINITY, 1e30f};
    static float out[480];
    rig r = {0};
    wt_patch_init(&r.patch, RATE);
    set_up(&r, 1, 128);
    for (size_t i = 0; i < sizeof odd / sizeof *odd; ++i) {
        wt_cycle_ref ref;
        const float samples[] = {0.0f, odd[i], 0.5f};
        const double amplitudes[] = {1.0, (double)odd[i]};
        const wt_cycle cycles[] = {
            {.kind = WT_CYCLE_SAMPLES, .samples = samples, .length = 3},
            {.kind = WT_CYCLE_HARMONICS, .amplitudes = amplitudes, .n_amplitudes = 2}};
        assert_int_equal(wt_store_add(r.store, &cycles[0], &ref), WT_BAD_RANGE);
        assert_int_equal(wt_store_add(r.store, &cycles[1], &ref), WT_BAD_RANGE);
    }
    wt_synth_on(r.synth, 0, 1, 440.0, 127.0);
    wt_synth_pull(r.synth, out, NULL, 480);
    assert_true(largest_step(out, 480) > 0.01f);
    tear_down(&r);
}

// Without a release it is over when it begins: nothing sounds, and what does sounds on.
static void a_note_that_is_let_go_at_once_is_silent(void **unused) {
    (void)unused;
    static char rooms[2][1 << 20], store_room[8 << 20];
    static float alone[64], both[64];
    wt_store *store;
    wt_synth *synths[2];
    wt_patch patch;
    wt_patch_init(&patch, RATE);
    patch.adsr.release_s = 0.0;
    assert_int_equal(wt_store_init(&store, store_room, sizeof store_room), WT_OK);
    assert_int_equal(wt_store_prepare(store, &patch, 100.0, 1000.0), WT_OK);
    for (int i = 0; i < 2; ++i) {
        assert_int_equal(wt_synth_init(&synths[i], rooms[i], sizeof *rooms, &patch, store, 4, 64),
                         WT_OK);
    }
    for (size_t at = 0; at < 64; at += 21) {
        wt_synth_on(synths[1], at, 2, 330.0, 100.0);
        wt_synth_off(synths[1], at, 2);
        wt_synth_pull(synths[0], alone, NULL, 64);
        wt_synth_pull(synths[1], both, NULL, 64);
        assert_memory_equal(alone, both, sizeof both);
        for (int i = 0; at == 0 && i < 2; ++i) {
            wt_synth_on(synths[i], 0, 1, 220.0, 100.0);
        }
    }
    assert_true(alone[63] != 0.0f);
}

// Every size from nothing to what is needed, at addresses of any alignment: an error, or sound.
static void too_little_room_is_an_error(void **unused) {
    (void)unused;
    static float out[64];
    wt_patch patch;
    wt_patch_init(&patch, RATE);
    int played = 0;
    for (size_t size = 0; size < 600000; size += size < 5000 ? 40 : 4001) {
        char *room = malloc(size + 16);
        wt_store *store;
        wt_status status = wt_store_init(&store, room + size % 16, size);
        if (status == WT_OK) {
            status = wt_store_prepare(store, &patch, 200.0, 4000.0);
        }
        assert_true(status == WT_OK || status == WT_NO_MEMORY);
        if (status == WT_OK) {
            char synth_room[200000];
            wt_synth *synth;
            assert_int_equal(
                wt_synth_init(&synth, synth_room, wt_synth_size(1, 64) - 1, &patch, store, 1, 64),
                WT_NO_MEMORY);
            assert_int_equal(
                wt_synth_init(&synth, synth_room, sizeof synth_room, &patch, store, 1, 64), WT_OK);
            wt_synth_on(synth, 0, 1, 440.0, 127.0);
            wt_synth_pull(synth, out, NULL, 64);
            assert_true(wt_store_used(store) <= size);
            ++played;
        }
        free(room);
    }
    assert_true(played > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_score_played_live_has_the_bits_of_render),
        cmocka_unit_test(modulated_notes_and_turns_have_the_bits_of_render),
        cmocka_unit_test(a_note_that_rests_hears_of_a_change),
        cmocka_unit_test(a_note_that_rests_reads_levels_that_were_built_anew),
        cmocka_unit_test(a_note_that_is_let_go_at_once_is_silent),
        cmocka_unit_test(a_live_place_is_heard),
        cmocka_unit_test(a_live_value_that_rests_is_a_constant),
        cmocka_unit_test(what_is_live_moves_by_the_frame_in_blocks_of_any_size),
        cmocka_unit_test(a_line_is_what_its_values_say),
        cmocka_unit_test(a_note_that_makes_way_fades_and_none_is_lost),
        cmocka_unit_test(a_note_that_is_let_go_makes_way_without_a_step),
        cmocka_unit_test(who_makes_way_does_not_depend_on_the_blocks),
        cmocka_unit_test(any_order_of_calls_is_played),
        cmocka_unit_test(integers_come_out_at_full_scale),
        cmocka_unit_test(one_call_renders_a_note),
        cmocka_unit_test(what_is_out_of_range_is_named),
        cmocka_unit_test(what_is_no_number_is_named),
        cmocka_unit_test(live_values_that_are_no_numbers_are_held),
        cmocka_unit_test(a_cycle_that_holds_no_numbers_is_refused),
        cmocka_unit_test(too_little_room_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
