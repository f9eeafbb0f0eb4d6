// Cycles that take turns, crossed over, against their definition at four times the rate.
//
// The reference adds the harmonics that a level holds, cycle by cycle, weighted by the shares of
// turns in the window, and what rounds the corners between them, in doubles and so often that
// nothing folds. What the transforms of both differ by, up to 20 kHz (below 44.1 kHz: half the
// rate), is what folds and what reading adds. And no step from frame to frame is larger than the
// cycles' own.
#include "line_spectrum.h"
#include "wave.h"

#include "base/scramble.h"
#include "core/engine/glide.h"
#include "core/voice/scan.h"

enum { N = 1 << 14, RAISED = 4, MOST_HARMONICS = 1800, CYCLES = 3 };

// Waves in turn.
typedef struct {
    int first, n;
} wave_set;

static double rate = 48000.0;

static studio room;
enum { WAVES = 8 };
static wave waves[WAVES];
static wt_cycle_ref refs[WAVES];

static int start(void **state) {
    (void)state;
    open_studio(&room, (size_t)96 << 20);
    waves[0] = (wave){"triangle", {.kind = WT_CYCLE_TRIANGLE}, MOST_HARMONICS, NULL, NULL};
    waves[0].pairs = new_pairs(MOST_HARMONICS);
    for (int h = 1; h <= MOST_HARMONICS; h += 2) {
        waves[0].pairs[2 * h] = -8.0 / (pi * pi * h * h);
    }
    waves[1] = (wave){"sine", {.kind = WT_CYCLE_SINE}, 1, new_pairs(1), NULL};
    waves[1].pairs[3] = 1.0;
    waves[2] = square_wave(MOST_HARMONICS);
    waves[3] = saw_wave(MOST_HARMONICS);
    waves[4] = sampled_wave("dull", 600, 1.5, 3, 1);
    waves[5] = bright_wave();
    waves[6] = sampled_wave("odd", 2048, 1.2, 5, 2);
    waves[7] = sampled_wave("click", 256, 1.0, 0, 1);
    for (int i = 0; i < WAVES; i++) {
        refs[i] = add_cycle(&room, &waves[i].cycle);
    }
    return 0;
}

static int stop(void **state) {
    (void)state;
    for (int i = 0; i < WAVES; i++) {
        forget_wave(&waves[i]);
    }
    close_studio(&room);
    return 0;
}

// The harmonics that sound: those up to `fewer` whole, up to `more` in part.
typedef struct {
    uint32_t fewer, more;
    double rest;
} level_mix;

static double harmonics_sum(const wave *w, double turns, const level_mix *l) {
    const double c = cos(2.0 * pi * turns);
    const double s = sin(2.0 * pi * turns);
    double re = c, im = s, sum = w->pairs[0];
    for (uint32_t h = 1; h <= l->more && h <= w->harmonics; h++) {
        const double weight = h > l->fewer ? l->rest : 1.0;
        sum += weight * (w->pairs[2 * h] * re + w->pairs[2 * h + 1] * im);
        const double next = re * c - im * s;
        im = re * s + im * c;
        re = next;
    }
    return sum;
}

// The integral of 315/256 (1 - y^2)^4 from -1 to y.
static double integral(double y) {
    y = fmin(fmax(y, -1.0), 1.0);
    const double z = y * y;
    return 0.5 + 315.0 / 256 * y * (1.0 - z * (4.0 / 3 - z * (6.0 / 5 - z * (4.0 / 7 - z / 9))));
}

static int cycle_of(wave_set set, wt_scan scan, int64_t turn) {
    const uint32_t number = turn > 0 ? (uint32_t)turn : 0;
    const uint32_t drawn = scan == WT_SCAN_CYCLE ? number : wt_draw(0, 0, number);
    return set.first + (int)(drawn % (uint32_t)set.n);
}

// How one wave goes over into another: where, in turns, and what rounds the corner, at so many
// places of half a window before and after.
enum { PLACES = 1920 };
typedef struct {
    double at;
    double corner[2 * PLACES + 1];
} passage;
static passage passages[WAVES][WAVES];
static double half_window; // in turns

static double difference(int a, int b, double turns, const level_mix *l) {
    return harmonics_sum(&waves[b], turns, l) - harmonics_sum(&waves[a], turns, l);
}

// The flattest of 32 steps in which both meet, of those alike the first.
static double meeting_step(int a, int b, const level_mix *l, double first, double step) {
    double low = first, least = 1e9;
    for (int i = 0; i < 32; i++) {
        const double from = difference(a, b, first + i * step, l);
        const double to = difference(a, b, first + (i + 1) * step, l);
        if ((from < 0.0) != (to < 0.0) && fabs(to - from) < 0.99 * least) {
            least = fabs(to - from);
            low = first + i * step;
        }
    }
    return low;
}

