// From keys to hertz by a Scala scale and keyboard mapping.
#include "base/math.h"
#include "io/scala/scala_in.h"

#include <math.h>

static const int max_key = 1 << 20;
static const double max_octaves = 1000.0;

// So many cents above a frequency: exactly that frequency at 0.
typedef struct {
    double hz;
    double cents;
    bool mapped;
} pitch;

static int floor_div(int a, int b) {
    return a / b - (a % b < 0);
}

static double degree_cents(const wt_scala_scale *scale, int degree) {
    const int n = (int)scale->n;
    const int periods = floor_div(degree, n);
    const int step = degree - periods * n;
    return (step ? scale->cents[step - 1] : 0.0) + periods * scale->cents[n - 1];
}

// Cents above the middle key; false where unmapped.
static bool key_cents(const wt_scala_scale *scale, const wt_scala_keymap *map, int key,
                      double *cents) {
    const int place = key - map->middle_note;
    if (map->size == 0) {
        *cents = degree_cents(scale, place);
        return true;
    }
    const int repeats = floor_div(place, map->size);
    const int degree = map->degrees[place - repeats * map->size];
    const int octave = map->octave_degree ? map->octave_degree : (int)scale->n;
    if (degree < 0) {
        return false;
    }
    *cents = degree_cents(scale, degree) + repeats * degree_cents(scale, octave);
    return true;
}

// Cents of the reference key: unmapped, it lies halfway between the nearest that are mapped. False:
// nothing is.
static bool reference_cents(const wt_scala_scale *scale, const wt_scala_keymap *map,
                            double *cents) {
    if (key_cents(scale, map, map->reference_note, cents)) {
        return true;
    }
    double below = 0.0;
    double above = 0.0;
    int down = 1;
    int up = 1;
    while (down < map->size && !key_cents(scale, map, map->reference_note - down, &below)) {
        ++down;
    }
    while (up < map->size && !key_cents(scale, map, map->reference_note + up, &above)) {
        ++up;
    }
    *cents = (below + above) / 2.0;
    return down < map->size && up < map->size;
}

static pitch key_pitch(const wt_scala_scale *scale, const wt_scala_keymap *map, int key,
                       double a4_hz) {
    if (key < map->first_note || key > map->last_note) {
        return (pitch){a4_hz, 100.0 * (key - 69), true};
    }
    double cents = 0.0;
    double reference = 0.0;
    const bool mapped =
        key_cents(scale, map, key, &cents) && reference_cents(scale, map, &reference);
    return (pitch){map->reference_hz, cents - reference, mapped};
}

double wt_scala_hz(const wt_scala_scale *scale, const wt_scala_keymap *keymap, double note,
                   double a4_hz) {
    const wt_scala_keymap linear = {.first_note = -max_key,
                                    .last_note = max_key,
                                    .middle_note = 60,
                                    .reference_note = 60,
                                    .reference_hz = a4_hz * wt_exp2(-9.0 / 12.0)};
    const wt_scala_keymap *const map = keymap ? keymap : &linear;
    if (!(note >= -max_key && note < max_key)) {
        return NAN;
    }
    const int key = (int)wt_floor(note);
    const double fraction = note - key;
    const pitch low = key_pitch(scale, map, key, a4_hz);
    const pitch high = fraction > 0 ? key_pitch(scale, map, key + 1, a4_hz) : low;
    double step = high.cents - low.cents;
    if (high.hz < low.hz || high.hz > low.hz) { // at the edge of what is retuned
        step += 1200.0 * wt_log2(high.hz / low.hz);
    }
    const double octaves = (low.cents + fraction * step) / 1200.0;
    if (!low.mapped || !high.mapped || !(octaves >= -max_octaves && octaves <= max_octaves)) {
        return NAN;
    }
    return low.hz * wt_exp2(octaves);
}
