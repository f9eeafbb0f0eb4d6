// Phase modulation against the sidebands that it has by definition: of sines by Bessel's functions,
// of other waves by a transform of one period of the modulated carrier.
//
// Pitches have an odd number of turns in the frames that are measured (line_spectrum.h), so that
// what folds never falls on a line. The whole grids take minutes: WT_WHOLE_GRID=1 asks for them.
#include "line_spectrum.h"

#include "core/voice/fm_plan.h"

static double rate = 48000.0;
static double most_deviation_db = 0.05;
static wt_form form = {WT_ENGINE_FLOAT, WT_INTERP_CUBIC};
static studio stage;
static bool whole;
static int some;        // step over the pairs of shapes that still meets all of them
static size_t n_frames; // of a measured tone

enum { SINE, TRIANGLE, SAW, SQUARE, N_SHAPES };
static const char *const names[] = {"sine", "triangle", "saw", "square"};
static wt_cycle_ref refs[N_SHAPES];

typedef struct {
    int carrier, modulator; // shapes
    double hz;              // about
    int up, down;           // the ratio up / down
    double index;
} voicing;

typedef struct {
    double alias_db;     // all that is heard beside the lines, from 20 Hz on, against all on them
    double deviation_db; // the most that a line above -60 dB of the loudest, in the band, is off
    double beyond;       // the highest that counts, by Carson's rule as fm_plan.h has it, in hertz
} outcome;

static int set_up(void **state) {
    static const wt_cycle_kind kinds[] = {WT_CYCLE_SINE, WT_CYCLE_TRIANGLE, WT_CYCLE_SAW,
                                          WT_CYCLE_SQUARE};
    (void)state;
    whole = getenv("WT_WHOLE_GRID") != NULL;
    some = whole ? 1 : 3;
    n_frames = whole ? 1 << 17 : 1 << 15;
    open_studio(&stage, (size_t)64 << 20);
    for (int i = 0; i < N_SHAPES; i++) {
        refs[i] = add_cycle(&stage, &(wt_cycle){.kind = kinds[i]});
    }
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    close_studio(&stage);
    return 0;
}

// An envelope of one value.
typedef struct {
    wt_breakpoint point;
    wt_env_term term;
} constant;

static wt_env always(constant *c, double value) {
    c->point = (wt_breakpoint){{0.0, WT_SECONDS}, {value, WT_PLAIN}, 0.0};
    c->term = (wt_env_term){.kind = WT_ENV_POINTS, .points = &c->point, .n_points = 1};
    return (wt_env){&c->term, 1};
}

// The lines of a voicing lie at multiples of its pitch / down: `k` turns.
static uint32_t base_turns(const voicing *v) {
    return odd_turns(v->hz / v->down, rate, n_frames);
}

static tone tone_of(const voicing *v, constant *index) {
    return (tone){.rate = rate,
                  .hz = turns_hz(base_turns(v) * (uint32_t)v->down, rate, n_frames),
                  .form = form,
                  .cycles = &refs[v->carrier],
                  .n_cycles = 1,
                  .fm = {.on = true, .ratio = (double)v->up / v->down, .wave = refs[v->modulator]},
                  .index = always(index, v->index)};
}

enum { PERIOD = 1 << 15, TABLE = 1 << 15 };

// The sum of a shape's first harmonics, TABLE points of a turn.
static double *turn_of(int shape, uint32_t harmonics) {
    static double circle[2 * TABLE];
    double *z = calloc(2 * TABLE, sizeof *z);
    assert_non_null(z);
    if (circle[0] == 0.0) {
        wt_fft_turn(circle, TABLE);
    }
    for (uint32_t h = 1; h <= harmonics; h += shape == SAW ? 1 : 2) {
        // a cos + b sin is the real part of (a - i b) e^(i h x)
        z[2 * h] = shape == TRIANGLE ? -8.0 / (pi * pi * h * h) : 0.0;
        z[2 * h + 1] = shape == SAW ? 2.0 / (pi * h) : shape == SQUARE ? 4.0 / (pi * h) : 0.0;
    }
    if (shape == SINE) {
        z[3] = -1.0;
    }
    wt_fft(z, TABLE, circle, 1);
    for (size_t i = 0; i < TABLE; i++) {
        z[i] = z[2 * i];
    }
    return z;
}

