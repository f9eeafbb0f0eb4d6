// Text scores, read three times over: tempos, parts, then notes, since lines come in any order.
#include "app/score/score_text.h"

#include "app/score/score_line.h"
#include "app/score/tempo_map.h"
#include "base/nearest.h"
#include "text/unit.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Where the last note of a part ended.
typedef struct {
    const wt_part *part;
    double end_s;
} voice;

typedef struct {
    wt_note_layout *layout;
    const char *path;
    wt_tempo_map tempos;
    voice *voices;   // owned, by place of the part
    double before_s; // where the line before began
    size_t n_notes, n_off;
} reader;

static void refuse_note(const void *context, const char *what, wt_fault *fault) {
    const wt_score_line *const line = context;
    (void)fault; // the line's own
    wt_score_line_fault(line, "NOTE", line->at, what);
}

// tempo BPM [at TIME]
static bool read_tempo(reader *r, wt_score_line *l) {
    double bpm;
    wt_time at = {0.0, WT_SECONDS};
    wt_score_line_step(l);
    const wt_parse number =
        wt_read_in_unit(l->text + l->at, WT_BPM, 0.01, 100000.0,
                        "quarter notes a minute, 0.01 to 100000, as in tempo 96", &bpm);
    if (!wt_score_line_took(l, "tempo", number, "tempo 120 at 2/1")) {
        return false;
    }
    if (!wt_score_line_ends(l)) {
        if (!wt_score_line_is_word(l, "at")) {
            wt_score_line_fault(l, "tempo", l->at,
                                "expected 'at' and a time, as in tempo 120 at 2/1");
            return false;
        }
        wt_score_line_step(l);
        const wt_parse time = wt_read_duration(l->text + l->at, &at);
        if (!wt_score_line_took(l, "tempo", time, "tempo 120 at 2/1")) {
            return false;
        }
        if (!wt_score_line_ends(l)) {
            wt_score_line_fault(l, "tempo", l->at, "expected the end of the line");
            return false;
        }
    }
    if (!wt_tempo_map_change(&r->tempos, at, bpm * r->layout->rules.tempo_share)) {
        wt_score_line_fault(l, "tempo", 0,
                            "this change lies before the one above it (put them in order)");
        return false;
    }
    return true;
}

// Letters of any script, digits, - and _.
static bool is_name(const char *text, size_t n) {
    size_t at = 0;
    while (at < n && (isalnum((unsigned char)text[at]) || (unsigned char)text[at] >= 0x80 ||
                      text[at] == '-' || text[at] == '_')) {
        ++at;
    }
    return n > 0 && at == n;
}

// The command line has the last word on what a part plays.
static wt_part *add_part(reader *r, const char *name, const wt_words *words) {
    wt_parts *const parts = &r->layout->time_line->parts;
    const wt_part_setting *const s = wt_parts_asked(parts, name);
    if (s && s->preset) {
        return wt_parts_add_preset(parts, name, s->preset, &s->place, r->layout->fault);
    }
    wt_fault *const fault = r->layout->fault;
    wt_part *const part = wt_parts_add(parts, name, words, fault);
    if (part) {
        part->off = s != NULL;
        part->from_score = true;
    } else if (fault->kind == WT_FAULT_USAGE) { // the score's words are at fault
        fault->kind = WT_FAULT_INPUT;
    }
    return part;
}

// part NAME WORD...
static bool read_part(reader *r, wt_score_line *l) {
    wt_fault *const fault = r->layout->fault;
    wt_score_line_step(l);
    const size_t n = wt_score_line_word_length(l);
    const char *const name = l->text + l->at;
    if (!is_name(name, n)) {
        wt_score_line_fault(
            l, "part", l->at,
            "expected the name of a part, of letters, digits, - and _, as in part lead "
            "@lead.preset");
        return false;
    }
    if (wt_parts_named(&r->layout->time_line->parts, name, n)) {
        wt_score_line_fault(l, "part", l->at, "there is a part of this name already");
        return false;
    }
    char *const copy = strndup(name, n);
    wt_words words = {0};
    wt_location where = {0};
    l->at += n;
    const wt_parse parse = wt_words_split(&words, r->path, l->number, l->text + l->at,
                                          strlen(l->text + l->at), &where);
    bool ok = copy != NULL && parse.status == WT_OK;
    if (!copy || parse.status == WT_NO_MEMORY) {
        wt_fault_memory(fault);
    } else if (!ok) {
        char what[200];
        snprintf(what, sizeof what, "expected %s", parse.expected);
        wt_score_line_fault(l, "part", l->at + parse.at, what);
    }
    for (size_t i = 0; i < words.count; ++i) {
        words.places[i].column += (int)l->at;
    }
    ok = ok && add_part(r, copy, &words);
    wt_words_free(&words);
    free(copy);
    return ok;
}

