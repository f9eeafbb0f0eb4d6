// Scales and keymaps from files, and the keys that they tune.
#include "app/score/tuning.h"

#include "app/read_file.h"
#include "base/math.h"
#include "core/pitch/pitch.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const int max_key = 1 << 20;
static const double max_octaves = 1000.0;

// A scale or, otherwise, a keymap.
static bool read_scala(wt_tuning *tuning, bool is_scale, const char *path, wt_fault *fault) {
    size_t n;
    char *const text = wt_read_file(path, &n, fault);
    if (!text) {
        return false;
    }
    wt_scala_place at = {0, 0};
    wt_message message = {""};
    const wt_status status = is_scale
                                 ? wt_scala_read_scale(&tuning->scale, text, n, &at, &message)
                                 : wt_scala_read_keymap(&tuning->keymap, text, n, &at, &message);
    free(text);
    tuning->scala = tuning->scala || status == WT_OK; // a scale is read first
    if (status != WT_OK) {
        char where[300];
        snprintf(where, sizeof where, at.line > 0 ? "%.250s:%d:%d" : "%.250s", path, at.line,
                 at.column);
        wt_fault_status(fault, WT_FAULT_INPUT, where, status, &message);
    }
    return status == WT_OK;
}

// Degree after degree, 0 where equal steps from A4 have it.
static wt_scala_keymap linear(double a4_hz) {
    return (wt_scala_keymap){.first_note = -max_key,
                             .last_note = max_key,
                             .middle_note = 60,
                             .reference_note = 60,
                             .reference_hz = a4_hz * wt_exp2(-9.0 / 12.0)};
}

bool wt_tuning_make(wt_tuning *tuning, double a4_hz, const char *scale_path,
                    const char *keymap_path, wt_fault *fault) {
    *tuning = (wt_tuning){0};
    tuning->a4_hz = a4_hz;
    tuning->keymap = linear(a4_hz);
    if (keymap_path && !scale_path) {
        return wt_fault_set(fault, WT_FAULT_USAGE, "--keymap",
                            "it maps the degrees of a scale (add --scale)");
    }
    const bool ok = (!scale_path || read_scala(tuning, true, scale_path, fault)) &&
                    (!keymap_path || read_scala(tuning, false, keymap_path, fault));
    if (!ok) {
        wt_tuning_free(tuning);
    }
    return ok;
}

void wt_tuning_free(wt_tuning *tuning) {
    if (tuning->scala) {
        wt_scala_scale_free(&tuning->scale);
    }
    wt_scala_keymap_free(&tuning->keymap);
    tuning->scala = false;
}

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
static bool key_cents(const wt_tuning *tuning, int key, double *cents) {
    const wt_scala_scale *const scale = &tuning->scale;
    const wt_scala_keymap *const map = &tuning->keymap;
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
static bool reference_cents(const wt_tuning *tuning, double *cents) {
    const wt_scala_keymap *const map = &tuning->keymap;
    if (key_cents(tuning, map->reference_note, cents)) {
        return true;
    }
    double below = 0.0;
    double above = 0.0;
    int down = 1;
    int up = 1;
    while (down < map->size && !key_cents(tuning, map->reference_note - down, &below)) {
        ++down;
    }
    while (up < map->size && !key_cents(tuning, map->reference_note + up, &above)) {
        ++up;
    }
    *cents = (below + above) / 2.0;
    return down < map->size && up < map->size;
}

static pitch key_pitch(const wt_tuning *tuning, int key) {
    if (key < tuning->keymap.first_note || key > tuning->keymap.last_note) {
        return (pitch){tuning->a4_hz, 100.0 * (key - 69), true};
    }
    double cents = 0.0;
    double reference = 0.0;
    const bool mapped = key_cents(tuning, key, &cents) && reference_cents(tuning, &reference);
    return (pitch){tuning->keymap.reference_hz, cents - reference, mapped};
}

static double scala_hz(const wt_tuning *tuning, double note) {
    if (!(note >= -max_key && note < max_key)) {
        return NAN;
    }
    const int key = (int)wt_floor(note);
    const double fraction = note - key;
    const pitch low = key_pitch(tuning, key);
    const pitch high = fraction > 0 ? key_pitch(tuning, key + 1) : low;
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

double wt_tuning_hz(const wt_tuning *tuning, double note) {
    return tuning->scala ? scala_hz(tuning, note) : wt_note_hz(note, tuning->a4_hz);
}
