// Scores from files: MIDI is told by its content, and text read line by line.
#include "app/score/score.h"

#include "app/read_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// A line and where in it reading stands.
typedef struct {
    const char *path;
    const char *text; // NUL-terminated
    int number;       // from 1
    size_t at;
} line;

static void line_fault(const line *l, const char *name, size_t at, const char *what,
                       wt_fault *fault) {
    if (!fault->kind) {
        const wt_location place = {l->path, l->number, (int)at + 1, 0};
        wt_fault_text(fault, &place, name, l->text, at, what);
        fault->kind = WT_FAULT_INPUT;
    }
}

static void refuse_line(const void *context, const char *what, wt_fault *fault) {
    const line *l = context;
    line_fault(l, "NOTE", l->at, what, fault);
}

// True where `parse`, which began at l->at, succeeded, and a blank or the line's end follows.
static bool whole_word(line *l, const char *name, wt_parse parse, wt_fault *fault) {
    if (parse.status == WT_NO_MEMORY) {
        wt_fault_memory(fault);
        return false;
    }
    if (parse.status == WT_OK && !strchr(" \t", l->text[l->at + parse.at])) {
        parse.status = WT_BAD_SYNTAX;
        parse.expected = "a blank here, as in 0.5 C4:1/4";
    }
    if (parse.status != WT_OK) {
        char what[256];
        snprintf(what, sizeof what, "expected %s", parse.expected);
        line_fault(l, name, l->at + parse.at, what, fault);
        return false;
    }
    return true;
}

static void skip_blanks(line *l) {
    l->at += strspn(l->text + l->at, " \t");
}

static bool ends(const line *l) {
    return l->text[l->at] == '\0' || l->text[l->at] == '#';
}

static bool add_line_note(wt_note_layout *layout, line *l, double start_s) {
    wt_note_text note;
    const wt_parse parse = wt_read_note(l->text + l->at, &note);
    bool ok = whole_word(l, "NOTE", parse, layout->fault);
    if (ok) {
        line rest = *l;
        rest.at += parse.at;
        skip_blanks(&rest);
        ok = ends(&rest);
        if (!ok) {
            line_fault(l, "NOTE", rest.at, "expected the end of the line (one note a line)",
                       layout->fault);
        }
    }
    ok = ok && wt_note_layout_note(layout, &(wt_origin){refuse_line, l}, &note, start_s);
    if (parse.status == WT_OK) {
        wt_note_text_free(&note);
    }
    return ok;
}

static bool add_line(wt_note_layout *layout, line *l) {
    skip_blanks(l);
    if (ends(l)) {
        return true;
    }
    wt_time start;
    const wt_parse parse = wt_read_duration(l->text + l->at, &start);
    if (!whole_word(l, "START", parse, layout->fault)) {
        return false;
    }
    l->at += parse.at;
    skip_blanks(l);
    if (ends(l)) {
        line_fault(l, "NOTE", l->at, "expected a note after the time, as in 0.5 C4:1/4",
                   layout->fault);
        return false;
    }
    return add_line_note(layout, l, wt_request_seconds(layout->request, start));
}

// Lines become strings in place.
static bool add_text(wt_note_layout *layout, const char *path, char *text, size_t n) {
    static const char bom[] = "\xef\xbb\xbf";
    char *next = text + (strncmp(text, bom, 3) == 0 ? 3 : 0);
    for (int number = 1; next < text + n; ++number) {
        char *start = next;
        char *newline = memchr(start, '\n', (size_t)(text + n - start));
        char *end = newline ? newline : text + n;
        next = end + 1;
        *end = '\0';
        line l = {path, start, number, 0};
        const size_t length = strlen(start);
        if (start + length < end) {
            line_fault(&l, "NUL", length,
                       "there is a NUL byte (a score is text, or a Standard MIDI File)",
                       layout->fault);
            return false;
        }
        if (length > 0 && end[-1] == '\r') {
            end[-1] = '\0';
        }
        if (!add_line(layout, &l)) {
            return false;
        }
    }
    return true;
}

static bool add_midi(wt_note_layout *layout, const char *path, const char *bytes, size_t n) {
    wt_subject subject = {layout->listener, path};
    const wt_warner warner = wt_warner_of(&subject);
    wt_message message = {""};
    wt_midi_score score;
    const wt_status status = wt_midi_read(&score, (const uint8_t *)bytes, n,
                                          layout->request->notes.tempo_share, &warner, &message);
    if (status != WT_OK) {
        wt_fault_status(layout->fault, WT_FAULT_INPUT, path, status, &message);
        return false;
    }
    const bool ok = wt_score_add_midi(layout, path, &score);
    wt_midi_free(&score);
    return ok;
}

bool wt_score_add(wt_note_layout *layout) {
    const char *path = layout->request->notes.score_path;
    size_t n;
    char *text = wt_read_file(path, &n, layout->fault);
    if (!text) {
        return false;
    }
    const char *shown = strcmp(path, "-") == 0 ? "standard input" : path;
    const bool ok = wt_midi_detect((const uint8_t *)text, n) ? add_midi(layout, shown, text, n)
                                                             : add_text(layout, shown, text, n);
    free(text);
    return ok;
}