// Anywhere in the turn, by the four points around.
static double at(const double *turn, double turns) {
    const double x = (turns - floor(turns)) * TABLE;
    const size_t i = (size_t)x;
    const double f = x - (double)i;
    const double t[4] = {turn[(i + TABLE - 1) % TABLE], turn[i % TABLE], turn[(i + 1) % TABLE],
                         turn[(i + 2) % TABLE]};
    const double cubed = 3.0 * (t[1] - t[2]) + t[3] - t[0];
    const double squared = 2.0 * t[0] - 5.0 * t[1] + 4.0 * t[2] - t[3];
    return t[1] + 0.5 * f * (t[2] - t[0] + f * (squared + f * cubed));
}

// The lines of the carrier's and modulator's harmonics, from one period of the whole.
static spectra ideal_lines(const voicing *v, uint32_t carrier, uint32_t modulator) {
    static double x[PERIOD];
    double *c = turn_of(v->carrier, carrier);
    double *m = turn_of(v->modulator, modulator);
    for (size_t i = 0; i < PERIOD; i++) {
        const double turns = (double)i / PERIOD;
        const double swing = at(m, turns * v->up) * v->index / (2.0 * pi);
        x[i] = at(c, turns * v->down + swing);
    }
    free(c);
    free(m);
    return transform(x, NULL, PERIOD);
}

// J_n of sines, those of mirrored sidebands turned.
static double bessel_line(const voicing *v, size_t line) {
    double sum = 0.0;
    for (int n = -200; n <= 200; n++) {
        const int at_line = v->down + n * v->up;
        if ((size_t)abs(at_line) == line) {
            sum += (at_line < 0 ? -1.0 : 1.0) * jn(n, v->index);
        }
    }
    return sum;
}

static double ideal_power(const voicing *v, const spectra *lines, size_t line) {
    double p[2] = {0.0, bessel_line(v, line)};
    if (lines) {
        bin_pair(lines, 0, line, p);
    }
    return p[0] * p[0] + p[1] * p[1];
}

static double beyond_of(const voicing *v, double hz) {
    const double order = v->index + 4.8 * cbrt(v->index) + 1.0;
    return hz * (1.0 + (double)v->up / v->down * order);
}

static outcome compare(const voicing *v, const spectra *s, const spectra *lines, double hz) {
    const size_t k = base_turns(v);
    const double hz_bin = rate / (double)n_frames;
    double on = 0.0, beside = 0.0, loudest = 0.0, worst = 0.0;
    const double band = band_top(rate);
    for (size_t bin = k; (double)bin * hz_bin <= band; bin += k) {
        loudest = fmax(loudest, ideal_power(v, lines, bin / k));
    }
    const size_t last = (size_t)(noise_top(rate) / hz_bin);
    for (size_t bin = (size_t)ceil(20.0 / hz_bin); bin <= last && 2 * bin < n_frames; bin++) {
        double p[2];
        bin_pair(s, 0, bin, p);
        const double power = p[0] * p[0] + p[1] * p[1];
        *(bin % k ? &beside : &on) += power;
        const bool line = bin % k == 0 && (double)bin * hz_bin <= band;
        const double ideal = line ? ideal_power(v, lines, bin / k) : 0.0;
        if (ideal > 1e-6 * loudest) {
            worst = fmax(worst, fabs(power_db(power / ideal)));
        }
    }
    return (outcome){power_db(beside / on), worst, beyond_of(v, hz)};
}

static outcome measure(const voicing *v) {
    constant index;
    const tone t = tone_of(v, &index);
    const wt_patch patch = patch_of(&t);
    wt_note note;
    const wt_voice voice = voice_of(&t, &patch, &note, n_frames);
    double *x = malloc(n_frames * sizeof *x);
    assert_non_null(x);
    render_tone(&stage, &t, x, n_frames);
    const spectra s = transform(x, NULL, n_frames);
    const bool sines = v->carrier == SINE && v->modulator == SINE;
    spectra lines = {NULL, 0};
    if (!sines) {
        lines = ideal_lines(v, v->carrier == SINE ? 1 : voice.harmonics,
                            v->modulator == SINE ? 1 : voice.modulator_harmonics);
    }
    const outcome o = compare(v, &s, sines ? NULL : &lines, t.hz);
    free(lines.z);
    free(s.z);
    free(x);
    return o;
}

// The worst of many, and how many there were.
typedef struct {
    int n;
    double alias_db, deviation_db;
} tally;

static void count(tally *t, outcome o) {
    t->alias_db = t->n++ ? fmax(t->alias_db, o.alias_db) : o.alias_db;
    t->deviation_db = fmax(t->deviation_db, o.deviation_db);
}

