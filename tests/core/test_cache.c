// The bank of levels: the same level for all, bounded, from many threads, and without memory.
#include "failing_malloc.h"
#include "tone.h"

#include "core/tables/cycle.h"
#include "core/voice/simple.h"

#include <pthread.h>

static const wt_form cubic = {WT_ENGINE_FLOAT, WT_INTERP_CUBIC};
static const wt_form linear = {WT_ENGINE_FLOAT, WT_INTERP_LINEAR};

static const wt_level *get(wt_cache_reader *reader, uint32_t cycle, wt_form form,
                           uint32_t harmonics) {
    const wt_level_source source = wt_cache_reader_source(reader);
    return source.get(source.context, cycle, form, harmonics);
}

static void one_level_serves_all_who_ask_for_it(void **state) {
    (void)state;
    studio s;
    open_studio(&s, 1 << 20);
    const wt_cycle saw = {.kind = WT_CYCLE_SAW};
    const uint32_t id = add_cycle(&s, &saw).id;
    wt_cache_reader *other;
    assert_int_equal(wt_cache_reader_new(&other, s.bank), WT_OK);
    const wt_level *a = get(s.reader, id, cubic, 10);
    assert_non_null(a);
    assert_ptr_equal(get(s.reader, id, cubic, 10), a);
    assert_ptr_equal(get(other, id, cubic, 10), a);
    assert_ptr_not_equal(get(s.reader, id, cubic, 11), a);
    assert_ptr_not_equal(get(s.reader, id, linear, 10), a);
    assert_ptr_not_equal(get(s.reader, id, cubic, WT_AS_IS), a);
    wt_cache_reader_free(other);
    close_studio(&s);
}

static size_t usage(wt_cache *bank) {
    size_t now, peak;
    wt_cache_usage(bank, &now, &peak);
    return now;
}

static double sum(const wt_level *level) {
    const size_t n = (size_t)level->length * (level->taps ? 1 : 4);
    double total = 0.0;
    for (size_t i = 0; i < n; i++) {
        total += (double)((const float *)level->rows)[i] * (double)(i % 7);
    }
    return total;
}

// A held level outlives the limit; one that nobody holds goes when room is needed, and comes back
// with the same bytes.
static void levels_go_when_room_is_needed_and_come_back_the_same(void **state) {
    (void)state;
    enum { LIMIT = 200000, CYCLES = 40 };
    studio s;
    open_studio(&s, LIMIT);
    double amplitudes[CYCLES][8] = {{0}};
    uint32_t ids[CYCLES];
    double sums[CYCLES];
    for (int c = 0; c < CYCLES; c++) {
        amplitudes[c][c % 8] = 0.1 + c * 0.01;
        const wt_cycle cycle = {
            .kind = WT_CYCLE_HARMONICS, .amplitudes = amplitudes[c], .n_amplitudes = 8};
        ids[c] = add_cycle(&s, &cycle).id;
    }
    for (int c = 0; c < CYCLES; c++) {
        sums[c] = sum(get(s.reader, ids[c], cubic, 8));
    }
    assert_true(usage(s.bank) > LIMIT / 2); // all of them are held
    for (int c = 0; c < CYCLES; c++) {
        assert_true(sum(get(s.reader, ids[c], cubic, 8)) == sums[c]);
    }
    for (int round = 0; round < 3; round++) {
        for (int c = 0; c < CYCLES; c++) {
            wt_cache_reader *reader;
            assert_int_equal(wt_cache_reader_new(&reader, s.bank), WT_OK);
            assert_true(sum(get(reader, ids[c], cubic, 8)) == sums[c]);
            wt_cache_reader_free(reader);
        }
        wt_cache_reader_free(s.reader);
        assert_int_equal(wt_cache_reader_new(&s.reader, s.bank), WT_OK);
        assert_true(usage(s.bank) <= LIMIT);
    }
    close_studio(&s);
}

