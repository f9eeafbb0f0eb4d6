// Evenly spaced pitches beat: all phases come together once a beat, wherever they start. Phases
// that start on a parabola, v^2 / 2n turns, come together never: the sum of their sines is nearly
// as loud as one at every moment (M. R. Schroeder, "Synthesis of low-peak-factor signals and binary
// sequences with low autocorrelation", 1970), and so are those of their harmonics. What is added
// in proportion to v is where in the beat the note begins: eight places are drawn, and the one kept
// from which the first second is as loud as one voice.
#include "app/score/unison.h"

#include "base/math.h"
#include "base/scramble.h"

enum { PLACES = 8, MOMENTS = 16, HARMONICS = 3 };

// Where voice v of n lies in -1..1.
static double place_of(int v, int n) {
    return n > 1 ? 2.0 * v / (n - 1) - 1.0 : 0.0;
}

// From left to right the voices are the flattest, the sharpest but one, the flattest but two, ...
static int pan_rank(int v, int n) {
    const int sharpest = n % 2 ? n - 1 : n;
    return v % 2 ? sharpest - v : v;
}

static double turns_of(int v, int n, double place) {
    const double turns = (double)(v * v) / (2.0 * n) + place * v;
    return turns - wt_floor(turns);
}

// The power that harmonics 1..HARMONICS have `s` after the start, where one voice has 1.
static void power_at(const wt_unison_voice *voices, int n, double hz, double s, double *power) {
    double re[HARMONICS] = {0.0}, im[HARMONICS] = {0.0};
    for (int v = 0; v < n; ++v) {
        const double turns = voices[v].turns + s * hz * (wt_exp2(voices[v].cents / 1200.0) - 1.0);
        const double c1 = wt_cos(turns);
        const double s1 = wt_sin(turns);
        double c = 1.0, sine = 0.0;
        for (int h = 0; h < HARMONICS; ++h) {
            const double next = c * c1 - sine * s1;
            sine = sine * c1 + c * s1;
            c = next;
            re[h] += c;
            im[h] += sine;
        }
    }
    for (int h = 0; h < HARMONICS; ++h) {
        power[h] = (re[h] * re[h] + im[h] * im[h]) / n;
    }
}

static double off_one(double power) {
    return power < 1.0 ? 1.0 - power : power - 1.0;
}

static double larger(double a, double b) {
    return a > b ? a : b;
}

// How far from one voice a sine and a saw are, over the first second, and half as much at its
// beginning.
static double unevenness(const wt_unison_voice *voices, int n, double hz) {
    double sine = 0.0, saw = 0.0, worst = 0.0;
    for (int i = 0; i < MOMENTS; ++i) {
        double power[HARMONICS];
        power_at(voices, n, hz, (double)i / MOMENTS, power);
        const double all = (power[0] + power[1] / 4.0 + power[2] / 9.0) / (1.0 + 1.0 / 4 + 1.0 / 9);
        sine += power[0] / MOMENTS;
        saw += all / MOMENTS;
        if (i == 0) {
            worst = 0.5 * larger(off_one(power[0]), off_one(all));
        }
    }
    return larger(worst, larger(off_one(sine), off_one(saw)));
}

static void set_turns(wt_unison_voice *voices, int n, double place) {
    for (int v = 0; v < n; ++v) {
        voices[v].turns = turns_of(v, n, place);
    }
}

void wt_unison_spread(int n, double cents, double width, double hz, uint32_t random,
                      wt_unison_voice *voices) {
    double best = 0.0, least = 1e300;
    for (int v = 0; v < n; ++v) {
        voices[v].cents = cents * place_of(v, n);
        voices[v].pan = width * place_of(pan_rank(v, n), n);
    }
    for (uint32_t i = 0; n > 1 && i < PLACES; ++i) {
        const double place = wt_draw(random, 0, i) * 0x1p-32;
        set_turns(voices, n, place);
        const double off = unevenness(voices, n, hz);
        best = off < least ? place : best;
        least = off < least ? off : least;
    }
    set_turns(voices, n, best);
}
