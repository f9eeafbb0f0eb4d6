// Low-frequency oscillators against their definition, at every sample.
#include "folder.h"
#include "rendered.h"

#include "app/waves/wave_store.h"
#include "core/engine/kernels.h"
#include "text/env/env.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static wt_wave_store *store;

static int open_store(void **state) {
    (void)state;
    return wt_wave_store_new(&store) == WT_OK ? open_waves(state) : -1;
}

static int close_store(void **state) {
    wt_wave_store_free(store);
    return close_waves(state);
}

// At `part` of `whole` turns: whole numbers, so that an edge lies on its frame.
static double shape_at(const char *name, int64_t part, int64_t whole) {
    const int64_t at = part % whole;
    const double turns = (double)at / (double)whole;
    switch (name[1]) {
    case 'i':
        return sin(2.0 * acos(-1.0) * turns);
    case 'r':
        return 2 * at < whole ? 4.0 * turns - 1.0 : 3.0 - 4.0 * turns;
    case 'q':
        return 2 * at < whole ? -1.0 : 1.0;
    case 'u': // pulse:0.3
        return 10 * at < 3 * whole ? -1.0 : 1.0;
    case 'a': // harm:0:0:3, with a rate behind it
        return name[0] == 'h' ? sin(6.0 * acos(-1.0) * turns) : 2.0 * turns - 1.0;
    default:
        fail_msg("%s", name);
        return 0.0;
    }
}

// Every frame of 2 s, by the fastest kernels, in blocks of odd lengths.
static void check(const char *name, int64_t millihertz, int64_t phase, int64_t rate) {
    enum { MOST = 4096 };
    static float out[MOST];
    wt_fault fault = {0};
    wt_env_term term = {.kind = WT_ENV_LFO,
                        .rate = (double)millihertz / 1000.0,
                        .low = {-1.0, WT_PLAIN},
                        .high = {1.0, WT_PLAIN},
                        .phase = (double)phase / 1000.0};
    wt_wave_item wave;
    assert_int_equal(wt_read_wave_before(name, &wave).status, WT_OK);
    assert_true(wt_wave_store_lfo(store, &wave, NULL, &wt_nobody, &term, &fault));
    wt_wave_item_free(&wave);
    const wt_env env = {&term, 1};
    const wt_note_context note = {.rate = (double)rate, .tempo_bpm = 120.0, .note_s = 2.0};
    const wt_curves *curves = &wt_kernels_best(WT_ENGINE_FLOAT)->curves;
    for (int64_t start = 0; start < 2 * rate;) {
        const size_t n = (size_t)(start % MOST) + 1;
        wt_env_render(&env, &note, curves, (uint64_t)start, out, n);
        for (size_t i = 0; i < n; i++) {
            const int64_t frame = start + (int64_t)i;
            const double wanted = shape_at(name, phase * rate + frame * millihertz, 1000 * rate);
            if (!(fabs((double)out[i] - wanted) <= 2.5e-7)) { // two steps of a float at 1
                fail_msg("%s at %g Hz from %g, frame %lld of %lld Hz: %.9g, not %.9g", name,
                         term.rate, term.phase, (long long)frame, (long long)rate, (double)out[i],
                         wanted);
            }
        }
        start += (int64_t)n;
    }
}

// 660 of shape, rate and phase.
static void built_in_shapes_are_exact_at_every_sample(void **state) {
    (void)state;
    static const char *const shapes[] = {"sine", "triangle",  "square",
                                         "saw",  "pulse:0.3", "harm:0:0:3:5Hz"};
    static const int64_t millihertz[] = {10,   100,   333,   1000,   2500,  5000,
                                         7001, 12000, 50000, 100000, 200000};
    static const int64_t phases[] = {0, 1, 125, 250, 333, 500, 501, 750, 875, 999};
    static const int64_t rates[] = {48000, 44100, 96000, 22050};
    int pairs = 0;
    for (size_t s = 0; s < sizeof shapes / sizeof *shapes; s++) {
        for (size_t r = 0; r < sizeof millihertz / sizeof *millihertz; r++) {
            for (size_t p = 0; p < sizeof phases / sizeof *phases; p++) {
                check(shapes[s], millihertz[r], phases[p], rates[pairs++ % 4]);
            }
        }
    }
    print_message("%d pairs: none off by more than rounding\n", pairs);
}

static double value_at(const rendered *r, size_t i) {
    return r->frames[i];
}

#define THROUGH_ONE "-e float -g 0 --adsr 0,0,1,0 -B off -i none -w harm:1 --phase 0.25 -r 48000"

// A vibrato that fades in, and sums of products: products go first.
static void products_are_exact_and_go_first(void **state) {
    (void)state;
    static const struct {
        const char *env;
        double at_0, at_120, at_240; // of 480 frames
    } cases[] = {
        {"0.5*0.5", 0.25, 0.25, 0.25},
        {"lfo:square:100Hz:0:1*0:0,10ms:1", 0.0, 0.0, 0.5},
        {"0.1+0.5*0:0,10ms:1", 0.1, 0.225, 0.35},
        {"0.5*0:0,10ms:1+0.1", 0.1, 0.225, 0.35},
        {"0:0,10ms:1*0.5*vel", 0.0, 0.125, 0.25},
        {"0.2*0.5+0.3*0.5+0:0,10ms:1*0.5", 0.25, 0.375, 0.5},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        char words[300];
        snprintf(words, sizeof words, THROUGH_ONE " -a %s 0.001Hz:0.01", cases[c].env);
        rendered r = render_words(words, true);
        const double got[] = {value_at(&r, 0), value_at(&r, 120), value_at(&r, 240)};
        const double wanted[] = {cases[c].at_0, cases[c].at_120, cases[c].at_240};
        for (int i = 0; i < 3; i++) {
            if (!(fabs(got[i] - wanted[i]) <= 1e-6)) {
                fail_msg("%s: %g, not %g", cases[c].env, got[i], wanted[i]);
            }
        }
        free(r.frames);
    }
}

static void a_random_value_is_one_for_each_note(void **state) {
    (void)state;
    rendered r = render_words(THROUGH_ONE " -a rand:0.2:0.8 0.001Hz:0.01 0.001Hz:0.01", true);
    rendered s = render_words(THROUGH_ONE " --seed 1 -a rand:0.2:0.8 0.001Hz:0.01", true);
    rendered chord = render_words(THROUGH_ONE " --unison 3,0 -a rand:0.2:0.8 0.001Hz:0.01", true);
    for (size_t i = 1; i < 480; i++) {
        assert_true(fabs(r.frames[i] - r.frames[0]) < 1e-6);
        assert_true(fabs(r.frames[480 + i] - r.frames[480]) < 1e-6);
    }
    assert_true(r.frames[0] >= 0.2 && r.frames[0] <= 0.8);
    assert_true(fabs(r.frames[0] - r.frames[480]) > 1e-3);               // another note
    assert_true(fabs(r.frames[0] - s.frames[0]) > 1e-3);                 // another seed
    assert_true(fabs(chord.frames[0] / sqrt(3.0) - r.frames[0]) < 1e-6); // its voices are one note
    free(r.frames);
    free(s.frames);
    free(chord.frames);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(built_in_shapes_are_exact_at_every_sample),
        cmocka_unit_test(products_are_exact_and_go_first),
        cmocka_unit_test(a_random_value_is_one_for_each_note),
    };
    return cmocka_run_group_tests_name("lfo", tests, open_store, close_store);
}
