// What frequency a note has: equal temperament, or a Scala scale.
#ifndef WT_APP_SCORE_TUNING_H
#define WT_APP_SCORE_TUNING_H

#include "app/request/request.h"
#include "io/scala/scala_in.h"

typedef struct {
    double a4_hz;
    bool scala;
    bool mapped;
    wt_scala_scale scale;
    wt_scala_keymap keymap;
} wt_tuning;

// Read the files that the request name. False: fault is set.
bool wt_tuning_make(wt_tuning *tuning, const wt_request *request, wt_fault *fault);

void wt_tuning_free(wt_tuning *tuning);

// Return the frequency of MIDI note `note` in hertz; NaN where a keymap leaves it out.
double wt_tuning_hz(const wt_tuning *tuning, double note);

#endif
