// Evenly spaced pitches beat: all phases come together once a beat, wherever they start. Phases
// that start on a parabola, v^2 / 2n turns, come together never: the sum of their sines is nearly
// as loud as one at every moment (M. R. Schroeder, "Synthesis of low-peak-factor signals and binary
// sequences with low autocorrelation", 1970), and so are those of their harmonics. What is added
// in proportion to v is where in the beat the note begins: places are drawn, and the one kept from
// which the first second and the six after it are as loud as one voice.
//
// Over a time from a to b two voices add 2 cos(x) sin(y) / y to their own powers, x being what
// their phases differ by in the middle and y half of what that moves by. A place adds its part to x
// as often as the voices are apart, so what all pairs add is a Fourier series of the place.
#include "app/score/unison.h"

#include "base/math.h"
#include "base/scramble.h"

enum { PLACES = 32, TIMES = 4, HARMONICS = 3 };

// What is listened to: the onset half as much.
static const struct {
    double from_s, to_s, weight;
} times[TIMES] = {{0.0, 0.04, 0.5}, {0.0, 1.0, 1.0}, {1.0, 3.0, 0.7}, {1.0, 7.0, 1.0}};

typedef struct {
    double re, im;
} phasor;

static phasor phasor_at(double turns) {
    return (phasor){wt_cos(turns), wt_sin(turns)};
}

static phasor times_phasor(phasor a, phasor b) {
    return (phasor){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

// What the voices have by themselves, and what those `d` apart add.
typedef struct {
    int n;
    double own;
    phasor apart[TIMES][HARMONICS][WT_MOST_UNISON];
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

static double parabola_of(int v, int n) {
    return (double)(v * v) / (2.0 * n);
}

// The power of a voice in the mean of both channels.
static double power_of(double pan) {
    return 0.5 + 0.5 * wt_cos(0.25 * pan);
}

// What two voices add to the power of both channels, and to that of their mean: halfway between.
static double share_of(double pan, double other) {
    const double both = wt_cos(0.125 * (pan - other));
    return 0.5 * both + 0.5 * wt_sqrt(power_of(pan) * power_of(other));
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

// A pair whose voices beat `hz` times a second, and differ by `turns` at note start.
static void add_pair(loudness *l, int apart, double both, double turns, double hz) {
    for (int t = 0; t < TIMES; ++t) {
        const double length = times[t].to_s - times[t].from_s;
        const double moves = 0.5 * hz * length;
        const phasor middle = phasor_at(turns + 0.5 * hz * (times[t].from_s + times[t].to_s));
        const phasor half = phasor_at(moves);
        phasor x = middle;
        phasor y = half;
        for (int h = 0; h < HARMONICS; ++h) {
            const double angle = 2.0 * WT_PI * moves * (h + 1);
            const double share = angle > 1e-6 ? both * y.im / angle : both;
            l->apart[t][h][apart].re += share * x.re;
            l->apart[t][h][apart].im += share * x.im;
            x = times_phasor(x, middle);
            y = times_phasor(y, half);
        }
    }
}

static void set_up(loudness *l, const wt_unison_voice *voices, int n, double hz, double width) {
    const double gain = wt_unison_gain(n, width);
    double ratio[WT_MOST_UNISON];
    *l = (loudness){.n = n, .own = 0.5 * gain * gain * (n + power_of_all(n, width))};
    for (int v = 0; v < n; ++v) {
        ratio[v] = wt_exp2(voices[v].cents / 1200.0);
    }
    for (int v = 0; v < n; ++v) {
        for (int w = v + 1; w < n; ++w) {
            const double beat = hz * (ratio[w] - ratio[v]);
            const double both = 2.0 * gain * gain * share_of(voices[v].pan, voices[w].pan);
            add_pair(l, w - v, both, parabola_of(w, n) - parabola_of(v, n), beat);
        }
    }
}

// The power of harmonic h + 1 during time t, where one voice has 1 and `step` is what a place turns
// that harmonic by.
static double power_at(const loudness *l, int t, int h, phasor step) {
    phasor x = step;
    double power = l->own;
    for (int d = 1; d < l->n; ++d) {
        power += l->apart[t][h][d].re * x.re - l->apart[t][h][d].im * x.im;
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
    for (int t = 0; t < TIMES; ++t) {
        const double sine = power_at(l, t, 0, steps[0]);
        const double second = power_at(l, t, 1, steps[1]);
        const double third = power_at(l, t, 2, steps[2]);
        const double saw = (sine + second / 4.0 + third / 9.0) / (1.0 + 1.0 / 4 + 1.0 / 9);
        worst = larger(worst, times[t].weight * larger(off_one(sine), off_one(saw)));
    }
    return worst;
}

void wt_unison_spread(int n, double cents, double width, double hz, uint32_t random,
                      wt_unison_voice *voices) {
    double best = 0.0, least = 1e300;
    loudness l;
    for (int v = 0; v < n; ++v) {
        voices[v].cents = cents * place_of(v, n);
        voices[v].pan = width * place_of(pan_rank(v, n), n);
    }
    if (n > 1) {
        set_up(&l, voices, n, hz, width);
    }
    for (uint32_t i = 0; n > 1 && i < PLACES; ++i) {
        const double place = wt_draw(random, 0, i) * 0x1p-32;
        const double off = unevenness(&l, place);
        best = off < least ? place : best;
        least = off < least ? off : least;
    }
    for (int v = 0; v < n; ++v) {
        const double turns = parabola_of(v, n) + best * v;
        voices[v].turns = turns - wt_floor(turns);
    }
}
