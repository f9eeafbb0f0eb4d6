// Phase modulation under a moving pitch and a moving index, against the formula.
//
// The reference takes the increments that the voice has, at each of the steps at which it is
// evaluated, and goes straight from one phase to the next, DENSE times as often: there it is
// sin(2 pi (p + I sin(2 pi q) / (2 pi))) and harmonics of it in doubles, the sine in it too with
// its harmonics, those that the voice's levels hold at that pitch, whose spectrum ends far below
// half of that rate. A long filter takes off what is not to be heard; then the voice's own
// filters, between whose taps nothing can fold any more, do what they do to the rest. So the
// difference of both is what folds, and the noise of the voice's arithmetic.
#include "line_spectrum.h"

#include "core/engine/glide.h"
#include "core/output/halving.h"
#include "core/voice/fm_plan.h"

enum { N = 4096, BEFORE = 1024, DENSE = 8, HARMONICS = 4 };

static studio stage;

typedef enum { SINE, ORGAN, SAW, SQUARE, TIMBRES } timbre; // an organ of 4 harmonics
static wt_cycle_ref refs[TIMBRES];
static const double amplitudes[] = {0.4, 0.3, 0.2, 0.1};
static float lfo_samples[4097];

static int set_up(void **state) {
    (void)state;
    open_studio(&stage, (size_t)64 << 20);
    refs[SINE] = add_cycle(&stage, &(wt_cycle){.kind = WT_CYCLE_SINE});
    refs[ORGAN] = add_cycle(&stage, &(wt_cycle){.kind = WT_CYCLE_HARMONICS,
                                                .amplitudes = amplitudes,
                                                .n_amplitudes = HARMONICS});
    refs[SAW] = add_cycle(&stage, &(wt_cycle){.kind = WT_CYCLE_SAW});
    refs[SQUARE] = add_cycle(&stage, &(wt_cycle){.kind = WT_CYCLE_SQUARE});
    for (int i = 0; i <= 4096; i++) {
        lfo_samples[i] = (float)sin(2.0 * pi * i / 4096.0);
    }
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    close_studio(&stage);
    return 0;
}

static const wt_breakpoint rise[] = {{{0.0, WT_SECONDS}, {-7.0, WT_PLAIN}, 0.0},
                                     {{0.12, WT_SECONDS}, {7.0, WT_PLAIN}, 0.0}};
static const wt_breakpoint fall[] = {{{0.0, WT_SECONDS}, {5.0, WT_PLAIN}, 0.0},
                                     {{0.2, WT_SECONDS}, {0.5, WT_PLAIN}, -3.0}};
static const wt_breakpoint one[] = {{{0.0, WT_SECONDS}, {1.0, WT_PLAIN}, 0.0}};
static const wt_breakpoint three[] = {{{0.0, WT_SECONDS}, {3.0, WT_PLAIN}, 0.0}};

#define POINTS(p)                                                                                  \
    { .kind = WT_ENV_POINTS, .points = (p), .n_points = sizeof(p) / sizeof *(p) }
#define VIBRATO(hz, depth)                                                                         \
    {                                                                                              \
        .kind = WT_ENV_LFO, .samples = lfo_samples, .n_samples = 4096, .rate = (hz),               \
        .low = {-(depth), WT_PLAIN}, .high = {                                                     \
            (depth),                                                                               \
            WT_PLAIN                                                                               \
        }                                                                                          \
    }

static int n_wrong;

typedef struct {
    const char *name;
    timbre carrier, modulator;
    double share, ratio; // the pitch as a share of the rate
    wt_env_term pitch, index;
} patch_case;

