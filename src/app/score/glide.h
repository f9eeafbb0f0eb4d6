// Glides and legato: notes whose pitch comes from the one before.
#ifndef WT_APP_SCORE_GLIDE_H
#define WT_APP_SCORE_GLIDE_H

#include "core/voice/patch.h"

#include <stdbool.h>
#include <stddef.h>

// The pitch of a voice that glides, for all its voices of --unison: what it had, and breakpoints.
typedef struct wt_glide wt_glide;
struct wt_glide {
    wt_env env;
    wt_env_term terms[2];
    wt_breakpoint *points; // owned, in semitones from the voice's own pitch
    size_t n, room;
    wt_glide *next; // of those of a time line
};

// The last note of a part.
typedef struct {
    double hz, before_hz; // its own pitch, and that of the one before; 0: none
    uint64_t start, gate;
    double first_hz;  // of the voice that goes on
    uint64_t begin;   // of that
    wt_glide *glide;  // of that; null: none
    size_t at, whole; // the places of its voices among the notes, and the whole
    size_t n;         // voices; 0: none goes on
} wt_glide_line;

// Put a glide before the others of `*list`. Null: no memory.
wt_glide *wt_glide_new(wt_glide **list, const wt_env *bend);

// Go on from the last pitch, held until `time_s` after the voice's start, straight to `semitones`
// in `glide_s`. False: no memory.
bool wt_glide_to(wt_glide *glide, double time_s, double semitones, double glide_s);

void wt_glides_free(wt_glide *list);

#endif
