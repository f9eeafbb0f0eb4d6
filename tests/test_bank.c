// The bank of levels: the same level for all, bounded, from many threads, and without memory.
#include "failing_malloc.h"
#include "tone.h"

#include "wavetable/cycle.h"

#include <pthread.h>

static const wt_form cubic = {WT_ENGINE_FLOAT, WT_INTERP_CUBIC};
static const wt_form linear = {WT_ENGINE_FLOAT, WT_INTERP_LINEAR};

static const wt_level *get(wt_bank_reader *reader, uint32_t cycle, wt_form form,
                           uint32_t harmonics) {
    const wt_level_source source = wt_bank_reader_source(reader);
    return source.get(source.context, cycle, form, harmonics);
}

static void one_level_serves_all_who_ask_for_it(void **state) {
    (void)state;
    studio s;
    open_studio(&s, 1 << 20);
    const wt_cycle saw = {.kind = WT_CYCLE_SAW};
    const uint32_t id = add_cycle(&s, &saw).id;
    wt_bank_reader *other;
    assert_int_equal(wt_bank_reader_new(&other, s.bank), WT_OK);
    const wt_level *a = get(s.reader, id, cubic, 10);
    assert_non_null(a);
    assert_ptr_equal(get(s.reader, id, cubic, 10), a);
    assert_ptr_equal(get(other, id, cubic, 10), a);
    assert_ptr_not_equal(get(s.reader, id, cubic, 11), a);
    assert_ptr_not_equal(get(s.reader, id, linear, 10), a);
    assert_ptr_not_equal(get(s.reader, id, cubic, WT_AS_IS), a);
    wt_bank_reader_free(other);
    close_studio(&s);
}

static size_t usage(wt_bank *bank) {
    size_t now, peak;
    wt_bank_usage(bank, &now, &peak);
    return now;
}

static double sum(const wt_level *level) {
    double total = 0.0;
    for (size_t i = 0; i < 4 * (size_t)level->length; i++) {
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
            wt_bank_reader *reader;
            assert_int_equal(wt_bank_reader_new(&reader, s.bank), WT_OK);
            assert_true(sum(get(reader, ids[c], cubic, 8)) == sums[c]);
            wt_bank_reader_free(reader);
        }
        wt_bank_reader_free(s.reader);
        assert_int_equal(wt_bank_reader_new(&s.reader, s.bank), WT_OK);
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

// A reader that asks for more levels than it has slots for, between two trims.
static void a_reader_holds_as_many_levels_as_it_is_asked_for(void **state) {
    (void)state;
    enum { LEVELS = 3000 };
    studio s;
    open_studio(&s, 1 << 20);
    const wt_cycle saw = {.kind = WT_CYCLE_SAW};
    const wt_cycle_ref ref = add_cycle(&s, &saw);
    static const wt_level *levels[LEVELS];
    for (uint32_t i = 0; i < LEVELS; i++) {
        levels[i] =
            get(s.reader, ref.id, i % 2 ? linear : (wt_form){WT_ENGINE_Q15, WT_INTERP_LINEAR},
                1 + i / 2 % 300);
        assert_non_null(levels[i]);
    }
    for (uint32_t i = 0; i < 600; i++) {
        assert_ptr_equal(levels[i], levels[i + 600]);
    }
    wt_bank_reader_trim(s.reader);
    assert_true(usage(s.bank) <= 1 << 20);
    close_studio(&s);
}

enum { THREADS = 4, SHARED = 12, ASKS = 600 };

typedef struct {
    wt_bank *bank;
    const uint32_t *ids;
    uint32_t seed;
    double sums[SHARED][4];
    bool ok;
} worker;

// Ask for levels in a scattered order and read every byte of them.
static void *work(void *context) {
    worker *w = context;
    wt_bank_reader *reader;
    w->ok = wt_bank_reader_new(&reader, w->bank) == WT_OK;
    for (int i = 0; w->ok && i < ASKS; i++) {
        w->seed = w->seed * 1664525u + 1013904223u;
        const uint32_t c = (w->seed >> 16) % SHARED;
        const uint32_t level = (w->seed >> 24) % 4;
        const wt_level *found = get(reader, w->ids[c], cubic, 4u << level);
        const double total = found ? sum(found) : NAN;
        w->ok = w->sums[c][level] == 0.0 || w->sums[c][level] == total;
        w->sums[c][level] = total;
        if (i % 20 == 0) {
            wt_bank_reader_free(reader);
            w->ok = w->ok && wt_bank_reader_new(&reader, w->bank) == WT_OK;
        }
    }
    if (w->ok) {
        wt_bank_reader_free(reader);
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
                wt_bank *bank = NULL;
                wt_bank_reader *reader = NULL;
                uint32_t id = 0;
                assert_true(n < 50);
                fail_after_allocations(n);
                const wt_level *level = NULL;
                if (wt_bank_new(&bank, 1 << 20) == WT_OK &&
                    wt_bank_add(bank, &kinds[kind], &id) == WT_OK &&
                    wt_bank_reader_new(&reader, bank) == WT_OK) {
                    level = get(reader, id, cubic, as_is ? WT_AS_IS : 20);
                }
                whole = allocations_refused == 0;
                assert_int_equal(level != NULL, whole);
                fail_after_allocations(-1);
                if (reader) {
                    assert_non_null(get(reader, id, cubic, as_is ? WT_AS_IS : 20));
                }
                wt_bank_reader_free(reader);
                wt_bank_free(bank);
            }
        }
    }
}