// Of the steps of 1/32 turn, from 1/64 before its beginning on, and of 1/32 of these.
static double meeting(int a, int b, const level_mix *l) {
    const double coarse = meeting_step(a, b, l, -1.0 / 64, 1.0 / 32);
    double low = meeting_step(a, b, l, coarse, 1.0 / 1024);
    double high = low + 1.0 / 1024;
    const bool rises = difference(a, b, low, l) < 0.0;
    while (high - low > 1e-9) {
        const double middle = (low + high) / 2.0;
        *((difference(a, b, middle, l) < 0.0) == rises ? &low : &high) = middle;
    }
    return low;
}

static double weight_slope(double u) {
    return 315.0 / 256.0 * pow(1.0 - u * u, 4);
}

// c w(u) less the integral of w' d, which is c in all, from -1 to u.
static void draw_corner(passage *p, int a, int b, const level_mix *l) {
    double sum = 0.0, last = 0.0;
    for (int i = 0; i <= 2 * PLACES; i++) {
        const double u = (double)(i - PLACES) / PLACES;
        const double is = weight_slope(u) * difference(a, b, p->at + u * half_window, l);
        sum += (last + is) / 2.0 / PLACES;
        last = is;
        p->corner[i] = -sum;
    }
    for (int i = 0; i <= 2 * PLACES; i++) {
        p->corner[i] += sum * integral((double)(i - PLACES) / PLACES);
    }
}

// As much of a corner is rounded as raises nothing to more than 1/16 above full scale, and what is
// taller by no more than 1/256.
static double share_rounded(const passage *p, int a, int b, const level_mix *l) {
    double share = 1.0;
    for (int i = 0; i <= 96; i++) {
        const double u = (i - 48) / 48.0;
        const double turns = p->at + u * half_window;
        const double y =
            harmonics_sum(&waves[a], turns, l) + integral(u) * difference(a, b, turns, l);
        const double corner = p->corner[i * PLACES / 48];
        const double raised = (y < 0.0) == (corner < 0.0) ? fabs(y) : 0.0;
        share = fmin(share, fmax(17.0 / 16 - raised, 1.0 / 256) / fmax(fabs(corner), 1e-9));
    }
    return share;
}

static void draw_passage(int a, int b, const level_mix *l) {
    passage *p = &passages[a][b];
    p->at = meeting(a, b, l);
    draw_corner(p, a, b, l);
    const double share = share_rounded(p, a, b, l);
    for (int i = 0; i <= 2 * PLACES; i++) {
        p->corner[i] *= share;
    }
}

// 1 ms, and 48 frames at least.
static double window_frames(void) {
    return fmax(48.0, rate / 1000.0);
}

static wt_mip_spacing levels_with_room(void) {
    return wt_scan_mips(&(wt_patch){.rate = rate, .bandlimit = true, .scan = WT_SCAN_CYCLE});
}

static level_mix level_of(double hz) {
    const wt_mip_spacing grid = levels_with_room();
    const int32_t level = (int32_t)ceil(wt_mip_spacing_level(&grid, hz));
    const uint32_t n = level > 0 ? 1 : wt_mip_spacing_harmonics(&grid, level);
    return (level_mix){n, n, 0.0};
}

// All of a set that are different, at the highest pitch that they are played at. In windows of
// four turns they follow each other with the phase.
static void draw_passages(wave_set set, double highest_hz) {
    const level_mix sparse = level_of(WT_SEAM_SPARSER * highest_hz);
    const level_mix *const l = &sparse;
    half_window = window_frames() / 2.0 * highest_hz / rate;
    memset(passages, 0, sizeof passages);
    for (int i = 0; half_window < 2.0 && i < set.n * set.n; i++) {
        if (i / set.n != i % set.n) {
            draw_passage(set.first + i / set.n, set.first + i % set.n, l);
        }
    }
}

static double corner_at(const passage *p, double u) {
    const double place = (fmin(fmax(u, -1.0), 1.0) + 1.0) * PLACES;
    const int i = place < 2 * PLACES ? (int)place : 2 * PLACES - 1;
    return p->corner[i] + (p->corner[i + 1] - p->corner[i]) * (place - i);
}

