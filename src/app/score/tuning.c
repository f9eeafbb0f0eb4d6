// Tunings from files.
#include "app/score/tuning.h"

#include "app/read_file.h"
#include "core/pitch/pitch.h"

#include <stdio.h>
#include <stdlib.h>

// A scale or, otherwise, a keymap.
static bool read_scala(wt_tuning *tuning, bool is_scale, const char *path, wt_fault *fault) {
    size_t n;
    char *const text = wt_read_file(path, &n, fault);
    if (!text) {
        return false;
    }
    int line = 0;
    wt_message message = {""};
    const wt_status status = is_scale
                                 ? wt_scala_read_scale(&tuning->scale, text, n, &line, &message)
                                 : wt_scala_read_keymap(&tuning->keymap, text, n, &line, &message);
    free(text);
    *(is_scale ? &tuning->scala : &tuning->mapped) = status == WT_OK;
    if (status != WT_OK) {
        char where[300];
        snprintf(where, sizeof where, line > 0 ? "%.250s:%d" : "%.250s", path, line);
        wt_fault_status(fault, WT_FAULT_INPUT, where, status, &message);
    }
    return status == WT_OK;
}

bool wt_tuning_make(wt_tuning *tuning, double a4_hz, const char *scale_path,
                    const char *keymap_path, wt_fault *fault) {
    *tuning = (wt_tuning){0};
    tuning->a4_hz = a4_hz;
    if (keymap_path && !scale_path) {
        wt_fault_set(fault, WT_FAULT_USAGE, "--keymap",
                     "it maps the degrees of a scale (add --scale)");
        return false;
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
    if (tuning->mapped) {
        wt_scala_keymap_free(&tuning->keymap);
    }
    tuning->scala = tuning->mapped = false;
}

double wt_tuning_hz(const wt_tuning *tuning, double note) {
    if (!tuning->scala) {
        return wt_note_hz(note, tuning->a4_hz);
    }
    return wt_scala_hz(&tuning->scale, tuning->mapped ? &tuning->keymap : NULL, note,
                       tuning->a4_hz);
}
