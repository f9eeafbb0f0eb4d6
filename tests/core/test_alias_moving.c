// Moving pitch and moving mixes against sums of sines.
//
// The reference follows the same phases (32 bits, one increment a frame) and adds, in doubles,
// harmonics up to the last that the grid allows. Between two levels the program fades the topmost
// of them; the reference fades them alike, and checks at every frame that none that is faded lies
// below 20 kHz (or the band that a low rate has) and none that sounds above what folds to it. So
// the difference of both, in time and over the whole band, is an upper bound of what is wrong in
// the audible band, and its largest sample one of any click.
#include "line_spectrum.h"
#include "wave.h"

#include "base/math.h"
#include "core/engine/glide.h"

enum { MOST_HARMONICS = 1800 };

static const double rates[] = {22050.0, 44100.0, 48000.0, 96000.0};
static studio room;
static wave waves[2];
static wt_cycle_ref refs[2];

static int start(void **state) {
    (void)state;
    open_studio(&room, (size_t)96 << 20);
    waves[0] = saw_wave(MOST_HARMONICS);
    waves[1] = bright_wave();
    for (int i = 0; i < 2; i++) {
        refs[i] = add_cycle(&room, &waves[i].cycle);
    }
    return 0;
}

static int stop(void **state) {
    (void)state;
    forget_wave(&waves[0]);
    forget_wave(&waves[1]);
    close_studio(&room);
    return 0;
}

// Harmonics 1..more, those past `fewer` times `rest`.
static double add_harmonics(const wave *w, uint32_t phase, uint32_t fewer, uint32_t more,
                            double rest) {
    const double turns = (double)phase * 0x1p-32;
    const double c = cos(2.0 * pi * turns);
    const double s = sin(2.0 * pi * turns);
    double re = c, im = s, sum = w->pairs[0];
    for (uint32_t h = 1; h <= more && h <= w->harmonics; h++) {
        const double weight = h > fewer ? rest : 1.0;
        sum += weight * (w->pairs[2 * h] * re + w->pairs[2 * h + 1] * im);
        const double next = re * c - im * s;
        im = re * s + im * c;
        re = next;
    }
    return sum;
}

typedef struct {
    const char *name;
    double hz;
    wt_env_term term; // semitones
} motion;

// Increment and level by definition: how near they are to the exact ones is for test_kernels to
// say.
static uint32_t glide_to(const wt_mip_spacing *grid, double hz, double rate, float semitones,
                         float *place) {
    const wt_pitch_scale scale = {.increment = hz / rate * 0x1p32,
                                  .mip = wt_mip_spacing_level(grid, hz),
                                  .levels_a_semitone = 1.0 / (12.0 * grid->spacing)};
    const wt_glide_base base = wt_glide_base_of(&scale);
    uint32_t increment;
    wt_kernels_float.mips(&base, &semitones, place, 1);
    wt_kernels_float.glide(&base, (wt_range){semitones, semitones}, &semitones, &increment, 1);
    return increment;
}

static void follow(const motion *m, double rate, const wave *w, double *out, size_t n) {
    const wt_env env = {&m->term, 1};
    const wt_note_context context = {.rate = rate, .tempo_bpm = 120.0, .note_s = (double)n / rate};
    const wt_mip_spacing grid = wt_mip_spacing_of(rate);
    const double band = band_top(rate);
    uint32_t phase = 0;
    for (size_t i = 0; i < n; i++) {
        float semitones;
        wt_env_render(&env, &context, &wt_curves_plain, i, &semitones, 1);
        const double hz = m->hz * wt_exp2((double)semitones / 12.0);
        float place;
        const uint32_t increment = glide_to(&grid, m->hz, rate, semitones, &place);
        const double low = floor((double)place);
        const uint32_t more = wt_mip_spacing_harmonics(&grid, (int32_t)low + 1);
        const uint32_t fewer = wt_mip_spacing_harmonics(&grid, (int32_t)low + 2);
        if (!(more * hz <= (rate - band) * 1.000001) ||
            !(fewer >= w->harmonics || (fewer + 1) * hz > band * 0.999999)) {
            fail_msg("at %g Hz levels of %u and %u harmonics sound", hz, more, fewer);
        }
        const double blend = fmax(0.0, 1.0 - WT_MIP_FADE * (1.0 - ((double)place - low)));
        out[i] = add_harmonics(w, phase, fewer, more, 1.0 - blend);
        phase += increment;
    }
}

typedef struct {
    double noise_db, click_db;
} difference;

static difference compare(const double *x, const double *ideal, size_t n) {
    double signal = 0.0, noise = 0.0, worst = 0.0;
    for (size_t i = 0; i < n; i++) {
        const double d = (x[i] - ideal[i]) * (x[i] - ideal[i]);
        signal += ideal[i] * ideal[i];
        noise += d;
        worst = fmax(worst, d);
    }
    return (difference){10.0 * log10(noise / signal + 1e-30),
                        10.0 * log10(worst / (signal / (double)n) + 1e-30)};
}