// Of all waves of a set, as harmonics_sum() of each.
static void set_values(wave_set set, double turns, const level_mix *l, double values[CYCLES]) {
    const double c = cos(2.0 * pi * turns);
    const double s = sin(2.0 * pi * turns);
    double re = c, im = s;
    for (int w = 0; w < set.n; w++) {
        values[w] = waves[set.first + w].pairs[0];
    }
    for (uint32_t h = 1; h <= l->more; h++) {
        const double weight = h > l->fewer ? l->rest : 1.0;
        for (int w = 0; w < set.n; w++) {
            const wave *of = &waves[set.first + w];
            if (h <= of->harmonics) {
                values[w] += weight * (of->pairs[2 * h] * re + of->pairs[2 * h + 1] * im);
            }
        }
        const double next = re * c - im * s;
        im = re * s + im * c;
        re = next;
    }
}

// At `turns` since the start.
static double crossed_over(wave_set set, wt_scan scan, double turns, const level_mix *l) {
    double values[CYCLES], sum = 0.0, share = 1.0;
    set_values(set, turns, l, values);
    const int64_t first = (int64_t)floor(turns - half_window) - 1;
    const int64_t last = (int64_t)floor(turns + half_window) + 1;
    for (int64_t k = first; k <= last; k++) {
        const int own = cycle_of(set, scan, k);
        const int next = cycle_of(set, scan, k + 1);
        const passage *p = &passages[own][next];
        const double u = (turns - (double)(k + 1) - p->at) / half_window;
        const double later = k < last ? integral(u) : 0.0;
        sum += (share - later) * values[own - set.first] + corner_at(p, u);
        share = later;
    }
    return sum;
}

// As a pitch that moves goes from level to level.
static level_mix level_between(const wt_mip_spacing *grid, double place) {
    const double low = floor(place);
    const uint32_t more = wt_mip_spacing_harmonics(grid, (int32_t)low + 1);
    const uint32_t fewer = wt_mip_spacing_harmonics(grid, (int32_t)low + 2);
    return (level_mix){fewer, more, fmin(1.0, WT_MIP_FADE * (1.0 - (place - low)))};
}

// Blackman and Harris's four terms, -92 dB.
static double window_at(double u) {
    return 0.35875 - 0.48829 * cos(2 * pi * u) + 0.14128 * cos(4 * pi * u) -
           0.01168 * cos(6 * pi * u);
}

static spectra windowed(const double *x, size_t n) {
    double *y = malloc(n * sizeof *y);
    assert_non_null(y);
    for (size_t i = 0; i < n; i++) {
        y[i] = x[i] * window_at((double)i / (double)n) / (double)n;
    }
    const spectra s = transform(y, NULL, n);
    free(y);
    return s;
}

// Of the difference from 20 Hz to all that is heard, against what there is.
static double folded_db(const spectra *x, const spectra *ideal) {
    double noise = 0.0, signal = 0.0;
    const size_t last = (size_t)(noise_top(rate) / rate * N);
    for (size_t bin = (size_t)(20.0 / rate * N); bin < last; bin++) {
        for (int k = 0; k < 2; k++) {
            const double is = x->z[2 * bin + k];
            const double wanted = ideal->z[2 * bin + k];
            noise += (is - wanted) * (is - wanted);
            signal += wanted * wanted;
        }
    }
    return power_db(noise / signal);
}

static double largest_step(const double *x) {
    double most = 0.0;
    for (int i = 1; i < N; i++) {
        most = fmax(most, fabs(x[i] - x[i - 1]));
    }
    return most;
}

static tone tone_of(wave_set set, wt_scan scan, double hz, wt_form form) {
    return (tone){.rate = rate,
                  .hz = hz,
                  .form = form,
                  .scan = scan,
                  .cycles = refs + set.first,
                  .n_cycles = (uint32_t)set.n};
}

// The largest of each wave that follows itself.
static double steps_of_cycles(wave_set set, double hz, wt_form form, wt_env pitch) {
    static double x[N];
    double most = 0.0;
    for (int c = 0; c < set.n; c++) {
        tone t = tone_of((wave_set){set.first + c, 1}, WT_SCAN_RANDOM, hz, form);
        t.pitch = pitch;
        render_tone(&room, &t, x, N);
        most = fmax(most, largest_step(x));
    }
    return most;
}

