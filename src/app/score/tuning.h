// What frequency a note has: equal temperament, or a Scala scale.
#ifndef WT_APP_SCORE_TUNING_H
#define WT_APP_SCORE_TUNING_H

#include "app/fault.h"
#include "io/scala/scala_in.h"

typedef struct {
    double a4_hz;
    bool scala; // by these:
    wt_scala_scale scale;
    wt_scala_keymap keymap;
} wt_tuning;

// Tune A4 to `a4_hz`, by the scale and the keymap at these paths; null: none. False: fault is set.
bool wt_tuning_make(wt_tuning *tuning, double a4_hz, const char *scale_path,
                    const char *keymap_path, wt_fault *fault);

void wt_tuning_free(wt_tuning *tuning);

// Return the frequency of MIDI note `note` in hertz; fractions lie between the neighbouring keys,
// evenly in cents. Without a keymap degree 0 is on key 60, where equal steps from A4 have it. Of a
// scale NaN where the key (or a neighbour that a fraction needs) is unmapped, and beyond +-2^20
// keys or 1000 octaves.
double wt_tuning_hz(const wt_tuning *tuning, double note);

#endif
