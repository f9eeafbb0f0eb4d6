// MIDI notes with their curves as voices.
//
// The points of a curve are shared by all notes of its channel: an envelope is a slice of them
// that begins at the note's own time, so memory is linear in the file whatever overlaps.
#include "app/score/score.h"

#include "base/math.h"

#include <stdio.h>
#include <stdlib.h>

enum { CHANNELS = 16 };

typedef enum { BEND, VOLUME, PAN, COURSES } kind;

typedef struct {
    const wt_midi_point *points;
    size_t n;
} curve;

static curve curve_of(const wt_midi_note *note, kind k) {
    switch (k) {
    case BEND:
        return (curve){note->bend, note->n_bend};
    case VOLUME:
        return (curve){note->volume, note->n_volume};
    default:
        return (curve){note->pan, note->n_pan};
    }
}

static bool is_constant(curve c) {
    for (size_t i = 1; i < c.n; ++i) {
        if (c.points[i].value != c.points[0].value) {
            return false;
        }
    }
    return true;
}

// A channel's points from the first that a note uses to the last, and their breakpoints.
typedef struct {
    curve whole;
    wt_breakpoint *steps; // two a point: the value before it, and its own
} channel;

typedef struct {
    wt_env env;
    wt_env_term term;
} envelope;

typedef struct {
    wt_note_layout *layout;
    const char *path;
    channel channels[CHANNELS][COURSES];
    envelope *envelopes; // of the notes, the next free one
    size_t unmapped;
} work;

static bool is_used(const work *w, kind k) {
    return k != PAN || w->layout->request->output.channels == 2;
}

static void widen(curve *whole, curve c) {
    if (whole->n == 0) {
        *whole = c;
        return;
    }
    const wt_midi_point *end = whole->points + whole->n;
    end = c.points + c.n > end ? c.points + c.n : end;
    whole->points = c.points < whole->points ? c.points : whole->points;
    whole->n = (size_t)(end - whole->points);
}

// Find what moves. Return the number of envelopes that the notes need.
static size_t survey(work *w, const wt_midi_score *score) {
    size_t n = 0;
    for (size_t i = 0; i < score->n_notes; ++i) {
        for (kind k = BEND; k < COURSES; ++k) {
            const curve c = curve_of(&score->notes[i], k);
            if (is_used(w, k) && !is_constant(c)) {
                widen(&w->channels[score->notes[i].channel][k].whole, c);
                ++n;
            }
        }
    }
    return n;
}

static wt_breakpoint breakpoint(double time_s, double value) {
    return (wt_breakpoint){{time_s, WT_SECONDS}, {value, WT_PLAIN}, 0.0};
}

static wt_breakpoint *fill_steps(channel *c, wt_breakpoint *free_steps) {
    c->steps = free_steps;
    for (size_t i = 0; i < c->whole.n; ++i) {
        const wt_midi_point *p = &c->whole.points[i];
        c->steps[2 * i] = breakpoint(p->time_s, p[i > 0 ? -1 : 0].value);
        c->steps[2 * i + 1] = breakpoint(p->time_s, p->value);
    }
    return free_steps + 2 * c->whole.n;
}

// One block: the envelopes, then all steps.
static bool allocate(work *w, size_t n_envelopes) {
    size_t n_points = 0;
    for (int i = 0; i < CHANNELS * COURSES; ++i) {
        n_points += w->channels[i / COURSES][i % COURSES].whole.n;
    }
    if (n_envelopes == 0) {
        return true;
    }
    const size_t bytes = n_envelopes * sizeof(envelope) + 2 * n_points * sizeof(wt_breakpoint);
    w->layout->time_line->arena = malloc(bytes);
    if (!w->layout->time_line->arena) {
        wt_fault_memory(w->layout->fault);
        return false;
    }
    w->envelopes = w->layout->time_line->arena;
    wt_breakpoint *steps = (wt_breakpoint *)(void *)(w->envelopes + n_envelopes);
    for (int i = 0; i < CHANNELS * COURSES; ++i) {
        steps = fill_steps(&w->channels[i / COURSES][i % COURSES], steps);
    }
    return true;
}

// The slice of a moving curve as an envelope; null where the curve is constant.
static const wt_env *envelope_of(work *w, const wt_midi_note *note, kind k, double start_s) {
    const curve c = curve_of(note, k);
    if (!is_used(w, k) || is_constant(c)) {
        return NULL;
    }
    const channel *from = &w->channels[note->channel][k];
    const size_t first = (size_t)(c.points - from->whole.points);
    envelope *e = w->envelopes++;
    e->term = (wt_env_term){.kind = WT_ENV_POINTS,
                            .points = from->steps + 2 * first + 1,
                            .n_points = 2 * c.n - 1,
                            .origin_s = start_s};
    e->env = (wt_env){&e->term, 1};
    return &e->env;
}

// Which note it is.
typedef struct {
    const char *path;
    const wt_midi_note *note;
} place;

static void refuse(const void *context, const char *what, wt_fault *fault) {
    const place *p = context;
    char name[24];
    wt_note_name(p->note->key, name);
    wt_fault_set(fault, WT_FAULT_INPUT, p->path, "key %d (%s) of channel %d at %.6g s: %s",
                 p->note->key, name, p->note->channel + 1, p->note->start_s, what);
}

static bool add_note(work *w, const wt_midi_note *m) {
    wt_note_layout *l = w->layout;
    wt_note note;
    if (m->duration_s <= 0.0) {
        return true;
    }
    const double hz = wt_tuning_hz(l->tuning, m->key);
    if (!(hz > 0.0)) {
        ++w->unmapped;
        return true;
    }
    if (!wt_note_layout_times(l, m->start_s, m->duration_s, &note)) {
        return false;
    }
    const double start_s = (double)note.start / l->request->output.rate;
    note.key = m->key;
    note.velocity = m->velocity;
    note.gain = m->velocity / 127.0;
    note.hz = hz;
    note.bend = envelope_of(w, m, BEND, start_s);
    note.volume = envelope_of(w, m, VOLUME, start_s);
    note.pan_env = envelope_of(w, m, PAN, start_s);
    note.hz *= note.bend ? 1.0 : wt_exp2(m->bend[0].value / 12.0);
    note.gain *= note.volume ? 1.0 : m->volume[0].value;
    note.pan = note.pan_env ? 0.0 : m->pan[0].value;
    const place at = {w->path, m};
    return wt_note_layout_voices(l, &(wt_origin){refuse, &at}, note);
}

bool wt_score_add_midi(wt_note_layout *layout, const char *path, const wt_midi_score *score) {
    work w = {.layout = layout, .path = path};
    if (!allocate(&w, survey(&w, score))) {
        return false;
    }
    for (size_t i = 0; i < score->n_notes; ++i) {
        if (!add_note(&w, &score->notes[i])) {
            return false;
        }
    }
    if (w.unmapped > 0) {
        wt_note_to(layout->listener, path,
                   "%zu notes are silent: the keyboard mapping leaves their keys out", w.unmapped);
    }
    return true;
}