// What integers reach is the rounding of their bits, and what lines reach their own images.
static const struct {
    const char *name;
    wt_form form;
    double most_db;
} forms[] = {{"float", {WT_ENGINE_FLOAT, WT_INTERP_CUBIC}, -100.0},
             {"float, linear", {WT_ENGINE_FLOAT, WT_INTERP_LINEAR}, -95.0},
             {"q15", {WT_ENGINE_Q15, WT_INTERP_LINEAR}, -80.0},
             {"q15, cubic", {WT_ENGINE_Q15, WT_INTERP_CUBIC}, -80.0},
             {"q31", {WT_ENGINE_Q31, WT_INTERP_LINEAR}, -100.0},
             {"q31, cubic", {WT_ENGINE_Q31, WT_INTERP_CUBIC}, -100.0}};
enum { FORMS = sizeof forms / sizeof *forms };

static const wave_set sets[] = {{0, 2}, {1, 3}, {3, 3}, {5, 3}};
enum { SETS = sizeof sets / sizeof *sets };
static const char *const scans[] = {"mix", "cycle", "random"};

static int n_wrong;

// A square and a saw meet where they climb alike, so that rounding by a bit of q15 has them meet
// 3/1000 of a turn earlier or later.
static double most_db_of(wave_set set, int form) {
    const bool alike = set.first <= 2 && set.first + set.n > 3;
    const double at_44_khz = rate == 44100.0 ? 6.0 : 0.0; // where levels come closest to folding
    return alike && forms[form].form.engine == WT_ENGINE_Q15 ? -55.0
                                                             : forms[form].most_db + at_44_khz;
}

// `ideal` holds RAISED samples a frame. What rounds corners is exact where waves meet once in a
// window, and is rounded with the samples.
static void compare_all(wave_set set, wt_scan scan, const char *motion, double hz, wt_env pitch,
                        const double *ideal) {
    static double x[N];
    const spectra wanted = windowed(ideal, (size_t)N * RAISED);
    for (int f = 0; f < FORMS; f++) {
        tone t = tone_of(set, scan, hz, forms[f].form);
        t.pitch = pitch;
        render_tone(&room, &t, x, N);
        const spectra is = windowed(x, N);
        const double db = folded_db(&is, &wanted);
        const double step = largest_step(x);
        const double own = steps_of_cycles(set, hz, forms[f].form, pitch);
        print_message("%s of %s.. %g Hz%s, %s: %.1f dB, steps %.4f of the cycles' own %.4f\n",
                      scans[scan], waves[set.first].name, hz, motion, forms[f].name, db, step, own);
        free(is.z);
        const double rounding = forms[f].form.engine == WT_ENGINE_Q15 ? 0x1p-13 : 0.0;
        n_wrong += !(db <= most_db_of(set, f)) || !(step <= own * 1.003 + rounding);
    }
    free(wanted.z);
}

static void compare_steady(wave_set set, wt_scan scan, double hz) {
    static double ideal[(size_t)N * RAISED];
    char at_rate[40];
    const uint32_t increment = (uint32_t)llround(hz / rate * 0x1p32);
    const level_mix level = level_of(hz);
    draw_passages(set, hz);
    for (size_t i = 0; i < (size_t)N * RAISED; i++) {
        ideal[i] = crossed_over(set, scan, (double)i * increment * 0x1p-32 / RAISED, &level);
    }
    snprintf(at_rate, sizeof at_rate, " at %g Hz", rate);
    compare_all(set, scan, at_rate, hz, (wt_env){0}, ideal);
}

static void turns_cross_over_without_aliases_or_clicks(void **state) {
    (void)state;
    static const double pitches[] = {82.4, 146.8, 440.0, 1319.0, 2637.0, 4186.0};
    for (wt_scan scan = WT_SCAN_CYCLE; scan <= WT_SCAN_RANDOM; scan++) {
        for (size_t c = 0; c < SETS; c++) {
            for (size_t p = 0; p < sizeof pitches / sizeof *pitches; p += KEY_STEP) {
                compare_steady(sets[c], scan, pitches[p]);
            }
        }
    }
    assert_int_equal(n_wrong, 0);
}

static void they_do_at_all_rates(void **state) {
    (void)state;
    static const double rates[] = {8000.0, 11025.0, 22050.0, 32000.0, 44100.0, 96000.0};
    for (size_t r = 0; r < sizeof rates / sizeof *rates; r += KEY_STEP) {
        rate = rates[r];
        compare_steady(sets[r % SETS], WT_SCAN_RANDOM, rate * 0.0123);
        compare_steady(sets[(r + 1) % SETS], WT_SCAN_RANDOM, rate * 0.0671);
    }
    rate = 48000.0;
    assert_int_equal(n_wrong, 0);
}

