// Scala tunings: scales (.scl) and keyboard mappings (.kbm).
#ifndef WT_IO_SCALA_IN_H
#define WT_IO_SCALA_IN_H

#include "io/message.h"
#include "wavetable/status.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct {
    double *cents; // owned: degrees 1..n above the root; the last is the period
    size_t n;
} wt_scala_scale;

typedef struct {
    int size; // 0: linear mapping
    int first_note, last_note;
    int middle_note; // where degree 0 sits
    int reference_note;
    double reference_hz;
    int octave_degree;
    int *degrees; // owned, `size` entries, -1: unmapped
} wt_scala_keymap;

// Parse text in memory; `line`, where not null, receives the line (from 1) of a fault.
wt_status wt_scala_read_scale(wt_scala_scale *scale, const char *text, size_t n, int *line,
                              wt_message *message);
wt_status wt_scala_read_keymap(wt_scala_keymap *keymap, const char *text, size_t n, int *line,
                               wt_message *message);
void wt_scala_scale_free(wt_scala_scale *scale);
void wt_scala_keymap_free(wt_scala_keymap *keymap);

// Return the frequency of MIDI number `note`; fractions lie between the neighbouring keys, evenly
// in cents. `keymap` may be null: degree 0 at 60, A4 (69) at `a4_hz`. NaN where the key is
// unmapped.
double wt_scala_hz(const wt_scala_scale *scale, const wt_scala_keymap *keymap, double note,
                   double a4_hz);

#endif