static void a_limit_of_nothing_still_plays(void **state) {
    (void)state;
    studio s;
    open_studio(&s, 0);
    const wt_cycle saw = {.kind = WT_CYCLE_SAW};
    const wt_cycle_ref ref = add_cycle(&s, &saw);
    static double x[1000];
    for (int key = LOWEST_KEY; key <= HIGHEST_KEY; key += 12) {
        const tone t = {
            .rate = 48000.0, .hz = key_hz(key), .form = cubic, .cycles = &ref, .n_cycles = 1};
        render_tone(&s, &t, x, 1000);
    }
    close_studio(&s);
}

// Every level asked for is still what it was when the last that may be in use with it has come, and
// those before are let go, be they many or large.
static void a_reader_holds_what_may_be_in_use_and_little_more(void **state) {
    (void)state;
    enum { LEVELS = 700, LIMIT = 1 << 20 };
    static const struct {
        wt_form form;
        uint32_t least, spread;
        size_t held;
    } rows[] = {{{WT_ENGINE_FLOAT, WT_INTERP_LINEAR}, 1, 300, 18 << 20},
                {{WT_ENGINE_Q15, WT_INTERP_LINEAR}, 1, 2000, 18 << 20},
                {{WT_ENGINE_Q31, WT_INTERP_LINEAR}, 15000, 12, 20u * (4 << 20)}};
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        studio s;
        open_studio(&s, LIMIT);
        const wt_cycle pulse = {.kind = WT_CYCLE_PULSE, .width = 0.01};
        const wt_cycle_ref ref = add_cycle(&s, &pulse);
        const wt_level *levels[WT_LEVELS_IN_USE] = {NULL};
        int16_t seen[WT_LEVELS_IN_USE] = {0};
        const uint32_t n = rows[r].spread < 100 ? 30 : LEVELS;
        for (uint32_t i = 0; i < n; i++) {
            const uint32_t place = i % WT_LEVELS_IN_USE;
            if (levels[place]) {
                assert_true(seen[place] == *(const int16_t *)levels[place]->rows);
            }
            levels[place] = get(s.reader, ref.id, rows[r].form, rows[r].least + i % rows[r].spread);
            assert_non_null(levels[place]);
            seen[place] = *(const int16_t *)levels[place]->rows;
            if (usage(s.bank) > rows[r].held + LIMIT) {
                fail_msg("row %zu, level %u: %zu bytes", r, i, usage(s.bank));
            }
        }
        close_studio(&s);
    }
}

// A source whose levels are silent as soon as they may be gone: an epoch lasts for as many asks as
// levels may be in use.
enum { RING = 3 * WT_LEVELS_IN_USE, VOICES = 6, PLAYED = 9600, PIECE = 64 };

typedef struct {
    wt_level_source source;
    wt_level given[RING];
    unsigned asks, epoch;
} forgetful;

static const wt_level *get_for_now(void *context, uint32_t cycle, wt_form form,
                                   uint32_t harmonics) {
    static const float silence[1 << 16];
    forgetful *f = context;
    const wt_level *level = f->source.get(f->source.context, cycle, form, harmonics);
    assert_true(level && level->length + 4 <= sizeof silence / sizeof *silence);
    f->epoch = f->asks / WT_LEVELS_IN_USE;
    for (unsigned i = 0; f->asks % WT_LEVELS_IN_USE == 0 && i < WT_LEVELS_IN_USE; i++) {
        f->given[(f->asks + WT_LEVELS_IN_USE + i) % RING].rows = silence;
    }
    wt_level *given = &f->given[f->asks++ % RING];
    *given = *level;
    return given;
}