static void demand(const voicing *v, double most_alias_db, tally *worst) {
    const outcome o = measure(v);
    count(worst, o);
    if (!(o.alias_db <= most_alias_db) || !(o.deviation_db <= most_deviation_db)) {
        fail_msg("%s by %s, %g Hz at %g, ratio %d/%d, index %g: alias %.1f dB, lines off by %.3f",
                 names[v->carrier], names[v->modulator], v->hz, rate, v->up, v->down, v->index,
                 o.alias_db, o.deviation_db);
    }
}

static const int ratios[][2] = {{1, 2}, {1, 1}, {3, 2}, {2, 1}, {3, 1}, {7, 2}, {5, 1}, {7, 1}};
enum { RATIOS = sizeof ratios / sizeof *ratios };

// Keys whose fundamental is a line that is looked at.
static bool fits(int key) {
    return key_hz(key) * 1.01 < band_top(rate);
}

// Those that stay below the most that the rate is multiplied by and those that do not, even by the
// fundamental of the modulator: what is reached beyond it is printed.
typedef struct {
    tally within, beyond;
} tallies;

static double most_times(void) {
    return rate < 44100.0 ? 32.0 : 8.0;
}

static void try(const voicing *v, double most_alias_db, tallies *t) {
    if (beyond_of(v, v->hz) <= most_times() * rate - noise_top(rate)) {
        demand(v, most_alias_db, &t->within);
    } else {
        count(&t->beyond, measure(v));
    }
}

static void tell(int carrier, int modulator, const tallies *t) {
    print_message("%6g Hz: %4d of %s by %s: %.1f dB, lines within %.4f dB", rate, t->within.n,
                  names[carrier], names[modulator], t->within.alias_db, t->within.deviation_db);
    if (t->beyond.n > 0) {
        print_message("; %d beyond %g times the rate: %.1f dB", t->beyond.n, most_times(),
                      t->beyond.alias_db);
    }
    print_message("\n");
}

static void try_sines(int key_step, double most_alias_db) {
    static const double indices[] = {0.5, 1, 2, 3, 5, 8};
    tallies t = {0};
    for (int key = 21; key <= 108 && fits(key); key += key_step) {
        for (int r = 0; r < RATIOS; r++) {
            for (size_t i = 0; i < 6; i++) {
                const voicing v = {SINE, SINE, key_hz(key), ratios[r][0], ratios[r][1], indices[i]};
                try(&v, most_alias_db, &t);
            }
        }
    }
    tell(SINE, SINE, &t);
}

static void try_shapes(int shape_step, int key_step, int ratio_step, double most_alias_db) {
    static const double indices[] = {0.3, 1, 3};
    for (int shapes = 1; shapes < N_SHAPES * N_SHAPES; shapes += shape_step) {
        const int carrier = shapes / N_SHAPES;
        const int modulator = shapes % N_SHAPES;
        tallies t = {0};
        for (int key = 33; key <= 108 && fits(key); key += key_step) {
            for (int r = 0; r < RATIOS; r += ratio_step) {
                for (size_t i = 0; i < 3; i++) {
                    const voicing v = {carrier,      modulator,    key_hz(key),
                                       ratios[r][0], ratios[r][1], indices[i]};
                    try(&v, most_alias_db, &t);
                }
            }
        }
        tell(carrier, modulator, &t);
    }
}

static void sines_have_their_sidebands_and_nothing_else(void **state) {
    (void)state;
    try_sines(whole ? 1 : 29 / 2, -100.0);
}

static void saws_and_squares_have_no_others_either(void **state) {
    (void)state;
    try_shapes(1, whole ? 5 : 37, whole ? 1 : 2, -80.0);
}

// Below 44.1 kHz all up to half the rate is heard.
static void nor_have_they_at_other_rates(void **state) {
    (void)state;
    static const double rates[] = {8000, 11025, 16000, 22050, 24000, 32000, 44100, 96000};
    for (size_t r = 0; r < sizeof rates / sizeof *rates; r += whole ? 1 : 3) {
        rate = rates[r];
        try_sines(whole ? 3 : 29, -100.0);
        try_shapes(some, whole ? 10 : 37, whole ? 2 : 5, -80.0);
    }
    rate = 48000.0;
}