// A line through four values, one frame apart, between the middle two.
static double between(const double *y, double x) {
    const double cubed = 3.0 * (y[1] - y[2]) + y[3] - y[0];
    const double squared = 2.0 * y[0] - 5.0 * y[1] + 4.0 * y[2] - y[3];
    return y[1] + 0.5 * x * (y[2] - y[0] + x * (squared + x * cubed));
}

// The frames' phases by definition, in turns, and their places among the levels; one frame before
// the first and two behind the last, for what lies between.
typedef struct {
    double turns[N + 3], place[N + 3];
} course;

static void draw_course(course *c, const wt_env *pitch, double hz) {
    const wt_mip_spacing grid = levels_with_room();
    const wt_note_context context = {.rate = rate, .tempo_bpm = 120.0, .note_s = (double)N / rate};
    const wt_pitch_scale scale = {.increment = hz / rate * 0x1p32,
                                  .mip = wt_mip_spacing_level(&grid, hz),
                                  .levels_a_semitone = 1.0 / (12.0 * grid.spacing)};
    const wt_glide_base base = wt_glide_base_of(&scale);
    uint64_t phase = 0;
    for (int i = 0; i < N + 2; i++) {
        float semitones, place;
        uint32_t increment;
        wt_env_render(pitch, &context, &wt_curves_plain, (uint64_t)i, &semitones, 1);
        wt_kernels_float.mips(&base, &semitones, &place, 1);
        wt_kernels_float.glide(&base, (wt_range){semitones, semitones}, &semitones, &increment, 1);
        c->turns[i + 1] = (double)phase * 0x1p-32;
        c->place[i + 1] = (double)place;
        phase += increment;
    }
    c->turns[0] = -c->turns[2];
    c->place[0] = c->place[1];
}

static void follow(wave_set set, wt_scan scan, double hz, double highest_hz, const wt_env *pitch,
                   double *ideal) {
    static course c;
    const wt_mip_spacing grid = levels_with_room();
    draw_course(&c, pitch, hz);
    draw_passages(set, highest_hz);
    for (size_t i = 0; i < (size_t)N * RAISED; i++) {
        const size_t frame = i / RAISED;
        const double x = (double)(i % RAISED) / RAISED;
        const level_mix level = level_between(&grid, between(c.place + frame, x));
        ideal[i] = crossed_over(set, scan, between(c.turns + frame, x), &level);
    }
}

static void moving_turns_cross_over_as_cleanly(void **state) {
    (void)state;
    enum { LENGTH = 4096 };
    static float sine[LENGTH + 1];
    static double ideal[(size_t)N * RAISED];
    static const wt_breakpoint rise[] = {{{0.0, WT_SECONDS}, {-13.0, WT_PLAIN}, 0.0},
                                         {{0.34, WT_SECONDS}, {11.0, WT_PLAIN}, 0.0}};
    for (int i = 0; i <= LENGTH; i++) {
        sine[i] = (float)sin(2.0 * pi * i / LENGTH);
    }
    const wt_env_term rising = {.kind = WT_ENV_POINTS, .points = rise, .n_points = 2};
    const wt_env_term vibrato = {.kind = WT_ENV_LFO,
                                 .samples = sine,
                                 .n_samples = LENGTH,
                                 .rate = 6.0,
                                 .low = {-1.0, WT_PLAIN},
                                 .high = {1.0, WT_PLAIN}};
    const struct {
        const char *name;
        double hz, highest; // in semitones
        wt_env_term term;
    } motions[] = {{" rising two octaves", 196.0, 11.0, rising},
                   {" rising two octaves", 1760.0, 11.0, rising},
                   {" with vibrato", 110.0, 1.0, vibrato},
                   {" with vibrato", 987.8, 1.0, vibrato},
                   {" with vibrato", 3951.0, 1.0, vibrato}};
    for (wt_scan scan = WT_SCAN_CYCLE; scan <= WT_SCAN_RANDOM; scan++) {
        for (size_t c = 0; c < SETS; c++) {
            for (size_t m = 0; m < sizeof motions / sizeof *motions; m += KEY_STEP) {
                const wt_env pitch = {&motions[m].term, 1};
                const double highest_hz = motions[m].hz * exp2(motions[m].highest / 12.0);
                follow(sets[c], scan, motions[m].hz, highest_hz, &pitch, ideal);
                compare_all(sets[c], scan, motions[m].name, motions[m].hz, pitch, ideal);
            }
        }
    }
    assert_int_equal(n_wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(turns_cross_over_without_aliases_or_clicks),
        cmocka_unit_test(they_do_at_all_rates),
        cmocka_unit_test(moving_turns_cross_over_as_cleanly),
    };
    return cmocka_run_group_tests_name("scan", tests, start, stop);
}