// Voices of a chord in small blocks, as a renderer has them.
static void render_chord(const studio *s, const tone *t, wt_level_source source, float *bus) {
    const wt_patch patch = patch_of(t);
    wt_note notes[VOICES];
    wt_voice voices[VOICES];
    for (int v = 0; v < VOICES; v++) {
        tone one = *t;
        one.hz = t->hz * (1.0 + v / 7.0);
        voices[v] = voice_of(&one, &patch, &notes[v], PLAYED);
    }
    memset(bus, 0, PLAYED * sizeof *bus);
    for (size_t i = 0; i < PLAYED; i += PIECE) {
        const wt_rendering r = {.patch = &patch,
                                .kernels = wt_kernels_best(t->form.engine),
                                .source = &source,
                                .scratch = s->scratch,
                                .left = {.f = bus + i}};
        wt_playing playing = {.left = r.left, .n = PIECE};
        wt_scratch_forget(s->scratch);
        for (int v = 0; v < VOICES; v++) {
            assert_true(wt_voice_render_known(&voices[v], &r, &playing) ||
                        wt_voice_render(&voices[v], &r, PIECE));
        }
    }
}

// A voice that knows what it reads asks again when that may be gone, and not before.
static void voices_ask_again_for_what_may_be_gone(void **state) {
    (void)state;
    static float known[PLAYED], asked[PLAYED];
    static const float triangle[] = {0.0f, 1.0f, 0.0f, -1.0f, 0.0f};
    static const wt_env_term lfo = {.kind = WT_ENV_LFO,
                                    .samples = triangle,
                                    .n_samples = 4,
                                    .rate = 30.0,
                                    .high = {1.0, WT_PLAIN}};
    const wt_cycle cycles[] = {
        {.kind = WT_CYCLE_SAW}, {.kind = WT_CYCLE_SQUARE}, {.kind = WT_CYCLE_TRIANGLE}};
    wt_cycle_ref refs[3];
    studio s;
    open_studio(&s, 1 << 20);
    for (int c = 0; c < 3; c++) {
        refs[c] = add_cycle(&s, &cycles[c]);
    }
    const wt_env moving = {&lfo, 1};
    const tone tones[] = {{48000.0, 220.0, cubic, .cycles = refs, .n_cycles = 1},
                          {48000.0, 220.0, cubic, .cycles = refs, .n_cycles = 1, .pitch = moving},
                          {48000.0, 220.0, linear, .cycles = refs, .n_cycles = 3, .mix = moving}};
    for (size_t t = 0; t < sizeof tones / sizeof *tones; t++) {
        const wt_level_source source = wt_cache_reader_source(s.reader);
        wt_level_source without = source;
        without.epoch = NULL;
        forgetful f = {.source = source};
        const wt_level_source short_lived = {.get = get_for_now, .context = &f, .epoch = &f.epoch};
        render_chord(&s, &tones[t], without, asked);
        render_chord(&s, &tones[t], source, known);
        assert_memory_equal(known, asked, sizeof known);
        render_chord(&s, &tones[t], short_lived, known);
        assert_memory_equal(known, asked, sizeof known);
    }
    close_studio(&s);
}

enum { THREADS = 4, SHARED = 12, ASKS = 600 };

typedef struct {
    wt_cache *bank;
    const uint32_t *ids;
    uint32_t seed;
    double sums[SHARED][4];
    bool ok;
} worker;

// Ask for levels in a scattered order and read every byte of them.
static void *work(void *context) {
    worker *w = context;
    wt_cache_reader *reader;
    w->ok = wt_cache_reader_new(&reader, w->bank) == WT_OK;
    for (int i = 0; w->ok && i < ASKS; i++) {
        w->seed = w->seed * 1664525u + 1013904223u;
        const uint32_t c = (w->seed >> 16) % SHARED;
        const uint32_t level = (w->seed >> 24) % 4;
        const wt_level *found = get(reader, w->ids[c], cubic, 4u << level);
        const double total = found ? sum(found) : NAN;
        w->ok = w->sums[c][level] == 0.0 || w->sums[c][level] == total;
        w->sums[c][level] = total;
        if (i % 20 == 0) {
            wt_cache_reader_free(reader);
            w->ok = w->ok && wt_cache_reader_new(&reader, w->bank) == WT_OK;
        }
    }
    if (w->ok) {
        wt_cache_reader_free(reader);
    }
    return NULL;
}