// What q15 reaches is the noise of its bits: of rounding, and of a phase that is swung in steps of
// a modulator's 14 bits, which is heard where a carrier jumps. q31 has an index in steps of 2^-21
// turns.
static void integers_reach_what_their_bits_do(void **state) {
    (void)state;
    static const struct {
        const char *name;
        wt_form form;
        double sines_db, shapes_db, deviation_db; // of lines down to -60 dB
    } cases[] = {{"q15", {WT_ENGINE_Q15, WT_INTERP_LINEAR}, -60.0, -50.0, 2.0},
                 {"q15, cubic", {WT_ENGINE_Q15, WT_INTERP_CUBIC}, -60.0, -50.0, 2.0},
                 {"q31", {WT_ENGINE_Q31, WT_INTERP_LINEAR}, -100.0, -80.0, 0.1},
                 {"q31, cubic", {WT_ENGINE_Q31, WT_INTERP_CUBIC}, -100.0, -80.0, 0.1}};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c += whole ? 1 : 2) {
        print_message("%s:\n", cases[c].name);
        form = cases[c].form;
        most_deviation_db = cases[c].deviation_db;
        try_sines(whole ? 3 : 37, cases[c].sines_db);
        try_shapes(some, whole ? 10 : 37, whole ? 2 : 5, cases[c].shapes_db);
    }
    form = (wt_form){WT_ENGINE_FLOAT, WT_INTERP_CUBIC};
    most_deviation_db = 0.05;
}

// ... where 8 times the rate has room for them: harmonics to 20 kHz of the carrier.
static void the_carrier_keeps_what_is_heard_of_it(void **state) {
    (void)state;
    static const voicing voicings[] = {
        {SAW, SINE, 110, 1, 1, 1},   {SAW, SINE, 440, 1, 1, 3},    {SAW, SINE, 440, 7, 1, 1},
        {SQUARE, SINE, 55, 2, 1, 3}, {SAW, SAW, 55, 1, 1, 1},      {SAW, TRIANGLE, 220, 2, 1, 1},
        {SAW, SQUARE, 440, 1, 1, 3}, {SQUARE, SAW, 1760, 1, 2, 1},
    };
    for (size_t c = 0; c < sizeof voicings / sizeof *voicings; c++) {
        constant index;
        wt_note note;
        const tone t = tone_of(&voicings[c], &index);
        const wt_patch patch = patch_of(&t);
        const wt_voice voice = voice_of(&t, &patch, &note, n_frames);
        if (!((voice.harmonics + 1) * t.hz > 20000.0)) {
            fail_msg("%s by %s, %g Hz: %u harmonics", names[voicings[c].carrier],
                     names[voicings[c].modulator], t.hz, (unsigned)voice.harmonics);
        }
    }
}

// How many times the rate a patch takes, of which 1 costs nothing.
static void only_what_would_fold_is_evaluated_more_often(void **state) {
    (void)state;
    static const struct {
        voicing v;
        unsigned times;
    } cases[] = {
        {{SINE, SINE, 440, 1, 1, 1}, 1},     {{SINE, SINE, 440, 2, 1, 8}, 1},
        {{SINE, SINE, 110, 7, 1, 8}, 1},     {{SINE, SINE, 1760, 1, 1, 8}, 2},
        {{SINE, SINE, 4186, 1, 1, 3}, 2},    {{SINE, SINE, 4186, 2, 1, 3}, 4},
        {{SINE, SINE, 4186, 7, 1, 3}, 8},    {{SAW, SINE, 110, 1, 1, 0.001}, 1},
        {{SAW, SINE, 440, 1, 1, 1}, 2},      {{SAW, SINE, 440, 1, 1, 3}, 4},
        {{SINE, TRIANGLE, 220, 1, 1, 1}, 2},
    };
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        constant index;
        wt_note note;
        const tone t = tone_of(&cases[c].v, &index);
        const wt_patch patch = patch_of(&t);
        const wt_voice voice = voice_of(&t, &patch, &note, n_frames);
        if (1u << voice.raised != cases[c].times) {
            fail_msg("%s by %s, %g Hz, index %g: %u times, not %u", names[cases[c].v.carrier],
                     names[cases[c].v.modulator], cases[c].v.hz, cases[c].v.index,
                     1u << voice.raised, cases[c].times);
        }
    }
}

// A modulator's levels follow the pitch that is played, however it came about.
static void the_pitch_in_play_is_what_counts(void **state) {
    (void)state;
    static const double octaves[] = {-5, -2, 3, 4};
    for (size_t c = 0; c < 4; c++) {
        constant index, pitch;
        const voicing v = {SINE, SAW, 440, 2, 1, 1.5};
        tone direct = tone_of(&v, &index);
        tone moved = direct;
        double *x = malloc(n_frames * sizeof *x);
        double *y = malloc(n_frames * sizeof *y);
        assert_true(x && y);
        moved.hz = direct.hz / exp2(octaves[c]);
        moved.pitch = always(&pitch, 12.0 * octaves[c]);
        render_tone(&stage, &direct, x, n_frames);
        render_tone(&stage, &moved, y, n_frames);
        for (size_t i = 0; i < n_frames; i++) {
            if (!(fabs(x[i] - y[i]) <= 1e-4)) {
                fail_msg("%g octaves: frame %zu is %g, not %g", octaves[c], i, y[i], x[i]);
            }
        }
        free(x);
        free(y);
    }
}

