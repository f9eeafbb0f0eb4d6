// Multi-cycle synthesis: each period plays one whole cycle, in turn or by chance.
#include "cycle_file.h"
#include "program.h"

#include <math.h>

enum { RATE = 48000, CYCLES = 5, LENGTH = 256, N = 4 * RATE, MOST_PERIODS = 4096 };

// No cycle interpolated and none alike: every sample tells which it is from.
#define AS_THEY_ARE "-B off -i none -e float -g 0 --adsr 0,0,1,0 -d 4"

static float cycles[CYCLES][LENGTH];

static int make_cycles(void **state) {
    if (enter_folder(state) != 0) {
        return -1;
    }
    bytes data = {NULL, 0}, b = {NULL, 0};
    uint32_t noise = 1;
    for (int c = 0; c < CYCLES; c++) {
        for (int i = 0; i < LENGTH; i++) {
            noise = noise * 1664525u + 1013904223u;
            cycles[c][i] = (float)(int32_t)noise * 0x1p-32f;
            put_float(&data, cycles[c][i]);
        }
    }
    put(&b, "RIFF\0\0\0\0WAVE", 12);
    put_fmt(&b, 3, 1, false, 32);
    put_chunk(&b, "clm ", "<!>256  00000000 noise", 22);
    put_chunk(&b, "data", data.at, data.n);
    end_riff(&b);
    make_file("five.wav", b.at, b.n);
    free(data.at);
    free(b.at);
    return 0;
}

// The cycle that each period plays, found by its samples; fail where one is not whole.
typedef struct {
    size_t n;
    int cycle[MOST_PERIODS];
} sequence;

static int which(float x, uint32_t phase) {
    for (int c = 0; c < CYCLES; c++) {
        if (cycles[c][phase >> 24] == x) {
            return c;
        }
    }
    return -1;
}

// A note of `hz` that begins at phase `start`.
static sequence periods_of(const ending *e, const char *what, double hz, uint32_t start) {
    const uint32_t increment = (uint32_t)llround(hz / RATE * 0x1p32);
    sequence s = {0, {0}};
    uint64_t phase = start;
    assert_int_equal(e->n_out, 4 * N);
    for (size_t i = 0; i < N; i++, phase += increment) {
        const size_t period = (size_t)(phase >> 32);
        const int c = which(f32_at(e, i), (uint32_t)phase);
        assert_true(period < MOST_PERIODS);
        if (period == s.n) {
            s.cycle[s.n++] = c;
        }
        if (c < 0 || s.cycle[period] != c) {
            fail_msg("%s: frame %zu of period %zu is not of cycle %d", what, i, period,
                     s.cycle[period]);
        }
    }
    return s;
}

static sequence play(const char *options, double hz, uint32_t start) {
    ending e = run("render " AS_THEY_ARE " -w ./five.wav %s %.9gHz", options, hz);
    assert_done(&e, options);
    const sequence s = periods_of(&e, options, hz, start);
    forget(&e);
    return s;
}