// The limit is so small that levels come and go under the threads' hands.
static void threads_share_a_bank_and_see_the_same_levels(void **state) {
    (void)state;
    studio s;
    open_studio(&s, 100000);
    static float samples[SHARED][64];
    uint32_t ids[SHARED];
    for (int c = 0; c < SHARED; c++) {
        for (int i = 0; i < 64; i++) {
            samples[c][i] = (float)sin(i * i * (c + 1));
        }
        const wt_cycle sampled = {.kind = WT_CYCLE_SAMPLES, .samples = samples[c], .length = 64};
        const wt_cycle saw = {.kind = WT_CYCLE_SAW};
        ids[c] = add_cycle(&s, c % 2 ? &sampled : &saw).id;
    }
    pthread_t threads[THREADS];
    static worker workers[THREADS];
    for (int t = 0; t < THREADS; t++) {
        workers[t] = (worker){.bank = s.bank, .ids = ids, .seed = (uint32_t)t * 77u + 1u};
        assert_int_equal(pthread_create(&threads[t], NULL, work, &workers[t]), 0);
    }
    for (int t = 0; t < THREADS; t++) {
        pthread_join(threads[t], NULL);
        assert_true(workers[t].ok);
        for (int c = 0; c < SHARED; c++) {
            for (int level = 0; level < 4; level++) {
                const double here = workers[t].sums[c][level];
                const double there = workers[0].sums[c][level];
                assert_true(here == there || here == 0.0 || there == 0.0);
            }
        }
    }
    close_studio(&s);
}

// Every allocation on the way to a level, refused in turn: null, and the next try succeeds.
static void a_bank_without_memory_says_so_and_recovers(void **state) {
    (void)state;
    float samples[100];
    for (int i = 0; i < 100; i++) {
        samples[i] = (float)sin(i * 0.3);
    }
    const wt_cycle kinds[] = {{.kind = WT_CYCLE_SAW},
                              {.kind = WT_CYCLE_SAMPLES, .samples = samples, .length = 100}};
    for (size_t kind = 0; kind < 2; kind++) {
        for (int as_is = 0; as_is < 2; as_is++) {
            bool whole = false;
            for (int n = 0; !whole; n++) {
                wt_cache *bank = NULL;
                wt_cache_reader *reader = NULL;
                uint32_t id = 0;
                assert_true(n < 50);
                fail_after_allocations(n);
                const wt_level *level = NULL;
                if (wt_cache_new(&bank, 1 << 20) == WT_OK &&
                    wt_cache_add(bank, &kinds[kind], &id) == WT_OK &&
                    wt_cache_reader_new(&reader, bank) == WT_OK) {
                    level = get(reader, id, cubic, as_is ? WT_AS_IS : 20);
                }
                whole = allocations_refused == 0;
                assert_int_equal(level != NULL, whole);
                fail_after_allocations(-1);
                if (reader) {
                    assert_non_null(get(reader, id, cubic, as_is ? WT_AS_IS : 20));
                }
                wt_cache_reader_free(reader);
                wt_cache_free(bank);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_level_serves_all_who_ask_for_it),
        cmocka_unit_test(levels_go_when_room_is_needed_and_come_back_the_same),
        cmocka_unit_test(a_limit_of_nothing_still_plays),
        cmocka_unit_test(a_reader_holds_what_may_be_in_use_and_little_more),
        cmocka_unit_test(voices_ask_again_for_what_may_be_gone),
        cmocka_unit_test(threads_share_a_bank_and_see_the_same_levels),
        cmocka_unit_test(a_bank_without_memory_says_so_and_recovers),
    };
    return cmocka_run_group_tests_name("bank", tests, NULL, NULL);
}