// A big wavetable all over the piano, held to what the program allows its bank (library.c).
static void a_table_of_256_cycles_over_88_keys_stays_within_128_megabytes(void **state) {
    (void)state;
    enum { CYCLES = 256, LENGTH = 2048, N = 64 };
    float *samples = malloc(CYCLES * LENGTH * sizeof *samples);
    assert_non_null(samples);
    studio s;
    open_studio(&s, (size_t)96 << 20);
    uint32_t seed = 1;
    wt_cycle_ref *refs = malloc(CYCLES * sizeof *refs);
    for (size_t c = 0; c < CYCLES; c++) {
        float *x = samples + c * LENGTH;
        for (size_t i = 0; i < LENGTH; i++) {
            seed = seed * 1664525u + 1013904223u;
            x[i] = (float)((double)seed / 2147483648.0 - 1.0);
        }
        const wt_cycle cycle = {.kind = WT_CYCLE_SAMPLES, .samples = x, .length = LENGTH};
        refs[c] = add_cycle(&s, &cycle);
    }
    double x[N];
    for (int key = LOWEST_KEY; key <= HIGHEST_KEY; key += KEY_STEP) {
        for (uint32_t c = 0; c < CYCLES; c += KEY_STEP) {
            const tone t = {.rate = 48000.0,
                            .hz = key_hz(key),
                            .form = cubic,
                            .cycles = refs + c,
                            .n_cycles = 1};
            render_tone(&s, &t, x, N);
        }
    }
    size_t now, peak;
    wt_bank_usage(s.bank, &now, &peak);
    print_message("256 cycles over 88 keys: %.1f MB at most\n", (double)peak / 1048576.0);
    assert_true(peak <= (size_t)128 << 20);
    close_studio(&s);
    free(refs);
    free(samples);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_level_serves_all_who_ask_for_it),
        cmocka_unit_test(levels_go_when_room_is_needed_and_come_back_the_same),
        cmocka_unit_test(a_limit_of_nothing_still_plays),
        cmocka_unit_test(a_reader_holds_as_many_levels_as_it_is_asked_for),
        cmocka_unit_test(threads_share_a_bank_and_see_the_same_levels),
        cmocka_unit_test(a_bank_without_memory_says_so_and_recovers),
        cmocka_unit_test(a_table_of_256_cycles_over_88_keys_stays_within_128_megabytes),
    };
    return cmocka_run_group_tests_name("bank", tests, NULL, NULL);
}
