// Which part plays a note of a MIDI file: by --part, by General MIDI, or as all others do.
#include "app/score/midi_parts.h"

#include "app/score/general_midi.h"
#include "base/nearest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void refuse(const wt_part_setting *s, const char *option, const char *what,
                   wt_fault *fault) {
    wt_fault_text(fault, &s->place, option, s->text, 0, what);
}

static bool find_track(wt_midi_who *who, const wt_midi_score *score, const char *name,
                       char what[256]) {
    char *end;
    const unsigned long number = strtoul(name, &end, 10);
    if (*name && !*end && number >= 1 && number <= score->n_tracks) {
        who->track = number - 1;
        return true;
    }
    for (size_t i = 0; i < score->n_tracks; ++i) {
        if (strcmp(score->track_names[i], name) == 0) {
            who->track = i;
            return true;
        }
    }
    const char *const nearest =
        wt_nearest(name, (const char *const *)score->track_names, score->n_tracks);
    snprintf(what, 256, "there is no such track (%s%.100s%s)",
             nearest && *nearest ? "did you mean track:"
                                 : "wavetable score info lists those of the file",
             nearest ? nearest : "", nearest && *nearest ? "?" : "");
    return false;
}

static bool read_channels(wt_midi_who *who, const char *text) {
    bool more;
    do {
        char *end;
        const unsigned long channel = strtoul(text, &end, 10);
        if (end == text || channel < 1 || channel > WT_MIDI_CHANNELS || (*end && *end != ',')) {
            return false;
        }
        who->channels |= (uint16_t)(1u << (channel - 1));
        more = *end == ',';
        text = end + 1;
    } while (more);
    return true;
}

static bool read_who(wt_midi_who *who, const wt_part_setting *s, const char *option,
                     const wt_midi_score *score, wt_fault *fault) {
    char what[256] =
        "expected a channel 1..16, channels such as 2,3, track:N or track:NAME of the MIDI file";
    *who = (wt_midi_who){0};
    const bool ok = strncmp(s->who, "track:", 6) == 0 ? find_track(who, score, s->who + 6, what)
                                                      : read_channels(who, s->who);
    if (!ok) {
        refuse(s, option, what, fault);
    }
    return ok;
}

static bool is_of(const wt_midi_note *note, const wt_midi_who *who) {
    return who->channels ? who->channels >> note->channel & 1 : who->track == note->track;
}

// Find the part that plays a program, or a drum, or add it. Null: fault is set.
static wt_part *general_part(wt_midi_parts *p, const wt_midi_note *note) {
    wt_note_layout *const l = p->layout;
    const bool drum = note->drum;
    wt_part **const known = drum ? &p->drums[note->key] : &p->programs[note->program];
    if (*known) {
        return *known;
    }
    double pitch = -1.0;
    const char *const word =
        drum ? wt_general_midi_drum(note->key, &pitch) : wt_general_midi_preset(note->program);
    char name[64];
    snprintf(name, sizeof name, drum ? "%s %d" : "%s", word, (int)pitch);
    wt_part *part = wt_parts_named(&l->time_line->parts, name, strlen(name));
    if (!part) {
        part = wt_parts_add_preset(&l->time_line->parts, name, word, NULL, l->fault);
        if (part) {
            part->key = pitch;
        }
    }
    return *known = part;
}

// The last --part that a note is of; null: none.
static const wt_midi_who *who_plays(const wt_midi_parts *p, const wt_midi_note *note) {
    for (size_t i = p->n_parts; i-- > 0;) {
        if (is_of(note, &p->who[i])) {
            return &p->who[i];
        }
    }
    return NULL;
}

// Before the first note is laid out, since one that has a --pan makes two channels of the whole.
static bool add_general_parts(wt_midi_parts *p) {
    for (size_t i = 0; i < p->score->n_notes; ++i) {
        const wt_midi_note *const note = &p->score->notes[i];
        if (!who_plays(p, note) && !general_part(p, note)) {
            return false;
        }
    }
    return true;
}

bool wt_midi_parts_make(wt_midi_parts *p, wt_note_layout *l, const wt_midi_score *score) {
    const wt_parts *const parts = &l->time_line->parts;
    const wt_part_settings *const asked = parts->asked, *const only = parts->only;
    *p = (wt_midi_parts){.layout = l,
                         .score = score,
                         .n_parts = asked->n,
                         .n_only = only->n,
                         .general_midi = !parts->parts[0]->sound->sound.given};
    p->who = calloc(asked->n + only->n + 1, sizeof *p->who);
    if (!p->who) {
        return wt_fault_memory(l->fault);
    }
    bool ok = true;
    for (size_t i = 0; ok && i < asked->n; ++i) {
        const wt_part_setting *const s = &asked->of[i];
        ok = read_who(&p->who[i], s, "--part", score, l->fault);
        if (ok && s->preset) {
            p->who[i].part =
                wt_parts_add_preset(&l->time_line->parts, s->who, s->preset, &s->place, l->fault);
            ok = p->who[i].part != NULL;
        }
    }
    for (size_t i = 0; ok && i < only->n; ++i) {
        ok = read_who(&p->who[asked->n + i], &only->of[i], "--only", score, l->fault);
    }
    ok = ok && (!p->general_midi || add_general_parts(p));
    if (!ok) {
        wt_midi_parts_free(p);
    }
    return ok;
}

bool wt_midi_parts_choose(wt_midi_parts *p, const wt_midi_note *note) {
    wt_note_layout *const l = p->layout;
    l->muted = p->n_only > 0;
    for (size_t i = 0; i < p->n_only; ++i) {
        l->muted = l->muted && !is_of(note, &p->who[p->n_parts + i]);
    }
    const wt_midi_who *const who = who_plays(p, note);
    const bool drum = note->drum;
    if (drum && !who && !p->general_midi) {
        ++p->n_drums_left;
        p->drums_left |= (uint16_t)(1u << note->channel);
    }
    l->part = who               ? who->part
              : p->general_midi ? (drum ? p->drums[note->key] : p->programs[note->program])
              : drum            ? NULL
                                : l->time_line->parts.parts[0];
    return l->part != NULL;
}

void wt_midi_parts_free(wt_midi_parts *p) {
    free(p->who);
    p->who = NULL;
}