static const patch_case cases[] = {
    {"vibrato, ratio 1, index 1, nothing folds", SINE, SINE, 0.01, 1.0, VIBRATO(6.0, 0.5),
     POINTS(one)},
    {"vibrato, ratio 1, index 3", SINE, SINE, 0.0872, 1.0, VIBRATO(6.0, 0.5), POINTS(three)},
    {"vibrato, ratio 3.5, index 3", SINE, SINE, 0.05, 3.5, VIBRATO(40.0, 0.3), POINTS(three)},
    {"glide, ratio 2, index 3", SINE, SINE, 0.04, 2.0, POINTS(rise), POINTS(three)},
    {"glide, ratio 1, index falls", SINE, SINE, 0.06, 1.0, POINTS(rise), POINTS(fall)},
    {"glide, ratio 1.4, index falls, 4 harmonics", ORGAN, SINE, 0.015, 1.4, POINTS(rise),
     POINTS(fall)},
    {"vibrato, ratio 0.5, index 3, 4 harmonics", ORGAN, SINE, 0.04, 0.5, VIBRATO(6.0, 0.5),
     POINTS(three)},
};

// Waves with steps, which hold as many harmonics as fit, and change levels on the way.
static const patch_case stepped[] = {
    {"saw, vibrato, ratio 1, index 1", SAW, SINE, 0.0092, 1.0, VIBRATO(6.0, 0.5), POINTS(one)},
    {"saw, fast vibrato, ratio 2, index 1", SAW, SINE, 0.02, 2.0, VIBRATO(40.0, 0.3), POINTS(one)},
    {"saw, glide, ratio 1, index 3", SAW, SINE, 0.03, 1.0, POINTS(rise), POINTS(three)},
    {"saw, glide, ratio 7, index 1", SAW, SINE, 0.01, 7.0, POINTS(rise), POINTS(one)},
    {"square, vibrato, ratio 3.5, index 1", SQUARE, SINE, 0.015, 3.5, VIBRATO(6.0, 1.0),
     POINTS(one)},
    {"square, glide, ratio 2, index falls", SQUARE, SINE, 0.02, 2.0, POINTS(rise), POINTS(fall)},
    {"sine by saw, vibrato, ratio 1, index 1", SINE, SAW, 0.01, 1.0, VIBRATO(6.0, 0.5),
     POINTS(one)},
    {"sine by saw, glide, ratio 2, index 3", SINE, SAW, 0.01, 2.0, POINTS(rise), POINTS(three)},
    {"sine by square, fast vibrato, ratio 0.5, index 3", SINE, SQUARE, 0.03, 0.5,
     VIBRATO(40.0, 0.3), POINTS(three)},
    {"sine by square, glide, ratio 3.5, index 1", SINE, SQUARE, 0.02, 3.5, POINTS(rise),
     POINTS(one)},
    {"saw by saw, vibrato, ratio 1, index 1", SAW, SAW, 0.11, 1.0, VIBRATO(6.0, 0.5), POINTS(one)},
    {"square by square, vibrato, ratio 1, index 1", SQUARE, SQUARE, 0.12, 1.0, VIBRATO(6.0, 0.5),
     POINTS(one)},
};

static double bessel_i0(double x) {
    double sum = 1.0, term = 1.0;
    for (int k = 1; k < 80; k++) {
        term *= x * x / (4.0 * k * k);
        sum += term;
    }
    return sum;
}

static double kaiser(double x, double beta) { // -1 .. 1
    return fabs(x) < 1.0 ? bessel_i0(beta * sqrt(1.0 - x * x)) / bessel_i0(beta) : 0.0;
}

// The course of a voice: phases, in turns, index, and places among the levels at `n` of its steps.
typedef struct {
    double *carrier, *modulator, *index;
    double *carrier_mip, *modulator_mip;
} course;

static course new_course(size_t n) {
    const course c = {calloc(n + 1, 8), calloc(n + 1, 8), calloc(n + 1, 8), calloc(n + 1, 8),
                      calloc(n + 1, 8)};
    assert_true(c.carrier && c.modulator && c.index && c.carrier_mip && c.modulator_mip);
    return c;
}

static void forget_course(const course *c) {
    free(c->carrier);
    free(c->modulator);
    free(c->index);
    free(c->carrier_mip);
    free(c->modulator_mip);
}

