// Cycles that take turns, through the whole of the library: one wave of a fraction of the pitch.
#include "line_spectrum.h"
#include "rendered.h"

#include "app/waves/wave_store.h"
#include "core/tables/join.h"

static wt_wave_store *store;

static int open_store(void **state) {
    (void)state;
    char tables[4096];
    snprintf(tables, sizeof tables, "%s", WT_PROGRAM);
    strcpy(strrchr(tables, '/'), "/tables");
    setenv("WAVETABLE_TABLES", tables, 1);
    return wt_wave_store_new(&store) == WT_OK ? open_waves(state) : -1;
}

static int close_store(void **state) {
    wt_wave_store_free(store);
    return close_waves(state);
}

// The harmonics of the cycles of a SPEC, one after another.
static wave joined_wave(const char *spec, uint32_t harmonics, uint32_t *turns) {
    enum { MOST = 256 };
    wt_cycle parts[MOST];
    wt_wave_text text;
    wt_fault fault = {0};
    wt_cycle joined = {.kind = WT_CYCLE_JOINED, .parts = parts};
    assert_int_equal(wt_read_wave(spec, &text).status, WT_OK);
    for (size_t i = 0; i < text.n_items; i++) {
        wt_cycles cycles;
        if (!wt_wave_store_cycles(store, &text.items[i], 0, NULL, &wt_nobody, &cycles, &fault)) {
            fail_msg("%s: %s", spec, fault.what);
        }
        memcpy(parts + joined.n_parts, cycles.cycles, cycles.n * sizeof *parts);
        joined.n_parts += cycles.n;
    }
    wt_wave_text_free(&text);
    wave w = {spec, joined, harmonics, new_pairs(harmonics), NULL};
    double *work = malloc(wt_join_work(&joined, harmonics) * sizeof *work);
    assert_non_null(work);
    wt_join_series(&joined, harmonics, w.pairs, work);
    free(work);
    *turns = joined.n_parts;
    return w;
}

// 82 to 4200 Hz at 48 kHz, each pitch moved to where its lines fall into bins. Whole tables are
// played in turn too, as long as 20 kHz are one of 32767 harmonics.
static void cycles_in_turn_are_clean_at_every_pitch(void **state) {
    (void)state;
    static const struct {
        const char *spec;
        double lowest_hz;
    } cases[] = {
        {"sine,square,saw", 82}, {"vowels#3,bell#10,reso#40", 82},   {"pulse:0.1,triangle", 82},
        {"classic", 82},         {"sync#9,fold#20,organ#5,saw", 82}, {"vowels", 82}};
    static const double pitches[] = {82.4, 146.8, 440, 1319, 2637, 4186};
    enum { N = 1 << 17, RATE = 48000 };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        purity worst = {0.0, -300.0, 0.0};
        for (size_t p = 0; p < sizeof pitches / sizeof *pitches; p++) {
            char words[200];
            uint32_t turns;
            wave w = joined_wave(cases[c].spec, 32767, &turns);
            const uint32_t k = odd_turns(pitches[p] / turns, RATE, N);
            snprintf(words, sizeof words, "-g 0 --adsr 0,0,1,0 --scan cycle -w %s %.15gHz:%dfr",
                     cases[c].spec, turns_hz(k, RATE, N) * turns, N);
            rendered r = render_words(words, true);
            assert_int_equal(r.n, N);
            const spectra s = transform(r.frames, NULL, N);
            const purity is = purity_of(&s, 0, k, RATE, &w, 20000.0);
            worst.noise_db = fmax(worst.noise_db, is.noise_db);
            worst.deviation_db = fmax(worst.deviation_db, is.deviation_db);
            free(s.z);
            free(r.frames);
            forget_wave(&w);
        }
        print_message("%-28s %.1f dB\n", cases[c].spec, worst.noise_db);
        assert_true(worst.noise_db <= -130.0);
    }
}

static double largest_step(const char *spec, double hz) {
    char words[200];
    snprintf(words, sizeof words, "-g 0 --adsr 0,0,1,0 --scan random -w %s %gHz:1", spec, hz);
    rendered r = render_words(words, true);
    double most = 0.0;
    for (size_t i = 1; i < r.n; i++) {
        most = fmax(most, fabs((double)r.frames[i] - (double)r.frames[i - 1]));
    }
    free(r.frames);
    return most;
}

// Each cycle follows itself, at the same level as among the others. 0.3 %: where several turns lie
// in the window their corners are not rounded any more.
static void turns_at_random_are_nowhere_steeper_than_their_cycles(void **state) {
    (void)state;
    static const char *const sets[][4] = {{"sine", "triangle"},
                                          {"sine", "square", "saw"},
                                          {"vowels#3", "bell#10", "reso#40"},
                                          {"glass#8", "sine", "triangle"},
                                          {"organ#5", "sync#9", "fold#20"}};
    static const double pitches[] = {82.4, 146.8, 330, 440, 660, 1000, 1319, 2000, 2637, 4186};
    for (size_t c = 0; c < sizeof sets / sizeof *sets; c++) {
        double worst = 0.0;
        char spec[100] = "";
        for (size_t i = 0; i < 4 && sets[c][i]; i++) {
            snprintf(spec + strlen(spec), sizeof spec - strlen(spec), "%s%s", i ? "," : "",
                     sets[c][i]);
        }
        for (size_t p = 0; p < sizeof pitches / sizeof *pitches; p++) {
            double own = 0.0;
            for (size_t i = 0; i < 4 && sets[c][i]; i++) {
                own = fmax(own, largest_step(sets[c][i], pitches[p]));
            }
            const double ratio = largest_step(spec, pitches[p]) / own;
            worst = fmax(worst, ratio);
        }
        print_message("%-28s steps %.4f of the cycles' own at most\n", spec, worst);
        assert_true(worst <= 1.003);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(turns_at_random_are_nowhere_steeper_than_their_cycles),
        cmocka_unit_test(cycles_in_turn_are_clean_at_every_pitch),
    };
    return cmocka_run_group_tests_name("scan cycle", tests, open_store, close_store);
}
