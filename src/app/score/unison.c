// Evenly spaced pitches beat: all phases come together once a beat, wherever they start. Phases
// that start on a parabola, v^2 / 2n turns, come together never: the sum of their sines is nearly
// as loud as one at every moment (M. R. Schroeder, "Synthesis of low-peak-factor signals and binary
// sequences with low autocorrelation", 1970), and so are those of their harmonics. What is added
// in proportion to v is where in the beat the note begins: places are drawn, and the one kept from
// which the first second and the six after it, as far as the note lasts, are as loud as one voice.
// The few notes of which no place is, narrow or short ones, try phases that are drawn for each
// voice.
//
// Over a time from a to b two voices add 2 cos(x) sin(y) / y to their own powers, x being what
// their phases differ by in the middle and y half of what that moves by. A place adds its part to x
// as often as the voices are apart, so what all pairs add is a Fourier series of the place.
#include "app/score/unison.h"

#include "base/math.h"
#include "base/scramble.h"

enum { ROUNDS = 8, PLACES = 32, TIMES = 4, HARMONICS = 3 };

static const double good = 0.38; // 1.4 dB

// What is listened to: the onset half as much.
typedef struct {
    double from_s, to_s, weight;
} listening;

static const listening times[TIMES] = {
    {0.0, 0.04, 0.5}, {0.0, 1.0, 1.0}, {1.0, 3.0, 0.7}, {1.0, 7.0, 1.0}};

typedef struct {
    double re, im;
} phasor;

static phasor phasor_at(double turns) {
    return (phasor){wt_cos(turns), wt_sin(turns)};
}