// The carrier's place is that of a pitch so much higher that its sidebands have room. Neither goes
// above the level that holds the fundamental.
static void place_levels(course *c, size_t i, double hz, double ratio, const wt_voice *voice) {
    const double own = wt_mip_spacing_level(&voice->mips, hz);
    const double wide =
        wt_mip_spacing_level(&voice->mips, hz * voice->widening * (1 + voice->widening_hz / hz));
    c->carrier_mip[i] = fmax(own, fmin(wide, -1.0));
    c->modulator_mip[i] = fmin(wt_mip_spacing_level(&voice->modulator_mips, hz * ratio), -1.0);
}

static void add_to_course(course *c, size_t i, uint32_t increment, double ratio, double steps) {
    c->carrier[i + 1] = c->carrier[i] + increment * 0x1p-32 / steps;
    c->modulator[i + 1] = c->modulator[i] + rint(increment * ratio) * 0x1p-32 / steps;
}

static course course_of(const patch_case *p, const tone *t, const wt_voice *voice, size_t n) {
    course c = new_course(n);
    const wt_note_context context = {
        .rate = t->rate, .tempo_bpm = 120.0, .note_s = N / t->rate, .raised = voice->raised};
    const wt_pitch_scale scale = {
        .increment = t->hz / t->rate * 0x1p32, .mip = 0.0, .levels_a_semitone = 1.0};
    const wt_glide_base base = wt_glide_base_of(&scale);
    for (size_t i = 0; i < n; i++) {
        float semitones, index;
        uint32_t increment;
        wt_env_render(&t->pitch, &context, &wt_curves_plain, i, &semitones, 1);
        wt_env_render(&t->index, &context, &wt_curves_plain, i, &index, 1);
        wt_kernels_float.glide(&base, (wt_range){semitones, semitones}, &semitones, &increment, 1);
        c.index[i] = (double)index;
        add_to_course(&c, i, increment, p->ratio, (double)(1u << voice->raised));
        place_levels(&c, i, increment * 0x1p-32 * t->rate, p->ratio, voice);
    }
    c.index[n] = c.index[n - 1];
    c.carrier_mip[n] = c.carrier_mip[n - 1];
    c.modulator_mip[n] = c.modulator_mip[n - 1];
    return c;
}

static double between(const double *x, size_t i, double f) {
    return x[i] + (x[i + 1] - x[i]) * f;
}

static double amplitude(timbre w, int h) {
    switch (w) {
    case SAW:
        return -2.0 / (pi * h);
    case SQUARE:
        return h % 2 ? -4.0 / (pi * h) : 0.0;
    case ORGAN:
        return h <= HARMONICS ? amplitudes[h - 1] : 0.0;
    default:
        return h == 1 ? 1.0 : 0.0;
    }
}

static bool has_steps(timbre w) {
    return w == SAW || w == SQUARE;
}

static bool reaches(timbre w, const wt_mip_spacing *mips, double place, double hz, double top_hz) {
    const uint32_t least = wt_mip_spacing_harmonics(mips, (int32_t)floor(place) + 1);
    return !has_steps(w) || (least + 1) * hz > top_hz;
}

// A voice may not keep from folding by leaving out harmonics that are heard.
static bool is_whole(const patch_case *p, const course *c, const tone *t, const wt_voice *voice,
                     size_t n) {
    bool whole = true;
    for (size_t i = 0; i < n; i++) {
        const double steps = (double)(1u << voice->raised);
        const double hz = (c->carrier[i + 1] - c->carrier[i]) * t->rate * steps;
        const double top_hz = band_top(t->rate);
        whole = whole && reaches(p->carrier, &voice->mips, c->carrier_mip[i], hz, top_hz) &&
                reaches(p->modulator, &voice->modulator_mips, c->modulator_mip[i], hz * p->ratio,
                        top_hz);
    }
    return whole;
}

