// Moving mixes and crossfades of cycles, against the same sums in double precision.
#include "cycle_file.h"
#include "program.h"

#include <math.h>

enum { RATE = 48000, N = 2 * RATE, N_POINTS = 3, MOST_CYCLES = 5, MOST_DIMENSIONS = 8 };

// The cycles that all cases choose from. Noise: every weight and position is heard at once.
static const size_t lengths[] = {1470, 600, 2048};
static const char *const names[] = {"./a.wav", "./b.wav", "./c.wav"};
static float cycles[3][2048];

// Straight lines between values at these times, held outside.
static const double times[N_POINTS] = {0.1, 0.8, 1.7};

typedef double curve[N_POINTS];

typedef struct {
    size_t n_cycles;
    int cycle[MOST_CYCLES]; // of the three, by number
    curve mix, cross;
} dimension;

typedef struct {
    const char *what;
    double hz;
    size_t n;
    dimension dimensions[MOST_DIMENSIONS];
} mixture;

static const mixture mixtures[] = {
    {"one cycle", 220, 1, {{1, {0}, {0.7, 0.7, 0.7}, {0, 0, 0}}}},
    {"one dimension that stands between cycles",
     441,
     1,
     {{3, {0, 1, 2}, {0.3, 0.3, 0.3}, {0, 0, 0}}}},
    {"one dimension to its very end", 100, 1, {{3, {0, 1, 2}, {0, 1, 1}, {0, 0, 0}}}},
    {"one dimension, past both ends", 311, 1, {{5, {0, 1, 2, 1, 0}, {-1, 2, -1}, {0, 0, 0}}}},
    {"two dimensions",
     220,
     2,
     {{2, {0, 1}, {0, 1, 0.5}, {0, 0, 0}}, {3, {2, 1, 0}, {1, 0, 1}, {0, 1, 0}}}},
    {"two dimensions, the second a single cycle, the crossfade past both ends",
     3000,
     2,
     {{2, {0, 1}, {1, 0, 1}, {0, 0, 0}}, {1, {2}, {0.9, 0.9, 0.9}, {-1, 2, -0.5}}}},
    {"three dimensions, two of them standing",
     55,
     3,
     {{2, {1, 2}, {0.25, 0.25, 0.25}, {0, 0, 0}},
      {4, {0, 1, 2, 0}, {0.6, 0.6, 0.6}, {0.5, 0.5, 0.5}},
      {2, {2, 0}, {0, 0.9, 0.1}, {0.2, 0.8, 0}}}},
    {"three dimensions of which the last replaces the others",
     432.1,
     3,
     {{2, {1, 2}, {0.25, 0.25, 0.25}, {0, 0, 0}},
      {1, {0}, {0, 0, 0}, {1, 1, 1}},
      {3, {2, 0, 1}, {0, 0.9, 0.1}, {1, 1, 1}}}},
    {"eight dimensions",
     146.8,
     8,
     {{3, {0, 1, 2}, {0, 1, 0.5}, {0, 0, 0}},
      {2, {2, 1}, {0.1, 0.9, 0.3}, {0, 1, 0.5}},
      {1, {0}, {0, 0, 0}, {0.9, 0.1, 0.6}},
      {5, {0, 1, 2, 1, 2}, {1, 0, 0.7}, {0.5, 0.5, 0.5}},
      {2, {0, 2}, {0.5, 0.5, 0.5}, {0.5, 0, 1}},
      {3, {1, 1, 0}, {0.3, 0.6, 0.9}, {0, 0, 0}},
      {4, {2, 0, 1, 2}, {0.9, 0.2, 1}, {0.3, 0.7, 0.2}},
      {2, {1, 0}, {0, 1, 0}, {0.1, 0.5, 0}}}},
};

static int make_cycles(void **state) {
    if (enter_folder(state) != 0) {
        return -1;
    }
    uint32_t noise = 1;
    for (int c = 0; c < 3; c++) {
        for (size_t i = 0; i < lengths[c]; i++) {
            noise = noise * 1664525u + 1013904223u;
            cycles[c][i] = (float)(int32_t)noise * 0x1p-31f;
        }
        make_cycle_f32(names[c] + 2, cycles[c], lengths[c]);
    }
    return 0;
}

static double value_at(const double *c, double s) {
    for (int i = N_POINTS - 1; i >= 0; i--) {
        if (s >= times[i] && i == N_POINTS - 1) {
            return c[i];
        }
        if (s >= times[i]) {
            const double x = (s - times[i]) / (times[i + 1] - times[i]);
            return c[i] + (c[i + 1] - c[i]) * x;
        }
    }
    return c[0];
}

static double unit(double x) {
    return fmin(fmax(x, 0.0), 1.0);
}

