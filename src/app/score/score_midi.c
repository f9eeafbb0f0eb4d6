// MIDI notes with their curves as voices.
//
// A controller reaches the sound through ramps of 5 ms, so that none clicks; a note begins with
// what its controllers say then. The ramps of a curve are shared by all notes of its channel: an
// envelope is a slice of them that begins at the note's own time, so memory is linear in the file
// whatever overlaps.
#include "app/score/midi_parts.h"
#include "app/score/score.h"

#include "base/math.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double ramp_s = 0.005;

// Which curves every note has: kinds of wt_midi_control.
enum { COURSES = WT_MIDI_PAN + 1, FOLLOWED = WT_MIDI_CURVES - COURSES };

// A curve with its jumps made ramps: the first value, then two points a ramp, its begin and its
// end. No two overlap: what comes within a ramp is the next one's, the latest alone.
typedef struct {
    wt_breakpoint *steps;
    size_t n;
} course;

typedef struct {
    wt_env env;
    wt_env_term term;
} envelope;

typedef struct {
    wt_note_layout *layout;
    const char *path;
    const wt_midi_score *score;
    course courses[WT_MIDI_CHANNELS][COURSES];
    wt_controller_curve (*controllers)[FOLLOWED]; // of each channel, then the pressure of its keys
    envelope *envelopes;                          // of the notes, the next free one
    wt_midi_parts parts;
    size_t unmapped, too_high, panned;
} work;

static wt_breakpoint breakpoint(double time_s, double value) {
    return (wt_breakpoint){{time_s, WT_SECONDS}, {value, WT_PLAIN}, 0.0};
}

static wt_breakpoint *draw_course(course *c, wt_midi_curve curve, wt_breakpoint *steps) {
    *c = (course){steps, 0};
    steps[c->n++] = breakpoint(0.0, curve.points[0].value);
    for (size_t i = 1; i < curve.n;) {
        const double before = steps[c->n - 1].time.value;
        const double time_s = curve.points[i].time_s;
        const double begin = c->n > 1 && before > time_s ? before : time_s;
        while (i + 1 < curve.n && curve.points[i + 1].time_s <= begin) {
            ++i;
        }
        steps[c->n] = breakpoint(begin, steps[c->n - 1].value.number);
        steps[c->n + 1] = breakpoint(begin + ramp_s, curve.points[i].value);
        c->n += 2;
        ++i;
    }
    return steps + c->n;
}

static bool is_used(const work *w, int kind) {
    return kind != WT_MIDI_PAN || w->layout->time_line->channels == 2;
}

static size_t count_steps(const wt_midi_score *score) {
    size_t n = 0;
    for (int channel = 0; channel < WT_MIDI_CHANNELS; ++channel) {
        for (int kind = 0; kind < WT_MIDI_CURVES; ++kind) {
            n += 2 * score->curves[channel][kind].n;
        }
    }
    return n;
}

// Draw all curves of a channel: those of every note, and those that envelopes follow.
static wt_breakpoint *draw_channel(work *w, int channel, wt_breakpoint *steps) {
    const wt_midi_curve *const curves = w->score->curves[channel];
    for (int kind = 0; kind < WT_MIDI_CURVES; ++kind) {
        course drawn;
        steps = draw_course(&drawn, curves[kind], steps);
        if (kind < COURSES) {
            w->courses[channel][kind] = drawn;
        } else {
            w->controllers[channel][kind - COURSES] = (wt_controller_curve){drawn.steps, drawn.n};
        }
    }
    return steps;
}

// Of notes whose curves move at all.
static size_t count_envelopes(const wt_midi_score *score) {
    size_t n = 0;
    for (size_t i = 0; i < score->n_notes; ++i) {
        for (int kind = 0; kind < COURSES; ++kind) {
            n += score->curves[score->notes[i].channel][kind].n > 1;
        }
    }
    return n;
}

// One block: an envelope for each curve of each note, the controllers, and all steps.
static bool allocate(work *w) {
    const size_t n_steps = count_steps(w->score);
    const size_t bytes = count_envelopes(w->score) * sizeof(envelope) +
                         WT_MIDI_CHANNELS * sizeof *w->controllers +
                         n_steps * sizeof(wt_breakpoint);
    w->layout->time_line->arena = malloc(bytes);
    if (!w->layout->time_line->arena) {
        return wt_fault_memory(w->layout->fault);
    }
    wt_breakpoint *steps = w->layout->time_line->arena;
    w->controllers = (void *)(steps + n_steps);
    w->envelopes = (envelope *)(void *)(w->controllers + WT_MIDI_CHANNELS);
    for (int channel = 0; channel < WT_MIDI_CHANNELS; ++channel) {
        steps = draw_channel(w, channel, steps);
    }
    return true;
}

// The last ramp that begins before `time_s` (after: at or before), from 1; 0: none does.
static size_t ramp_before(const course *c, double time_s, bool or_at) {
    size_t low = 0;
    for (size_t high = c->n / 2 + 1; high - low > 1;) {
        const size_t middle = low + (high - low) / 2;
        const double begin = c->steps[2 * middle - 1].time.value;
        *(begin < time_s || (or_at && begin <= time_s) ? &low : &high) = middle;
    }
    return low;
}

// What a curve says while a note sounds: a value that it keeps, or an envelope.
typedef struct {
    double value;
    const wt_env *env; // null: none
} heard;