// A wave at its place among the levels: the harmonics of the fuller one fade towards the sparser.
static double wave_at(timbre w, double angle, const wt_mip_spacing *mips, double place) {
    const double low = floor(place);
    const double rest = fmin(1.0, WT_MIP_FADE * (1.0 - (place - low)));
    const int more = w == SINE    ? 1
                     : w == ORGAN ? HARMONICS
                                  : (int)wt_mip_spacing_harmonics(mips, (int32_t)low + 1);
    const int fewer = !has_steps(w) ? more : (int)wt_mip_spacing_harmonics(mips, (int32_t)low + 2);
    const double c = cos(angle), s = sin(angle);
    double re = c, im = s, sum = 0.0;
    for (int h = 1; h <= more; h++) {
        sum += amplitude(w, h) * im * (h > fewer ? rest : 1.0);
        const double next = re * c - im * s;
        im = re * s + im * c;
        re = next;
    }
    return sum;
}

static double formula(const patch_case *p, const course *c, const wt_voice *voice, size_t dense) {
    const size_t i = dense / DENSE;
    const double f = (double)(dense % DENSE) / DENSE;
    const double swing =
        between(c->index, i, f) * wave_at(p->modulator, 2.0 * pi * between(c->modulator, i, f),
                                          &voice->modulator_mips, between(c->modulator_mip, i, f));
    const double angle = 2.0 * pi * between(c->carrier, i, f) + swing;
    return wave_at(p->carrier, angle, &voice->mips, between(c->carrier_mip, i, f));
}

// A low pass of 2 reach + 1 taps, one a dense sample, that ends between two frequencies.
static double *low_pass(double pass, double stop, size_t *reach) {
    const double width = stop - pass;
    *reach = (size_t)ceil(8.2 / (2.0 * width)); // -120 dB
    double *h = calloc(*reach + 1, sizeof *h);
    assert_non_null(h);
    for (size_t i = 0; i <= *reach; i++) {
        const double x = (pass + stop) * (double)i;
        const double ideal = i ? sin(pi * x) / (pi * (double)i) : pass + stop;
        h[i] = ideal * kaiser((double)i / (double)*reach, 12.3);
    }
    return h;
}

static double filtered(const double *x, const double *h, size_t reach) {
    double sum = h[0] * x[0];
    for (size_t i = 1; i <= reach; i++) {
        sum += h[i] * (x[-(ptrdiff_t)i] + x[i]);
    }
    return sum;
}

static double halved(const double *x, const wt_halving *filter) {
    double sum = (double)filter->middle * x[0];
    for (size_t k = 0; k < filter->n; k++) {
        sum += (double)filter->taps[k] * (x[-(ptrdiff_t)(2 * k + 1)] + x[2 * k + 1]);
    }
    for (size_t k = 0; k < filter->n_between; k++) {
        sum += (double)filter->between[k] * (x[-(ptrdiff_t)(2 * k + 2)] + x[2 * k + 2]);
    }
    return sum;
}

// The formula at `steps` of the voice from `first` on, without what is not heard.
static double *heard_at_steps(const patch_case *p, const course *c, const tone *t,
                              const wt_voice *voice, size_t first, size_t n) {
    const unsigned raised = voice->raised;
    const double dense_rate = t->rate * (double)(DENSE << raised);
    const double heard = noise_top(t->rate);
    const double stop = t->rate < 44100.0 ? 1.06 * heard : t->rate - heard;
    size_t reach;
    double *h = low_pass(heard / dense_rate, stop / dense_rate, &reach);
    double *dense = malloc((n * DENSE + 2 * reach + 1) * sizeof *dense);
    double *x = malloc(n * sizeof *x);
    assert_true(dense && x && first * DENSE >= reach);
    for (size_t i = 0; i < n * DENSE + 2 * reach + 1; i++) {
        dense[i] = formula(p, c, voice, first * DENSE + i - reach);
    }
    for (size_t i = 0; i < n; i++) {
        x[i] = filtered(dense + i * DENSE + reach, h, reach);
    }
    free(dense);
    free(h);
    return x;
}

