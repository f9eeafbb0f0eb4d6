// Phase modulation of sines: sample by sample, and by the sidebands that Bessel's functions give.
#include "folder.h"
#include "program.h"

#include "line_spectrum.h"

enum { RATE = 48000, N = 1 << 16 };

#define AS_SINES "-w sine -e float -g 0 --adsr 0,0,1,0"

typedef struct {
    const char *words;
    double hz, ratio, modulator_hz; // modulator_hz where it is fixed
    double index_from, index_to;    // over a second
    double phase;
    double harmonics[3]; // of the modulator
} patch;

static const patch patches[] = {
    {"--fm 1 --index 1 440Hz", 440, 1, 0, 1, 1, 0, {1, 0, 0}},
    {"--fm 2 440Hz", 440, 2, 0, 1, 1, 0, {1, 0, 0}},
    {"--fm 1.41 --index 5 110Hz", 110, 1.41, 0, 5, 5, 0, {1, 0, 0}},
    {"--fm 0.5 --index -2 440Hz", 440, 0.5, 0, -2, -2, 0, {1, 0, 0}},
    {"--fm 3.5 --index 0:0,1:8 220Hz", 220, 3.5, 0, 0, 8, 0, {1, 0, 0}},
    {"--fm 110Hz --index 3 440Hz", 440, 0, 110, 3, 3, 0, {1, 0, 0}},
    {"--fm 6Hz --index 0:4,1:1 1000Hz", 1000, 0, 6, 4, 1, 0, {1, 0, 0}},
    {"--fm 2 --index 0 440Hz", 440, 2, 0, 0, 0, 0, {1, 0, 0}},
    {"--fm 1:harm:0.5:0:0.25 --index 2 330Hz", 330, 1, 0, 2, 2, 0, {0.5, 0, 0.25}},
    {"--fm 1 --index 2 --phase 0.25 440Hz", 440, 1, 0, 2, 2, 0.25, {1, 0, 0}},
};

static double sine(uint32_t phase) {
    return sin(2.0 * pi * (double)phase * 0x1p-32);
}

static double modulator_at(const patch *p, uint32_t phase) {
    double sum = 0.0;
    for (uint32_t h = 1; h <= 3; h++) {
        sum += p->harmonics[h - 1] * sine(h * phase);
    }
    return sum;
}

// Both phases begin at --phase and advance by whole numbers of 2^-32 turns.
static void reference(const patch *p, double *out, size_t n) {
    const uint32_t carrier = (uint32_t)llround(p->hz / RATE * 0x1p32);
    const uint32_t modulator = (uint32_t)nearbyint(
        p->modulator_hz > 0 ? p->modulator_hz / RATE * 0x1p32 : (double)carrier * p->ratio);
    uint32_t at = (uint32_t)llround(p->phase * 0x1p32);
    uint32_t by = at;
    for (size_t i = 0; i < n; i++, at += carrier, by += modulator) {
        const double s = (double)i / RATE;
        const double index = p->index_from + (p->index_to - p->index_from) * s;
        const double turns = (double)at * 0x1p-32 + index / (2.0 * pi) * modulator_at(p, by);
        out[i] = sin(2.0 * pi * turns);
    }
}

// What is wrong in the modulator swings the phase by the index times as much; in 16 bits that is a
// step of 2^-14 (the headroom of levels), rounded down, beside the carrier's own steps. In 32 bits
// the index is a multiple of 2^-21 turns, 3e-6 radians.
static void the_phase_swings_by_the_index_in_radians(void **state) {
    (void)state;
    static const struct {
        const char *name;
        double most, most_a_radian;
    } engines[] = {{"float", 2e-6, 2e-6}, {"q15", 3.0 / 32768, 3.0 / 32768}, {"q31", 3e-6, 4e-6}};
    static double wanted[RATE];
    for (size_t k = 0; k < 3; k++) {
        for (size_t c = 0; c < sizeof patches / sizeof *patches; c++) {
            const patch *const p = &patches[c];
            const double index = fmax(fabs(p->index_from), fabs(p->index_to));
            const double most = engines[k].most + engines[k].most_a_radian * index;
            ending e = run("render " AS_SINES " -E %s %s", engines[k].name, p->words);
            assert_done(&e, p->words);
            assert_int_equal(e.n_out, 4 * RATE);
            reference(p, wanted, RATE);
            for (size_t i = 0; i < RATE; i++) {
                if (!(fabs((double)f32_at(&e, i) - wanted[i]) <= most)) {
                    fail_msg("%s, %s: frame %zu is %.8g, not %.8g", engines[k].name, p->words, i,
                             (double)f32_at(&e, i), wanted[i]);
                }
            }
            forget(&e);
        }
    }
}

// sin(c + I sin m) = sum of J_n(I) sin(c + n m): at a ratio of 3, carrier and sidebands lie at
// 1, 4, 7 ... and 2, 5, 8 ... times the pitch, these being the mirrored ones, J_-n = (-1)^n J_n
// (J. Chowning 1973).
static void sidebands_are_bessels(void **state) {
    (void)state;
    static const double indices[] = {0.5, 1, 2.4048, 5, 10};
    const uint32_t k = odd_turns(220.0, RATE, N);
    double *const x = malloc(N * sizeof *x);
    assert_non_null(x);
    for (size_t c = 0; c < sizeof indices / sizeof *indices; c++) {
        ending e = run("render " AS_SINES " --fm 3 --index %g %.17gHz:2", indices[c],
                       turns_hz(k, RATE, N));
        assert_done(&e, "fm");
        for (size_t i = 0; i < N; i++) {
            x[i] = (double)f32_at(&e, i);
        }
        const spectra s = transform(x, NULL, N);
        for (int n = -15; n <= 15; n++) {
            double pair[2];
            bin_pair(&s, 0, (size_t)abs(1 + 3 * n) * k, pair);
            const double sign = 1 + 3 * n < 0 ? -1.0 : 1.0;
            const double wanted = sign * jn(n, indices[c]);
            if (!(fabs(pair[1] - wanted) <= 1e-6) || !(fabs(pair[0]) <= 1e-6)) {
                fail_msg("index %g, sideband %d: %.8g, not %.8g", indices[c], n, pair[1], wanted);
            }
        }
        free(s.z);
        forget(&e);
    }
    free(x);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_phase_swings_by_the_index_in_radians),
        cmocka_unit_test(sidebands_are_bessels),
    };
    return cmocka_run_group_tests_name("sound options fm", tests, enter_folder, leave_folder);
}
