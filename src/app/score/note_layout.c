// Voices on the time line, out of notes and their times.
#include "app/score/note_layout.h"

#include "app/score/unison.h"
#include "base/math.h"
#include "base/scramble.h"
#include "core/pitch/pitch.h"

#include <stdio.h>
#include <stdlib.h>

static const double longest_s = 1e9; // 31 years

uint64_t wt_note_layout_frame(const wt_note_layout *l, double seconds) {
    return (uint64_t)(int64_t)wt_round(seconds * l->rules.rate);
}

static bool push_to(wt_note **notes, size_t *n, size_t *room, const wt_note *note) {
    if (*n == *room) {
        const size_t more = *room ? 2 * *room : 64;
        wt_note *grown = realloc(*notes, more * sizeof *grown);
        if (!grown) {
            return false;
        }
        *notes = grown;
        *room = more;
    }
    (*notes)[(*n)++] = *note;
    return true;
}

static bool push(wt_note_layout *l, const wt_note *note) {
    wt_time_line *t = l->time_line;
    const bool whole = l->rules.keeps_muted;
    if ((!l->muted && !push_to(&t->notes, &t->n_notes, &l->room, note)) ||
        (whole && !push_to(&t->whole, &t->n_whole, &l->room_whole, note))) {
        return wt_fault_memory(l->fault);
    }
    return true;
}

static bool too_high(wt_note_layout *l, const wt_origin *origin, double hz) {
    char what[160];
    snprintf(what, sizeof what,
             "%.6g Hz is not below half the rate of %d Hz (play lower, or raise --rate)", hz,
             l->rules.rate);
    origin->refuse(origin->context, what, l->fault);
    return false;
}

double wt_note_layout_highest(const wt_note_layout *l, double hz) {
    const wt_voicing *const v = &l->part->voicing;
    return v->unison > 1 ? hz * wt_exp2(v->cents / 1200.0) : hz;
}

// Let the voice of the part's last note go on with this one, where it ends as this begins. *done:
// it does. False: no memory.
static bool go_on(wt_note_layout *l, const wt_note *note, double glide_s, bool *done) {
    wt_time_line *const t = l->time_line;
    wt_glide_line *const line = &l->part->line;
    *done =
        l->rules.legato && line->n > 0 && line->start < note->start && line->gate >= note->start;
    if (!*done) {
        return true;
    }
    const double rate = l->rules.rate;
    const double semitones = 12.0 * wt_log2(note->hz / line->first_hz);
    if (!wt_glide_to(line->glide, (double)(note->start - line->begin) / rate, semitones, glide_s)) {
        return false;
    }
    for (size_t i = 0; i < line->n; ++i) {
        wt_note *const of[] = {l->muted ? NULL : &t->notes[line->at + i],
                               t->whole ? &t->whole[line->whole + i] : NULL};
        for (int k = 0; k < 2; ++k) {
            if (of[k]) {
                of[k]->gate = note->gate;
                of[k]->end = note->end;
                of[k]->note_s += note->note_s;
            }
        }
    }
    line->start = note->start;
    line->gate = note->gate;
    line->before_hz = line->hz;
    line->hz = note->hz;
    l->number += (uint32_t)line->n;
    return true;
}

// Begin a voice that may glide here, and may go on. False: no memory.
static bool begin_line(wt_note_layout *l, wt_note *note, double glide_s, size_t n_voices) {
    wt_glide_line *const line = &l->part->line;
    const bool chord = line->hz > 0.0 && line->start == note->start;
    const double from_hz = chord ? line->before_hz : line->hz;
    const bool glides = glide_s > 0.0 && from_hz > 0.0;
    wt_glide *glide = NULL;
    if (l->rules.legato || glides) {
        glide = wt_glide_new(&l->time_line->glides, note->bend);
        if (!glide || !wt_glide_to(glide, 0.0, 0.0, 0.0)) {
            return false;
        }
    }
    if (glides) {
        glide->n = 0;
        const double semitones = 12.0 * wt_log2(from_hz / note->hz);
        if (!wt_glide_to(glide, 0.0, 0.0, glide_s)) {
            return false;
        }
        glide->points[0].value.number = semitones;
    }
    *line = (wt_glide_line){.hz = note->hz,
                            .before_hz = from_hz,
                            .start = note->start,
                            .gate = note->gate,
                            .first_hz = note->hz,
                            .begin = note->start,
                            .glide = glide,
                            .at = l->time_line->n_notes,
                            .whole = l->time_line->n_whole,
                            .n = chord || !l->rules.legato ? 0 : n_voices};
    note->bend = glide ? &glide->env : note->bend;
    return true;
}

static uint32_t phase_of(double turns) {
    return (uint32_t)(int64_t)wt_round(turns * 4294967296.0);
}