static bool unknown_part(reader *r, const wt_score_line *l, const char *name, size_t n) {
    const wt_parts *const parts = &r->layout->time_line->parts;
    const char *names[64];
    size_t n_names = 0;
    char typed[64];
    char what[200];
    snprintf(typed, sizeof typed, "%.*s", n < 60 ? (int)n : 60, name);
    for (size_t i = 1; i < parts->n && n_names < 64; ++i) {
        names[n_names++] = parts->parts[i]->name;
    }
    const char *const nearest = wt_nearest(typed, names, n_names);
    snprintf(what, sizeof what, "there is no such part (%s%.80s%s)",
             nearest ? "did you mean " : "add a line: part NAME and its sound",
             nearest ? nearest : "", nearest ? "?" : "");
    wt_score_line_fault(l, "part", l->at, what);
    return false;
}

// [PART:] in front of the notes.
static bool choose_part(reader *r, wt_score_line *l) {
    const wt_parts *const parts = &r->layout->time_line->parts;
    const size_t n = wt_score_line_word_length(l);
    wt_score_line behind = *l;
    wt_score_line_step(&behind);
    r->layout->part = parts->parts[0];
    if (n > 1 && l->text[l->at + n - 1] == ':' && !wt_score_line_ends(&behind)) {
        wt_part *const part = wt_parts_named(parts, l->text + l->at, n - 1);
        if (!part) {
            return unknown_part(r, l, l->text + l->at, n - 1);
        }
        r->layout->part = part;
        *l = behind;
    }
    r->layout->muted = wt_parts_mute(parts, r->layout->part->name);
    return true;
}

static double *end_of_part(reader *r) {
    return &r->voices[wt_parts_place(&r->layout->time_line->parts, r->layout->part)].end_s;
}

// START := TIME | +TIME | >: the latter once the part is known.
static bool read_start(reader *r, wt_score_line *l, double *start_s, bool *follows) {
    *follows = wt_score_line_is_word(l, ">");
    if (*follows) {
        wt_score_line_step(l);
        return true;
    }
    const bool after = l->text[l->at] == '+';
    wt_time time;
    l->at += after;
    const wt_parse parse = wt_read_duration(l->text + l->at, &time);
    if (!wt_score_line_took(l, "START", parse, "0.5 C4:1/4")) {
        return false;
    }
    *start_s = wt_tempo_map_after(&r->tempos, after ? r->before_s : 0.0, time);
    return true;
}

// Add the note that stands at l->at, and step behind it.
static bool add_note(reader *r, wt_score_line *l, double *start_s) {
    wt_note_layout *const layout = r->layout;
    wt_note_text note;
    const wt_score_line begin = *l;
    const wt_layout_rules *const rules = &layout->rules;
    const wt_parse parse = wt_read_note(l->text + l->at, rules->middle_c, &note);
    bool ok = wt_score_line_took(l, "NOTE", parse, "0.5 C4:1/4");
    if (ok) {
        const double end_s = wt_tempo_map_after(
            &r->tempos, *start_s, note.has_duration ? note.duration : rules->duration);
        layout->tempo_bpm = wt_tempo_map_bpm(&r->tempos, *start_s);
        ok = layout->part->off || wt_note_layout_note(layout, &(wt_origin){refuse_note, &begin},
                                                      &note, *start_s, end_s - *start_s);
        *start_s = end_s;
        ++r->n_notes;
        r->n_off += layout->part->off;
    }
    if (parse.status == WT_OK) {
        wt_note_text_free(&note);
    }
    return ok;
}

static bool read_event(reader *r, wt_score_line *l) {
    double start_s = 0.0;
    bool follows;
    if (!read_start(r, l, &start_s, &follows) || !choose_part(r, l)) {
        return false;
    }
    if (wt_score_line_ends(l)) {
        wt_score_line_fault(l, "NOTE", l->at, "expected a note after the time, as in 0.5 C4:1/4");
        return false;
    }
    start_s = follows ? *end_of_part(r) : start_s;
    r->before_s = start_s;
    while (!wt_score_line_ends(l)) {
        if (!add_note(r, l, &start_s)) {
            return false;
        }
    }
    *end_of_part(r) = start_s;
    return true;
}

typedef enum { TEMPOS, PARTS, EVENTS } pass;