static phasor times_phasor(phasor a, phasor b) {
    return (phasor){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

// What is to be as loud as one voice: the power of both channels, and that of their mean.
enum { BOTH, MEAN, SUMS };

// What the voices have by themselves, and what those `d` apart add.
typedef struct {
    int n, sums; // one where both are the same
    double own[SUMS];
    listening times[TIMES];
    phasor apart[SUMS][TIMES][HARMONICS][WT_MOST_UNISON];
} loudness;

// Where voice v of n lies in -1..1.
static double place_of(int v, int n) {
    return n > 1 ? 2.0 * v / (n - 1) - 1.0 : 0.0;
}

// From left to right the voices are the flattest, the sharpest but one, the flattest but two, ...
static int pan_rank(int v, int n) {
    const int sharpest = n % 2 ? n - 1 : n;
    return v % 2 ? sharpest - v : v;
}

// The power of a voice in the mean of both channels.
static double power_of(double pan) {
    return 0.5 + 0.5 * wt_cos(0.25 * pan);
}

// What two voices share of both channels, and of their mean.
static double share_of(int sum, double pan, double other) {
    return sum == BOTH ? wt_cos(0.125 * (pan - other)) : wt_sqrt(power_of(pan) * power_of(other));
}

static double power_of_all(int n, double width) {
    double sum = 0.0;
    for (int v = 0; v < n; ++v) {
        sum += power_of(width * place_of(v, n));
    }
    return sum;
}

double wt_unison_gain(int n, double width) {
    return 1.0 / wt_sqrt(n * wt_sqrt(power_of_all(n, width) / n));
}

// What is left of a time in a note; less than a second of what follows the first counts less.
static listening within_note(listening time, double note_s) {
    listening left = time;
    left.to_s = note_s < 0.001 ? 0.001 : note_s < time.to_s ? note_s : time.to_s;
    const double length_s = left.to_s - left.from_s;
    if (left.from_s > 0.0 && length_s < 1.0) {
        left.weight = length_s > 0.0 ? time.weight * length_s : 0.0;
    }
    return left;
}

// A pair whose voices beat `hz` times a second, and differ by `turns` at note start.
static void add_pair(loudness *l, int apart, const double both[SUMS], double turns, double hz) {
    for (int t = 0; t < TIMES; ++t) {
        const listening *time = &l->times[t];
        const double moves = 0.5 * hz * (time->to_s - time->from_s);
        const phasor middle = phasor_at(turns + 0.5 * hz * (time->from_s + time->to_s));
        const phasor half = phasor_at(moves);
        phasor x = middle;
        phasor y = half;
        for (int h = 0; h < HARMONICS; ++h) {
            const double angle = 2.0 * WT_PI * moves * (h + 1);
            const double part = angle > 1e-6 ? y.im / angle : 1.0;
            for (int sum = 0; sum < l->sums; ++sum) {
                l->apart[sum][t][h][apart].re += both[sum] * part * x.re;
                l->apart[sum][t][h][apart].im += both[sum] * part * x.im;
            }
            x = times_phasor(x, middle);
            y = times_phasor(y, half);
        }
    }
}

static void set_up(loudness *l, const wt_unison_voice *voices, int n, double hz, double width,
                   double note_s) {
    const double gain = wt_unison_gain(n, width);
    double ratio[WT_MOST_UNISON];
    *l = (loudness){.n = n,
                    .sums = width > 0.0 ? SUMS : 1,
                    .own = {gain * gain * n, gain * gain * power_of_all(n, width)}};
    for (int t = 0; t < TIMES; ++t) {
        l->times[t] = within_note(times[t], note_s);
    }
    for (int v = 0; v < n; ++v) {
        ratio[v] = wt_exp2(voices[v].cents / 1200.0);
    }
    for (int v = 0; v < n; ++v) {
        for (int w = v + 1; w < n; ++w) {
            const double beat = hz * (ratio[w] - ratio[v]);
            const double both[] = {2.0 * gain * gain * share_of(BOTH, voices[v].pan, voices[w].pan),
                                   2.0 * gain * gain *
                                       share_of(MEAN, voices[v].pan, voices[w].pan)};
            add_pair(l, w - v, both, voices[w].turns - voices[v].turns, beat);
        }
    }
}

// The power of harmonic h + 1 during time t, where one voice has 1 and `step` is what a place turns
// that harmonic by.
static double power_at(const loudness *l, int sum, int t, int h, phasor step) {
    const phasor *apart = l->apart[sum][t][h];
    phasor x = step;
    double power = l->own[sum];
    for (int d = 1; d < l->n; ++d) {
        power += apart[d].re * x.re - apart[d].im * x.im;
        x = times_phasor(x, step);
    }
    return power;
}

static double off_one(double power) {
    return power >= 1.0 ? power - 1.0 : power > 1e-3 ? 1.0 / power - 1.0 : 1e3;
}

static double larger(double a, double b) {
    return a > b ? a : b;
}

// How far from one voice a sine and a saw are.
static double unevenness(const loudness *l, double place) {
    const phasor steps[HARMONICS] = {phasor_at(place), phasor_at(place * 2), phasor_at(place * 3)};
    double worst = 0.0;
    for (int i = 0; i < l->sums * TIMES; ++i) {
        const int sum = i / TIMES;
        const int t = i % TIMES;
        const double sine = power_at(l, sum, t, 0, steps[0]);
        const double second = power_at(l, sum, t, 1, steps[1]);
        const double third = power_at(l, sum, t, 2, steps[2]);
        const double saw = (sine + second / 4.0 + third / 9.0) / (1.0 + 1.0 / 4 + 1.0 / 9);
        worst = larger(worst, l->times[t].weight * larger(off_one(sine), off_one(saw)));
    }
    return worst;
}

// A parabola, or, in later rounds, drawn.
static void begin_round(wt_unison_voice *voices, int n, uint32_t random, uint32_t round) {
    for (int v = 0; v < n; ++v) {
        voices[v].turns = round == 0 ? (double)(v * v) / (2.0 * n)
                                     : wt_draw(random, round, (uint32_t)v) * 0x1p-32;
    }
}

// The best of some places, and how far from one voice it is.
static double best_place(const loudness *l, uint32_t random, double *best) {
    double least = 1e300;
    for (uint32_t i = 0; i < PLACES; ++i) {
        const double place = wt_draw(random, 0, i) * 0x1p-32;
        const double off = unevenness(l, place);
        *best = off < least ? place : *best;
        least = off < least ? off : least;
    }
    return least;
}

static void spread_phases(wt_unison_voice *voices, int n, double hz, double width, double note_s,
                          uint32_t random) {
    double least = 1e300;
    double turns[WT_MOST_UNISON] = {0.0};
    for (uint32_t round = 0; round < ROUNDS && least > good; ++round) {
        loudness l;
        double place = 0.0;
        begin_round(voices, n, random, round);
        set_up(&l, voices, n, hz, width, note_s);
        const double off = best_place(&l, random, &place);
        for (int v = 0; v < n && off < least; ++v) {
            turns[v] = voices[v].turns + place * v;
        }
        least = off < least ? off : least;
    }
    for (int v = 0; v < n; ++v) {
        voices[v].turns = turns[v] - wt_floor(turns[v]);
    }
}

void wt_unison_spread(int n, double cents, double width, double hz, double note_s, uint32_t random,
                      wt_unison_voice *voices) {
    for (int v = 0; v < n; ++v) {
        voices[v] = (wt_unison_voice){.cents = cents * place_of(v, n),
                                      .pan = width * place_of(pan_rank(v, n), n)};
    }
    if (n > 1) {
        spread_phases(voices, n, hz, width, note_s, random);
    }
}
