// Tunings from files.
#include "app/score/tuning.h"

#include "app/read_file.h"
#include "core/pitch/pitch.h"

#include <stdio.h>
#include <stdlib.h>

static bool scala_fault(wt_fault *fault, wt_status status, const char *path, int line,
                        const wt_message *message) {
    char where[300];
    snprintf(where, sizeof where, line > 0 ? "%.250s:%d" : "%.250s", path, line);
    wt_fault_status(fault, WT_FAULT_INPUT, where, status, message);
    return false;
}

static bool read_scale(wt_tuning *tuning, const char *path, wt_fault *fault) {
    size_t n;
    char *text = wt_read_file(path, &n, fault);
    if (!text) {
        return false;
    }
    int line = 0;
    wt_message message = {""};
    const wt_status status = wt_scala_read_scale(&tuning->scale, text, n, &line, &message);
    free(text);
    tuning->scala = status == WT_OK;
    return status == WT_OK || scala_fault(fault, status, path, line, &message);
}

static bool read_keymap(wt_tuning *tuning, const char *path, wt_fault *fault) {
    size_t n;
    char *text = wt_read_file(path, &n, fault);
    if (!text) {
        return false;
    }
    int line = 0;
    wt_message message = {""};
    const wt_status status = wt_scala_read_keymap(&tuning->keymap, text, n, &line, &message);
    free(text);
    tuning->mapped = status == WT_OK;
    return status == WT_OK || scala_fault(fault, status, path, line, &message);
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
    const bool ok = (!scale_path || read_scale(tuning, scale_path, fault)) &&
                    (!keymap_path || read_keymap(tuning, keymap_path, fault));
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