static heard hear(work *w, const wt_midi_note *note, int kind, double start_s) {
    const double end_s = note->start_s + note->duration_s;
    const wt_midi_curve curve = w->score->curves[note->channel][kind];
    const wt_midi_curve slice = wt_midi_slice(curve, note->start_s, end_s);
    const course *const c = &w->courses[note->channel][kind];
    const bool rests = slice.points == curve.points; // nothing has come yet
    const size_t first = rests ? 0 : ramp_before(c, slice.points[0].time_s, false) + 1;
    const size_t last = ramp_before(c, end_s, false);
    heard h = {slice.points[0].value, NULL};
    if (slice.n == 1 || last <= first || !is_used(w, kind)) {
        return h;
    }
    envelope *const e = w->envelopes++;
    e->term = (wt_env_term){.kind = WT_ENV_POINTS,
                            .points = c->steps + 2 * first,
                            .n_points = 2 * (last - first) + 1,
                            .origin_s = start_s};
    e->env = (wt_env){&e->term, 1};
    h.env = &e->env;
    return h;
}

static void refuse(const void *context, const char *what, wt_fault *fault) {
    wt_fault_set(fault, WT_FAULT_INPUT, context, "%s", what);
}

static bool add_note(work *w, const wt_midi_note *m) {
    wt_note_layout *const l = w->layout;
    wt_note note;
    if (!wt_midi_parts_choose(&w->parts, m)) {
        return true;
    }
    const double key = l->part->key >= 0.0 ? l->part->key : m->key;
    const double hz = wt_tuning_hz(l->tuning, key);
    if (!(hz > 0.0)) {
        ++w->unmapped;
        return true;
    }
    if (!wt_note_layout_times(l, m->start_s, m->duration_s, &note)) {
        return false;
    }
    const double start_s = (double)note.start / l->rules.rate;
    const heard bend = hear(w, m, WT_MIDI_BEND, start_s);
    const heard volume = hear(w, m, WT_MIDI_VOLUME, start_s);
    const heard pan = hear(w, m, WT_MIDI_PAN, start_s);
    note.key = key;
    note.velocity = m->velocity;
    note.tempo_bpm = m->tempo_bpm;
    note.bend = bend.env;
    note.volume = volume.env;
    note.pan_env = pan.env;
    note.controllers = w->controllers[m->channel];
    note.key_pressure = &w->controllers[m->channel][WT_N_CONTROLLERS + m->key];
    note.hz = hz * wt_exp2((m->tuning + (bend.env ? 0.0 : bend.value)) / 12.0);
    note.gain = m->velocity / 127.0 * (volume.env ? 1.0 : volume.value);
    note.pan = pan.env ? 0.0 : pan.value;
    note.panned = true;
    w->panned += pan.env || pan.value < 0.0 || pan.value > 0.0;
    if (!(wt_note_layout_highest(l, note.hz) < l->rules.rate / 2.0)) {
        ++w->too_high;
        return true;
    }
    return wt_note_layout_voices(l, &(wt_origin){refuse, w->path}, note);
}

static void tell_drums(const wt_midi_parts *parts, const wt_listener *listener, const char *path) {
    char channels[64] = "";
    bool several = false;
    for (int i = 0; i < WT_MIDI_CHANNELS; ++i) {
        if (parts->drums_left >> i & 1) {
            const size_t n = strlen(channels);
            snprintf(channels + n, sizeof channels - n, n > 0 ? ",%d" : "%d", i + 1);
            several = n > 0;
        }
    }
    wt_note_to(listener, path,
               "channel%s %s, drums, %s left out: %zu notes (--part %s=@PRESET plays them; without "
               "a sound asked for, drums do)",
               several ? "s" : "", channels, several ? "are" : "is", parts->n_drums_left, channels);
}

static void tell(const work *w) {
    const wt_listener *const listener = w->layout->listener;
    if (w->unmapped > 0) {
        wt_note_to(listener, w->path, "%zu note%s silent: the keyboard mapping leaves the key out",
                   w->unmapped, w->unmapped == 1 ? " is" : "s are");
    }
    if (w->too_high > 0) {
        wt_note_to(listener, w->path,
                   "%zu note%s silent: above half the rate of %d Hz (raise --rate)", w->too_high,
                   w->too_high == 1 ? " is" : "s are", w->layout->rules.rate);
    }
    if (w->parts.n_drums_left > 0) {
        tell_drums(&w->parts, listener, w->path);
    }
    if (w->panned > 0 && w->layout->time_line->channels == 1) {
        wt_note_to(listener, w->path, "one channel has no left and right (add -c 2)");
    }
    if (w->layout->rules.has_tempo) {
        wt_note_to(listener, w->path,
                   "its own tempo holds, not that of --tempo (say 50%% for half as fast)");
    }
    if (w->score->n_notes == 0) {
        wt_note_to(listener, w->path, "there is nothing to play");
    }
}

static bool add_notes(work *w) {
    const wt_midi_score *const score = w->score;
    for (size_t i = 0; i < score->n_notes; ++i) {
        if (!add_note(w, &score->notes[i])) {
            return false;
        }
    }
    return true;
}

bool wt_score_add_midi(wt_note_layout *layout, const char *path, const wt_midi_score *score) {
    work w = {.layout = layout, .path = path, .score = score};
    layout->time_line->tempo_bpm = score->tempos[0].bpm;
    if (!allocate(&w) || !wt_midi_parts_make(&w.parts, layout, score)) {
        return false;
    }
    layout->time_line->channels = wt_parts_channels(&layout->time_line->parts);
    const bool ok = add_notes(&w);
    if (score->n_notes > 0 && score->end_s > layout->end_s) {
        layout->end_s = score->end_s;
    }
    layout->score_end_s = score->end_s; // a last zero-length note may go on behind it
    if (ok) {
        tell(&w);
    }
    wt_midi_parts_free(&w.parts);
    return ok;
}
