// Text scores: tempo, parts and notes, a line each.
#ifndef WT_APP_SCORE_SCORE_TEXT_H
#define WT_APP_SCORE_SCORE_TEXT_H

#include "app/score/note_layout.h"

// Add the notes of a text, whose lines become strings in place. `path` is for messages. False:
// fault is set, with line, column and a caret.
bool wt_score_add_text(wt_note_layout *layout, const char *path, char *text, size_t n);

#endif
