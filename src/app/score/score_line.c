// Words are parted by blanks, and a comment ends a line.
#include "app/score/score_line.h"

#include <stdio.h>
#include <string.h>

void wt_score_line_fault(const wt_score_line *line, const char *name, size_t at, const char *what) {
    if (!line->fault->kind) {
        const wt_location place = {.file = line->path, .line = line->number, .column = (int)at + 1};
        wt_fault_text(line->fault, &place, name, line->text, at, what);
        line->fault->kind = WT_FAULT_INPUT;
    }
}

void wt_score_line_skip_blanks(wt_score_line *line) {
    line->at += strspn(line->text + line->at, " \t");
}

bool wt_score_line_ends(const wt_score_line *line) {
    return line->text[line->at] == '\0' || line->text[line->at] == '#';
}

size_t wt_score_line_word_length(const wt_score_line *line) {
    return strcspn(line->text + line->at, " \t");
}

bool wt_score_line_is_word(const wt_score_line *line, const char *word) {
    const size_t n = strlen(word);
    return wt_score_line_word_length(line) == n && strncmp(line->text + line->at, word, n) == 0;
}

void wt_score_line_step(wt_score_line *line) {
    line->at += wt_score_line_word_length(line);
    wt_score_line_skip_blanks(line);
}

bool wt_score_line_took(wt_score_line *line, const char *name, wt_parse parse,
                        const char *example) {
    char what[256];
    if (parse.status == WT_NO_MEMORY) {
        return wt_fault_memory(line->fault);
    }
    if (parse.status != WT_OK) {
        snprintf(what, sizeof what, "expected %s", parse.expected);
    } else if (!strchr(" \t", line->text[line->at + parse.at])) {
        snprintf(what, sizeof what, "expected a blank here, as in %s", example);
    } else {
        line->at += parse.at;
        wt_score_line_skip_blanks(line);
        return true;
    }
    wt_score_line_fault(line, name, line->at + parse.at, what);
    return false;
}