static bool read_line(reader *r, wt_score_line *l, pass which) {
    wt_score_line_skip_blanks(l);
    if (wt_score_line_ends(l)) {
        return true;
    }
    if (wt_score_line_is_word(l, "tempo")) {
        return which != TEMPOS || read_tempo(r, l);
    }
    if (wt_score_line_is_word(l, "part")) {
        return which != PARTS || read_part(r, l);
    }
    return which != EVENTS || read_event(r, l);
}

// Make the line at `start` a string, and return the next. The newline of CRLF stays, to be known
// by.
static char *cut_line(char *start, char *end) {
    char *const newline = memchr(start, '\n', (size_t)(end - start));
    if (!newline) {
        *end = '\0';
        return end;
    }
    *(newline > start && newline[-1] == '\r' ? newline - 1 : newline) = '\0';
    return newline + 1;
}

// The line behind one that was cut.
static char *next_line(char *start, const char *end) {
    char *const next = start + strlen(start) + 1;
    return next < end && *next == '\n' ? next + 1 : next;
}

static bool read_lines(reader *r, char *text, size_t n, pass which) {
    static const char bom[] = "\xef\xbb\xbf";
    char *start = text + (strncmp(text, bom, 3) == 0 ? 3 : 0);
    char *const end = text + n;
    for (int number = 1; start < end; ++number) {
        char *const next = which == TEMPOS ? cut_line(start, end) : next_line(start, end);
        wt_score_line l = {r->path, start, number, 0, r->layout->fault};
        if (!read_line(r, &l, which)) {
            return false;
        }
        start = next;
    }
    return true;
}

// WAV, PNG, UTF-16: text has no such bytes.
static bool check_text(const reader *r, const char *text, size_t n) {
    for (size_t i = 0; i < n; ++i) {
        const unsigned char c = (unsigned char)text[i];
        if (c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f') {
            return wt_fault_set(
                r->layout->fault, WT_FAULT_INPUT, r->path,
                "this is neither a Standard MIDI File nor a text score (byte %zu is 0x%02X)", i, c);
        }
    }
    return true;
}

// Those of --part and --only are parts of the score.
static bool check_names(const reader *r) {
    const wt_parts *const parts = &r->layout->time_line->parts;
    const size_t n_asked = parts->asked->n;
    for (size_t i = 0; i < n_asked + parts->only->n; ++i) {
        const bool only = i >= n_asked;
        const wt_part_setting *const setting =
            only ? &parts->only->of[i - n_asked] : &parts->asked->of[i];
        if (!wt_parts_named(parts, setting->who, strlen(setting->who))) {
            char names[160] = "its lines part NAME ... make some", what[224];
            for (size_t k = 1, at = 0; k < parts->n && at < sizeof names; ++k) {
                at += (size_t)snprintf(names + at, sizeof names - at, "%s%s",
                                       k > 1 ? ", " : "it has ", parts->parts[k]->name);
            }
            snprintf(what, sizeof what, "there is no such part in the score (%s)", names);
            return wt_fault_text(r->layout->fault, &setting->place, only ? "--only" : "--part",
                                 setting->text, 0, what);
        }
    }
    return true;
}

static bool read_events(reader *r, char *text, size_t n) {
    r->voices = calloc(r->layout->time_line->parts.n, sizeof *r->voices);
    if (!r->voices) {
        return wt_fault_memory(r->layout->fault);
    }
    r->layout->time_line->channels = wt_parts_channels(&r->layout->time_line->parts);
    r->layout->time_line->tempo_bpm = wt_tempo_map_bpm(&r->tempos, 0.0);
    return read_lines(r, text, n, EVENTS);
}

bool wt_score_add_text(wt_note_layout *layout, const char *path, char *text, size_t n) {
    reader r = {.layout = layout, .path = path};
    if (!check_text(&r, text, n)) {
        return false;
    }
    if (!wt_tempo_map_make(&r.tempos, layout->rules.rate,
                           layout->time_line->tempo_bpm * layout->rules.tempo_share)) {
        return wt_fault_memory(layout->fault);
    }
    const bool ok = read_lines(&r, text, n, TEMPOS) && read_lines(&r, text, n, PARTS) &&
                    check_names(&r) && read_events(&r, text, n);
    if (ok && r.n_notes == r.n_off) {
        wt_note_to(layout->listener, path, "there is nothing to play%s",
                   r.n_off > 0 ? ": all parts that have notes are off" : "");
    }
    free(r.voices);
    layout->time_line->tempos = r.tempos;
    return ok;
}
