// A line of a text score, read word by word.
#ifndef WT_APP_SCORE_SCORE_LINE_H
#define WT_APP_SCORE_SCORE_LINE_H

#include "app/fault.h"

typedef struct {
    const char *path; // of the score, for messages
    const char *text; // NUL-terminated
    int number;       // from 1
    size_t at;        // where reading stands
    wt_fault *fault;
} wt_score_line;

// Tell a fault at byte `at`, unless one has been told.
void wt_score_line_fault(const wt_score_line *line, const char *name, size_t at, const char *what);

void wt_score_line_skip_blanks(wt_score_line *line);

// Step over a word and the blanks behind it.
void wt_score_line_step(wt_score_line *line);

// Return whether nothing more stands there but a comment.
bool wt_score_line_ends(const wt_score_line *line);

// Return how many bytes the word has that stands there, up to a blank,
size_t wt_score_line_word_length(const wt_score_line *line);

// and whether it is `word`.
bool wt_score_line_is_word(const wt_score_line *line, const char *word);

// Return whether `parse`, which began where reading stands, succeeded, and a blank or the line's
// end follows: then the line is read on from there. Else the fault is set.
bool wt_score_line_took(wt_score_line *line, const char *name, wt_parse parse, const char *example);

#endif