// Voices that are not in step add up in power.
bool wt_note_layout_voices(wt_note_layout *l, const wt_origin *origin, wt_note note) {
    enum { UNISON = 1, PHASE = 2, ENVELOPES = 3 }; // what is drawn
    const wt_voicing *const of = &l->part->voicing;
    const int n = of->unison;
    const double glide_s =
        wt_time_seconds(l->rules.glide, l->rules.rate, l->time_line->tempo_bpm, 0.0);
    bool done;
    if (!go_on(l, &note, glide_s, &done) || (!done && !begin_line(l, &note, glide_s, (size_t)n))) {
        return wt_fault_memory(l->fault);
    }
    if (done) {
        return true;
    }
    wt_unison_voice voices[WT_MOST_UNISON];
    const double width = l->time_line->channels == 1 ? 0.0 : of->width;
    wt_unison_spread(n, of->cents, width, note.hz, note.note_s,
                     wt_draw(of->seed, UNISON, l->number), voices);
    note.gain = note.gain * l->part->gain * wt_unison_gain(n, width);
    note.part = (uint32_t)wt_parts_place(&l->time_line->parts, l->part);
    note.panned = note.panned || of->pans;
    note.phase = of->random_phase ? wt_draw(of->seed, PHASE, l->number) : 0;
    note.random = wt_draw(of->seed, ENVELOPES, l->number);
    for (int v = 0; v < n; ++v) {
        wt_note voice = note;
        voice.hz = note.hz * wt_exp2(voices[v].cents / 1200.0);
        voice.pan += voices[v].pan;
        voice.phase += of->spread ? phase_of(voices[v].turns) : 0;
        voice.number = l->number++;
        if (!(voice.hz < l->rules.rate / 2.0)) {
            return too_high(l, origin, voice.hz);
        }
        if (!push(l, &voice)) {
            return false;
        }
    }
    return true;
}

static bool add_pitch(wt_note_layout *l, const wt_origin *origin, const wt_pitch_text *pitch,
                      wt_note note) {
    if (pitch->kind == WT_PITCH_REST) {
        return true;
    }
    if (pitch->kind == WT_PITCH_HZ) {
        note.hz = pitch->value;
        note.key = wt_hz_note(note.hz, l->tuning->a4_hz);
    } else {
        note.hz = wt_tuning_hz(l->tuning, pitch->value);
        note.key = pitch->value;
    }
    if (!(note.hz > 0.0)) {
        origin->refuse(origin->context, "the keyboard mapping leaves this key out (choose another)",
                       l->fault);
        return false;
    }
    return wt_note_layout_voices(l, origin, note);
}

bool wt_note_layout_check(wt_note_layout *l, double seconds) {
    if (seconds > longest_s) {
        return wt_fault_set(l->fault, WT_FAULT_RESOURCE, "duration",
                            "the sound would last %.3g seconds, and the limit is 1e9 (shorten it)",
                            seconds);
    }
    return true;
}

bool wt_note_layout_times(wt_note_layout *l, double start_s, double duration_s, wt_note *note) {
    const double gate_s = start_s + duration_s;
    const double release_s =
        wt_time_seconds(l->part->voicing.release, l->rules.rate, l->time_line->tempo_bpm, 0.0);
    const double end_s = duration_s > 0.0 ? gate_s + release_s : gate_s;
    if (!wt_note_layout_check(l, end_s)) {
        return false;
    }
    l->end_s = end_s > l->end_s ? end_s : l->end_s;
    l->score_end_s = gate_s > l->score_end_s ? gate_s : l->score_end_s;
    *note = (wt_note){.start = wt_note_layout_frame(l, start_s),
                      .gate = wt_note_layout_frame(l, gate_s),
                      .end = wt_note_layout_frame(l, end_s),
                      .note_s = duration_s};
    return true;
}

bool wt_note_layout_note(wt_note_layout *l, const wt_origin *origin, const wt_note_text *note,
                         double start_s, double duration_s) {
    if (note->pitches[0].kind == WT_PITCH_REST) { // it has no release
        const double end_s = start_s + duration_s;
        l->end_s = end_s > l->end_s ? end_s : l->end_s;
        l->score_end_s = end_s > l->score_end_s ? end_s : l->score_end_s;
        return wt_note_layout_check(l, end_s);
    }
    wt_note base;
    if (!wt_note_layout_times(l, start_s, duration_s, &base)) {
        return false;
    }
    if (l->time_line->chord < note->n_pitches) {
        l->time_line->chord = note->n_pitches;
    }
    base.tempo_bpm = l->tempo_bpm;
    base.velocity = note->velocity;
    base.gain = note->velocity / 127.0;
    for (size_t i = 0; i < note->n_pitches; ++i) {
        if (!add_pitch(l, origin, &note->pitches[i], base)) {
            return false;
        }
    }
    return true;
}
