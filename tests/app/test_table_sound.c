// A sweep through a table of each format: its pitch, the level of its harmonics, and its noise.
#include "folder.h"
#include "program.h"

#include "morph_file.h"

enum { RATE = 48000, SECONDS = 4, N = RATE * SECONDS, MOMENTS = 8, WINDOW = 4096 };

static const double c2 = 65.406391325149658;
static const uint32_t heard[] = {1, 2, 3, 9, 33, 99, 201, 299};
enum { N_HEARD = sizeof heard / sizeof *heard };

static const morph_format formats[] = {
    {"clm, float", AS_WAV, "clm=<!>2048_10000000_t", NULL, true, 32, 2048, 256, 0},
    {"clm after the data, 24 bits", AS_WAV, NULL, "clm=<!>2048_20000000_t", false, 24, 2048, 64, 0},
    {"clm, 8 bits", AS_WAV, "clm=<!>2048_10000000_t", NULL, false, 8, 2048, 32, 0},
    {"clm, double", AS_WAV, "clm=<!>2048_10000000_t", NULL, true, 64, 2048, 16, 0},
    {"srge, 16 bits", AS_WAV, "srge=1024", NULL, false, 16, 1024, 64, 0},
    {"srgo, float", AS_WAV, NULL, "srgo=512", true, 32, 512, 20, 0},
    {"uhWT, 32 bits", AS_WAV, "uhWT=2048", NULL, false, 32, 2048, 16, 0},
    {"cue, 16 bits", AS_WAV, NULL, "cue=1470x10", false, 16, 1470, 10, 0},
    {"smpl, float", AS_WAV, NULL, "smpl=0-599", true, 32, 600, 12, 0},
    {"WaveEdit's bank", AS_WAV, NULL, NULL, false, 16, 256, 64, 0},
    {"a single cycle of AKWF", AS_WAV, NULL, NULL, false, 16, 600, 1, 0},
    {"Serum's size, float", AS_WAV, NULL, NULL, true, 32, 2048, 256, 0},
    {"wt, float", AS_WT, NULL, NULL, true, 32, 1024, 100, 0},
    {"wt, int16", AS_WT, NULL, NULL, false, 16, 2048, 48, 4},
    {"wt, int16 of full range", AS_WT, NULL, NULL, false, 16, 512, 64, 12},
    {"vitaltable", AS_VITAL, NULL, NULL, true, 32, 2048, 257, 0},
    {"AIFF, 16 bits", AS_AIFF, NULL, NULL, false, 16, 2048, 16, 0},
    {"AIFF, 24 bits", AS_AIFF, NULL, NULL, false, 24, 2048, 16, 0},
    {"FLAC, 16 bits", AS_FLAC, NULL, NULL, false, 16, 2048, 16, 0},
    {"FLAC, 24 bits", AS_FLAC, NULL, NULL, false, 24, 2048, 8, 0},
};

// The frames in which the sound is looked at: from the first to the last.
static size_t moment(int i) {
    return (size_t)i * (N - WINDOW) / (MOMENTS - 1);
}

static void weights_at(const morph_format *f, size_t frame, double *weights) {
    const double u = (double)frame / N * (f->cycles - 1);
    weigh_between(u, step_of(f), weights);
}

// The transform of a window (Hann's) at one frequency, as cosine and sine.
static void project(const double *x, size_t first, double hz, double *pair) {
    pair[0] = pair[1] = 0.0;
    for (size_t i = 0; i < WINDOW; i++) {
        const double turns = fmod(hz / RATE * (double)(first + i), 1.0);
        const double w = 0.5 - 0.5 * cos(2.0 * pi * (double)i / WINDOW);
        pair[0] += w * x[i] * cos(2.0 * pi * turns);
        pair[1] += w * x[i] * sin(2.0 * pi * turns);
    }
}

// Rounding leaves q^2 / 12, evenly over all harmonics up to half of the cycle's length, of which
// `n` sound; the mix of two cycles has less, never more.
static double rounding_power(const morph_format *f, uint32_t n) {
    return quantum(f) * quantum(f) / 12.0 * fmin(2.0 * n / f->length, 1.0);
}

typedef struct {
    double cents, worst_db, noise_db, allowed_db;
} findings;