static void a_modulator_is_never_dropped(void **state) {
    (void)state;
    static const double ratios_up[] = {50, 1000};
    for (size_t c = 0; c < 2; c++) {
        constant index;
        voicing v = {SINE, SINE, 440, 1, 1, 2.0};
        tone t = tone_of(&v, &index);
        double *x = malloc(n_frames * sizeof *x);
        double p[2];
        assert_non_null(x);
        t.fm.ratio = ratios_up[c] + 0.1234567;
        render_tone(&stage, &t, x, n_frames);
        const spectra s = transform(x, NULL, n_frames);
        bin_pair(&s, 0, base_turns(&v), p);
        // All sidebands are beyond hearing, and J0(2) is left of the carrier.
        assert_float_equal(hypot(p[0], p[1]), fabs(j0(2.0)), 0.02);
        free(s.z);
        free(x);
    }
}

static void render_from(const tone *t, size_t from, size_t block, float *out, size_t n) {
    const wt_patch patch = patch_of(t);
    const wt_note note = {.gate = 1 << 20, .end = 1 << 20, .note_s = 1.0, .hz = t->hz, .gain = 1.0};
    wt_voice voice;
    wt_renderer r = {.patch = &patch,
                     .kernels = wt_kernels_best(t->form.engine),
                     .source = wt_cache_reader_source(stage.reader),
                     .notes = &note,
                     .n_notes = 1,
                     .voices = &voice,
                     .n_voices = 1,
                     .scratch = stage.scratch};
    assert_true(wt_renderer_skip(&r, from));
    for (size_t done = 0; done < n; done += block) {
        const size_t step = n - done < block ? n - done : block;
        assert_true(
            wt_renderer_pull(&r, (wt_bus){.f = out + done}, (wt_bus){.f = out + done}, step));
    }
}

// At 2, 4 and 8 times the rate, and at 32 times a low one, in several pieces; steady and moving, in
// all engines.
static void blocks_and_slices_never_show(void **state) {
    (void)state;
    enum { N = 3000, FROM = 1234 };
    static const voicing voicings[] = {{SAW, SINE, 440, 1, 1, 1},
                                       {SAW, SINE, 440, 1, 1, 5},
                                       {SAW, SAW, 440, 3, 2, 2},
                                       {SINE, SINE, 1760, 7, 1, 5}};
    enum { VOICINGS = sizeof voicings / sizeof *voicings };
    static const size_t blocks[] = {1, 7, 64, N};
    static float at_once[N + FROM], cut[N];
    static const wt_breakpoint rise[] = {{{0.0, WT_SECONDS}, {-7.0, WT_PLAIN}, 0.0},
                                         {{0.05, WT_SECONDS}, {5.0, WT_PLAIN}, 0.0}};
    static const wt_env_term rising = {.kind = WT_ENV_POINTS, .points = rise, .n_points = 2};
    for (int c = 0; c < VOICINGS * 2; c++) {
        rate = c / 2 == VOICINGS - 1 ? 8000.0 : 48000.0;
        for (int e = WT_ENGINE_FLOAT; e <= WT_ENGINE_Q15; e++) {
            constant index;
            tone t = tone_of(&voicings[c / 2], &index);
            t.form.engine = (wt_engine)e;
            t.pitch = c % 2 ? (wt_env){&rising, 1} : (wt_env){0};
            render_from(&t, 0, N + FROM, at_once, N + FROM);
            for (size_t b = 0; b < 4; b++) {
                render_from(&t, FROM, blocks[b], cut, N);
                assert_memory_equal(cut, at_once + FROM, sizeof cut);
            }
        }
    }
    rate = 48000.0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sines_have_their_sidebands_and_nothing_else),
        cmocka_unit_test(saws_and_squares_have_no_others_either),
        cmocka_unit_test(nor_have_they_at_other_rates),
        cmocka_unit_test(integers_reach_what_their_bits_do),
        cmocka_unit_test(the_carrier_keeps_what_is_heard_of_it),
        cmocka_unit_test(only_what_would_fold_is_evaluated_more_often),
        cmocka_unit_test(the_pitch_in_play_is_what_counts),
        cmocka_unit_test(a_modulator_is_never_dropped),
        cmocka_unit_test(blocks_and_slices_never_show),
    };
    return cmocka_run_group_tests_name("fm", tests, set_up, tear_down);
}