static void cycles_follow_each_other_whole(void **state) {
    (void)state;
    static const struct {
        const char *options;
        double hz;
        uint32_t start;
    } cases[] = {
        {"--scan cycle", 440.0, 0},           {"--scan cycle", 27.5, 0},
        {"--scan cycle", 1000.0, 0},          {"--scan cycle --phase 0.75", 440.0, 0xC0000000u},
        {"-q --scan cycle -m 0.5", 440.0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const sequence s = play(cases[i].options, cases[i].hz, cases[i].start);
        assert_true((double)s.n >= cases[i].hz * 4);
        for (size_t k = 0; k < s.n; k++) {
            assert_int_equal(s.cycle[k], k % CYCLES);
        }
    }
}

static size_t n_alike(const sequence *a, const sequence *b) {
    size_t n = 0;
    for (size_t i = 0; i < a->n && i < b->n; i++) {
        n += a->cycle[i] == b->cycle[i];
    }
    return n;
}

// Of 1761 periods a fifth for each cycle, and of two neighbours a fifth alike, give or take four
// standard deviations.
static void chance_is_fair_and_has_no_memory(void **state) {
    (void)state;
    const sequence s = play("--scan random", 440.0, 0);
    const double expected = (double)s.n / CYCLES;
    const double most = 4.0 * sqrt(expected * (1.0 - 1.0 / CYCLES));
    size_t counts[CYCLES] = {0}, repeats = 0, follows = 0;
    for (size_t i = 0; i < s.n; i++) {
        counts[s.cycle[i]]++;
        repeats += i > 0 && s.cycle[i] == s.cycle[i - 1];
        follows += i > 0 && s.cycle[i] == (s.cycle[i - 1] + 1) % CYCLES;
    }
    for (int c = 0; c < CYCLES; c++) {
        assert_true(fabs((double)counts[c] - expected) <= most);
    }
    assert_true(fabs((double)repeats - expected) <= most);
    assert_true(fabs((double)follows - expected) <= most);
}

static void the_seed_decides(void **state) {
    (void)state;
    static const char *const seeds[] = {"--scan random --seed 0", "--scan random --seed 1",
                                        "--scan random --seed 2",
                                        "--scan random --seed 4294967295"};
    enum { SEEDS = 4 };
    const sequence plain = play("--scan random", 440.0, 0);
    sequence s[SEEDS];
    for (int i = 0; i < SEEDS; i++) {
        s[i] = play(seeds[i], 440.0, 0);
    }
    assert_int_equal(n_alike(&plain, &s[0]), plain.n);
    const double expected = (double)plain.n / CYCLES;
    for (int i = 0; i < SEEDS; i++) {
        const sequence again = play(seeds[i], 440.0, 0);
        assert_int_equal(n_alike(&again, &s[i]), s[i].n);
        for (int k = 0; k < i; k++) {
            assert_true(fabs((double)n_alike(&s[i], &s[k]) - expected) <= 5.0 * sqrt(expected));
        }
    }
}

static void the_second_note_draws_anew(void **state) {
    (void)state;
    ending both = run("render " AS_THEY_ARE " -w ./five.wav --scan random 440Hz 440Hz");
    assert_done(&both, "two notes");
    assert_int_equal(both.n_out, 8 * N);
    ending second = both;
    second.out += 4 * N;
    second.n_out = both.n_out = 4 * N;
    const sequence a = periods_of(&both, "first", 440.0, 0);
    const sequence b = periods_of(&second, "second", 440.0, 0);
    assert_true(n_alike(&a, &b) < a.n / 3);
    forget(&both);
}

// Sines of 1, 2 and 3 periods have no step at the seam, only a bend: what it has above 24 kHz is
// missing, and is all that is (test_scan_cycle.c tells how clean the rest is). The three are one
// wave of a third of the pitch.
static void band_limited_cycles_follow_each_other_too(void **state) {
    (void)state;
    static const struct {
        const char *engine;
        double most;
    } engines[] = {{"float", 0.0105}, {"q15", 0.0107}, {"q31", 0.0105}};
    const uint32_t increment = (uint32_t)llround(440.0 / 3.0 / RATE * 0x1p32);
    for (size_t k = 0; k < 3; k++) {
        ending e = run("render -e float -g 0 --adsr 0,0,1,0 -E %s --scan cycle -w "
                       "harm:1,harm:0:0.5,harm:0:0:1 440Hz",
                       engines[k].engine);
        assert_done(&e, engines[k].engine);
        uint32_t phase = 0;
        double worst = 0.0;
        for (size_t i = 0; i < e.n_out / 4; i++, phase += increment) {
            const double turns = 3.0 * (double)phase * 0x1p-32;
            const int h = (int)turns + 1;
            const double wanted = (h == 2 ? 0.5 : 1.0) * sin(2.0 * acos(-1.0) * h * turns);
            worst = fmax(worst, fabs((double)f32_at(&e, i) - wanted));
        }
        if (!(worst <= engines[k].most)) {
            fail_msg("%s: off by %g", engines[k].engine, worst);
        }
        forget(&e);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cycles_follow_each_other_whole),
        cmocka_unit_test(chance_is_fair_and_has_no_memory),
        cmocka_unit_test(the_seed_decides),
        cmocka_unit_test(the_second_note_draws_anew),
        cmocka_unit_test(band_limited_cycles_follow_each_other_too),
    };
    return cmocka_run_group_tests_name("sound options scan", tests, make_cycles, leave_folder);
}