// N frames from BEFORE on.
static void reference(const patch_case *p, const tone *t, const wt_voice *voice, double *out) {
    const unsigned raised = voice->raised;
    const size_t reach = voice->reach;
    size_t n = ((size_t)N << raised) + 2 * reach + 2;
    const course c = course_of(p, t, voice, ((size_t)(N + 2 * BEFORE)) << raised);
    if (!is_whole(p, &c, t, voice, ((size_t)(N + 2 * BEFORE)) << raised)) {
        print_message("%s at %g Hz lacks harmonics\n", p->name, t->rate);
        ++n_wrong;
    }
    double *x = heard_at_steps(p, &c, t, voice, ((size_t)BEFORE << raised) - reach, n);
    for (unsigned stage_of = raised; stage_of-- > 0;) {
        const wt_halving filter = wt_halving_of(t->rate, stage_of);
        const size_t own = wt_halving_reach(&filter);
        n = n / 2 - own;
        for (size_t i = 0; i < n; i++) {
            x[i] = halved(x + 2 * i + own, &filter);
        }
    }
    memcpy(out, x, N * sizeof *out);
    free(x);
    forget_course(&c);
}

// What is heard of the difference, against what is heard of the ideal. A window keeps what is not
// heard out.
static double difference_db(const double *x, const double *ideal, double rate) {
    static double a[N], b[N];
    for (size_t i = 0; i < N; i++) {
        const double w = kaiser(2.0 * (double)i / N - 1.0, 16.0);
        a[i] = w * (x[i] - ideal[i]);
        b[i] = w * ideal[i];
    }
    const spectra s = transform(a, b, N);
    const size_t edge = 8; // bins that the window is wide
    const double last = noise_top(rate) / rate * N;
    double wrong = 0.0, all = 0.0;
    for (size_t bin = 1; (double)(bin + edge) <= last; bin++) {
        double p[2], q[2];
        bin_pair(&s, 0, bin, p);
        bin_pair(&s, 1, bin, q);
        wrong += p[0] * p[0] + p[1] * p[1];
        all += q[0] * q[0] + q[1] * q[1];
    }
    free(s.z);
    return power_db(wrong / all);
}

static void check(const patch_case *p, double rate, wt_engine engine, double most_db) {
    static double x[N + BEFORE], ideal[N];
    const wt_interp interp = WT_INTERP_CUBIC;
    const tone t = {.rate = rate,
                    .hz = p->share * rate,
                    .form = {engine, interp},
                    .cycles = &refs[p->carrier],
                    .n_cycles = 1,
                    .pitch = {&p->pitch, 1},
                    .index = {&p->index, 1},
                    .fm = {.on = true, .ratio = p->ratio, .wave = refs[p->modulator]}};
    const wt_patch patch = patch_of(&t);
    wt_note note;
    const wt_voice voice = voice_of(&t, &patch, &note, N + BEFORE);
    render_tone(&stage, &t, x, N + BEFORE);
    reference(p, &t, &voice, ideal);
    const double db = difference_db(x + BEFORE, ideal, rate);
    print_message("%6g Hz, %2u times: %-45s %.1f dB\n", rate, 1u << voice.raised, p->name, db);
    n_wrong += !(db <= most_db);
}

static void check_all(const patch_case *patches, size_t n) {
    static const double rates[] = {48000.0, 22050.0};
    for (size_t r = 0; r < 2; r++) {
        for (size_t i = 0; i < n; i++) {
            check(&patches[i], rates[r], WT_ENGINE_FLOAT, -100.0);
        }
    }
    assert_int_equal(n_wrong, 0);
}

static void a_moving_pitch_and_index_fold_no_more_than_steady_ones(void **state) {
    (void)state;
    check_all(cases, sizeof cases / sizeof *cases);
}

// Index up to 3; -80 dB were asked for.
static void nor_do_saws_and_squares(void **state) {
    (void)state;
    check_all(stepped, sizeof stepped / sizeof *stepped);
}

static void nor_do_they_in_q31(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i += 2) {
        check(&cases[i], 48000.0, WT_ENGINE_Q31, -100.0);
    }
    assert_int_equal(n_wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_moving_pitch_and_index_fold_no_more_than_steady_ones),
        cmocka_unit_test(nor_do_saws_and_squares),
        cmocka_unit_test(nor_do_they_in_q31),
    };
    return cmocka_run_group_tests_name("fm_moving", tests, set_up, tear_down);
}