static double read_cycle(int c, uint32_t phase) {
    const double position = phase / 4294967296.0 * (double)lengths[c];
    const size_t i = (size_t)position;
    const double a = (double)cycles[c][i];
    const double b = (double)cycles[c][(i + 1) % lengths[c]];
    return a + (b - a) * (position - (double)i);
}

static double read_dimension(const dimension *d, double s, uint32_t phase) {
    const double u = unit(value_at(d->mix, s)) * (double)(d->n_cycles - 1);
    const size_t i = (size_t)u;
    const double a = read_cycle(d->cycle[i], phase);
    if (i + 1 == d->n_cycles) {
        return a;
    }
    return a + (read_cycle(d->cycle[i + 1], phase) - a) * (u - (double)i);
}

static double model(const mixture *m, size_t frame, uint32_t phase) {
    const double s = (double)frame / RATE;
    double y = read_dimension(&m->dimensions[0], s, phase);
    for (size_t d = 1; d < m->n; d++) {
        const double x = unit(value_at(m->dimensions[d].cross, s));
        y += x * (read_dimension(&m->dimensions[d], s, phase) - y);
    }
    return y;
}

static size_t say_curve(char *at, size_t room, char letter, size_t d, const double *c) {
    return (size_t)snprintf(at, room, " -%c %zu=%g:%g,%g:%g,%g:%g", letter, d, times[0], c[0],
                            times[1], c[1], times[2], c[2]);
}

static void say(const mixture *m, char *words, size_t room) {
    size_t n = (size_t)snprintf(
        words, room, "render -B off -i linear -e float -g 0 --adsr 0,0,1,0 -d 2 %.9gHz", m->hz);
    for (size_t d = 0; d < m->n; d++) {
        const dimension *const this = &m->dimensions[d];
        n += (size_t)snprintf(words + n, room - n, " -w ");
        for (size_t i = 0; i < this->n_cycles; i++) {
            n += (size_t)snprintf(words + n, room - n, i ? ",%s" : "%s", names[this->cycle[i]]);
        }
        n += say_curve(words + n, room - n, 'm', d, this->mix);
        n += d > 0 ? say_curve(words + n, room - n, 'x', d, this->cross) : 0;
    }
}

static double worst_error(const mixture *m, const ending *e) {
    const uint32_t increment = (uint32_t)llround(m->hz / RATE * 4294967296.0);
    uint32_t phase = 0;
    double worst = 0.0;
    for (size_t i = 0; i < N; i++, phase += increment) {
        const double error = fabs((double)f32_at(e, i) - model(m, i, phase));
        worst = error <= worst ? worst : error; // a NaN is kept
    }
    return worst;
}

static void any_number_of_dimensions_mixes_within_a_millionth_of_exact(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof mixtures / sizeof *mixtures; i++) {
        char words[2048];
        say(&mixtures[i], words, sizeof words);
        ending e = run("%s", words);
        assert_done(&e, mixtures[i].what);
        assert_int_equal(e.n_out, 4 * N);
        const double worst = worst_error(&mixtures[i], &e);
        if (!(worst <= 1e-6)) {
            fail_msg("%s: off by %g", mixtures[i].what, worst);
        }
        forget(&e);
    }
}

static void the_last_position_is_exactly_the_last_cycle(void **state) {
    (void)state;
    static const char tail[] = "-B off -i linear -e float -g 0 --adsr 0,0,1,0 A3";
    ending mixed = run("render -w ./a.wav,./b.wav,./c.wav -m 1 %s", tail);
    ending alone = run("render -w ./c.wav %s", tail);
    assert_int_equal(mixed.n_out, 4 * RATE);
    assert_memory_equal(mixed.out, alone.out, alone.n_out);
    forget(&mixed);
    forget(&alone);
}

// The same cycles through whole numbers: a step of q15 is 2^-15, and each mix may lose one.
static void integer_engines_mix_as_far_as_their_steps_allow(void **state) {
    (void)state;
    static const struct {
        const char *engine;
        double most;
    } engines[] = {{"q15", 8.0 / 32768.0}, {"q31", 1e-6}};
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < sizeof mixtures / sizeof *mixtures; i++) {
            char words[2048];
            say(&mixtures[i], words, sizeof words);
            ending e = run("%s -E %s", words, engines[k].engine);
            assert_done(&e, mixtures[i].what);
            const double worst = worst_error(&mixtures[i], &e);
            if (!(worst <= engines[k].most)) {
                fail_msg("%s, %s: off by %g", engines[k].engine, mixtures[i].what, worst);
            }
            forget(&e);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_number_of_dimensions_mixes_within_a_millionth_of_exact),
        cmocka_unit_test(the_last_position_is_exactly_the_last_cycle),
        cmocka_unit_test(integer_engines_mix_as_far_as_their_steps_allow),
    };
    return cmocka_run_group_tests_name("mixing", tests, make_cycles, leave_folder);
}