static void check(const char *name, const motion *m, wt_interp interp, double noise_db,
                  double click_db) {
    for (size_t r = 0; r < sizeof rates / sizeof *rates; r++) {
        for (int i = 0; i < 2; i++) {
            const size_t n = (size_t)(2.0 * rates[r]) / KEY_STEP;
            double *x = malloc(2 * n * sizeof *x);
            assert_non_null(x);
            const tone t = {.rate = rates[r],
                            .hz = m->hz,
                            .form = {WT_ENGINE_FLOAT, interp},
                            .cycles = &refs[i],
                            .n_cycles = 1,
                            .pitch = {&m->term, 1}};
            render_tone(&room, &t, x, n);
            follow(m, rates[r], &waves[i], x + n, n);
            const difference d = compare(x, x + n, n);
            print_message("%s, %s, interpolation %d, %g Hz: noise %.1f dB, largest %.1f dB\n", name,
                          waves[i].name, interp, rates[r], d.noise_db, d.click_db);
            assert_true(d.noise_db <= noise_db);
            assert_true(d.click_db <= click_db);
            free(x);
        }
    }
}

static void a_glide_over_the_piano_in_2_seconds_is_clean_and_does_not_click(void **state) {
    (void)state;
    static const wt_breakpoint points[] = {{{0.0, WT_SECONDS}, {0.0, WT_PLAIN}, 0.0},
                                           {{2.0 / KEY_STEP, WT_SECONDS}, {87.0, WT_PLAIN}, 0.0}};
    const motion glide = {"glide", 27.5, {.kind = WT_ENV_POINTS, .points = points, .n_points = 2}};
    check(glide.name, &glide, WT_INTERP_CUBIC, -130.0, -110.0);
    // What a straight line misses gathers where the wave jumps, in steady notes too.
    check(glide.name, &glide, WT_INTERP_LINEAR, -105.0, -70.0);
}

static void a_vibrato_of_a_semitone_is_clean_and_does_not_click(void **state) {
    (void)state;
    enum { LENGTH = 4096 };
    static float sine[LENGTH + 1];
    for (int i = 0; i <= LENGTH; i++) {
        sine[i] = (float)sin(2.0 * pi * i / LENGTH);
    }
    static const int at[] = {33, 57, 81, 100};
    for (size_t i = 0; i < sizeof at / sizeof *at; i++) {
        const motion vibrato = {"vibrato",
                                key_hz(at[i]),
                                {.kind = WT_ENV_LFO,
                                 .samples = sine,
                                 .n_samples = LENGTH,
                                 .rate = 6.0,
                                 .low = {-1.0, WT_PLAIN},
                                 .high = {1.0, WT_PLAIN}}};
        check(vibrato.name, &vibrato, WT_INTERP_CUBIC, -130.0, -110.0);
    }
}

static void a_moving_mix_of_bright_cycles_at_c7_is_its_sum_of_sines(void **state) {
    (void)state;
    enum { N = 96000 };
    static const wt_breakpoint points[] = {{{0.0, WT_SECONDS}, {0.0, WT_PLAIN}, 0.0},
                                           {{1.0, WT_SECONDS}, {1.0, WT_PLAIN}, 0.0},
                                           {{2.0, WT_SECONDS}, {0.0, WT_PLAIN}, 0.0}};
    static const wt_env_term sweep = {.kind = WT_ENV_POINTS, .points = points, .n_points = 3};
    for (size_t r = 0; r < sizeof rates / sizeof *rates; r++) {
        const double hz = key_hz(96);
        const tone t = {.rate = rates[r],
                        .hz = hz,
                        .form = {WT_ENGINE_FLOAT, WT_INTERP_CUBIC},
                        .cycles = refs,
                        .n_cycles = 2,
                        .mix = {&sweep, 1}};
        double *x = malloc(2 * N * sizeof *x);
        assert_non_null(x);
        render_tone(&room, &t, x, N);
        const uint32_t increment = (uint32_t)llround(hz / rates[r] * 0x1p32);
        const uint32_t harmonics = harmonics_at(rates[r], hz);
        for (size_t i = 0; i < N; i++) {
            const double s = (double)i / rates[r];
            const double m = s <= 1.0 ? s : s <= 2.0 ? 2.0 - s : 0.0;
            const uint32_t phase = (uint32_t)i * increment;
            const double a = add_harmonics(&waves[0], phase, harmonics, harmonics, 1.0);
            const double b = add_harmonics(&waves[1], phase, harmonics, harmonics, 1.0);
            x[N + i] = a + (b - a) * m;
        }
        const difference d = compare(x, x + N, N);
        print_message("mix, %g Hz: noise %.1f dB, largest %.1f dB\n", rates[r], d.noise_db,
                      d.click_db);
        assert_true(d.noise_db <= -135.0);
        assert_true(d.click_db <= (rates[r] < 50000.0 ? -120.0 : -115.0));
        free(x);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_glide_over_the_piano_in_2_seconds_is_clean_and_does_not_click),
        cmocka_unit_test(a_vibrato_of_a_semitone_is_clean_and_does_not_click),
        cmocka_unit_test(a_moving_mix_of_bright_cycles_at_c7_is_its_sum_of_sines),
    };
    return cmocka_run_group_tests_name("alias_moving", tests, start, stop);
}