static void check_levels(const morph *m, const morph_format *f, const double *x,
                         const double *ideal, int at, uint32_t n, findings *found) {
    double weights[KEYS];
    weights_at(f, moment(at) + WINDOW / 2, weights);
    // Four deviations of what rounding does to one harmonic.
    const double spread = 4.0 * quantum(f) / sqrt(12.0) * sqrt(4.0 / f->length);
    for (int i = 0; i < N_HEARD && heard[i] <= n; i++) {
        const double amplitude = morph_amplitude(m, weights, heard[i]);
        if (amplitude < 1e-4) {
            continue;
        }
        double p[2], q[2];
        project(x, moment(at), heard[i] * c2, p);
        project(ideal, moment(at), heard[i] * c2, q);
        const double db = 20.0 * log10(hypot(p[0], p[1]) / hypot(q[0], q[1]));
        const double most = 0.05 + 20.0 * log10(1.0 + spread / amplitude);
        found->worst_db = fmax(found->worst_db, fabs(db));
        if (!(fabs(db) <= most)) {
            fail_msg("%s: harmonic %u at moment %d is off by %g dB", f->what, heard[i], at, db);
        }
    }
}

// The fundamental has one phase in all cycles: what it drifts, the pitch is off.
static double cents_off(const double *x, const double *late) {
    double p[2], q[2];
    project(x, moment(0), c2, p);
    project(late, moment(MOMENTS - 1), c2, q);
    const double drift = atan2(p[0], p[1]) - atan2(q[0], q[1]);
    const double seconds = (double)(moment(MOMENTS - 1) - moment(0)) / RATE;
    return 1200.0 * log2(1.0 - remainder(drift, 2.0 * pi) / (2.0 * pi) / seconds / c2);
}

static findings measure(const morph *m, const morph_format *f, const ending *e) {
    const uint32_t allowed = harmonics_at(RATE, c2);
    const uint32_t n = allowed < m->harmonics ? allowed : m->harmonics;
    const uint32_t increment = (uint32_t)llround(c2 / RATE * 0x1p32);
    static double x[MOMENTS][WINDOW], ideal[MOMENTS][WINDOW];
    double signal = 0.0, noise = 0.0;
    findings found = {0};
    for (int at = 0; at < MOMENTS; at++) {
        for (size_t i = 0; i < WINDOW; i++) {
            const size_t frame = moment(at) + i;
            double weights[KEYS];
            weights_at(f, frame, weights);
            x[at][i] = (double)f32_at(e, frame);
            ideal[at][i] = morph_at(m, weights, n, (uint32_t)frame * increment);
            signal += ideal[at][i] * ideal[at][i];
            noise += (x[at][i] - ideal[at][i]) * (x[at][i] - ideal[at][i]);
        }
        check_levels(m, f, x[at], ideal[at], at, n, &found);
    }
    found.cents = cents_off(x[0], x[MOMENTS - 1]);
    found.noise_db = 10.0 * log10(noise / signal);
    const double rounding = rounding_power(f, n) / (signal / (MOMENTS * WINDOW));
    found.allowed_db = fmax(10.0 * log10(rounding) + 1.0, -120.0);
    return found;
}

static void every_format_sounds_at_its_pitch_with_its_harmonics_and_no_more(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        const morph_format *const f = &formats[i];
        morph m = make_morph(f->length);
        const bytes b = morph_bytes(&m, f);
        make_file("table.bin", b.at, b.n);
        ending e = run("render -w ./table.bin -m 0:0,4:1 -e float -g 0 --adsr 0,0,1,0 C2:4");
        if (e.status != 0 || e.n_out != 4 * N) { // a note tells of a length that no chunk says
            fail_msg("%s: status %d, %zu bytes: %s", f->what, e.status, e.n_out, e.err);
        }
        const findings found = measure(&m, f, &e);
        print_message("%-28s %+.5f cents, levels within %.5f dB, noise %.1f dB (%.1f allowed)\n",
                      f->what, found.cents, found.worst_db, found.noise_db, found.allowed_db);
        assert_true(fabs(found.cents) <= 0.01);
        assert_true(found.noise_db <= found.allowed_db);
        forget(&e);
        free(b.at);
        forget_morph(&m);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_sounds_at_its_pitch_with_its_harmonics_and_no_more),
    };
    return cmocka_run_group_tests_name("table sound", tests, enter_folder, leave_folder);
}
