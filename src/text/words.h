// Splitting text into words as a shell does, and the @FILE words of a command line.
#ifndef WT_TEXT_WORDS_H
#define WT_TEXT_WORDS_H

#include "text/parse.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Where a word came from, so that a message can say file:line:column.
typedef struct {
    const char *file; // borrowed from the caller of wt_words_split; null: the command line itself
    int line;         // from 1; 0 on the command line
    int column;       // from 1, in bytes, a BOM not counted
    size_t folder;    // bytes of `file` that names of files in the word begin with; 0: none
} wt_location;

// Starts as all zeros.
typedef struct {
    char **words; // owned; words[count] is null, as argv
    wt_location *places;
    size_t count;
    void *arena; // implementation's own
} wt_words;

// Split `n` bytes at `text` into words and append them. Blanks and newlines separate;
// '...' and "..." and \x quote as in POSIX sh (no expansions); # at the start of a word
// comments to the end of the line. CRLF, a BOM at the start of line 1, and a missing last newline
// work. A NUL byte, a CR alone, an open quote or a last '\' is WT_BAD_SYNTAX. On failure `words`
// holds what it held before, and *where says the line and column of the fault. `where` may be null.
wt_parse wt_words_split(wt_words *words, const char *file, int first_line, const char *text,
                        size_t n, wt_location *where);

// True where these bytes are all blanks and comment: split, they would give no word.
bool wt_words_none(int first_line, const char *text, size_t n);

// Append a copy of one word of the command line.
wt_status wt_words_add(wt_words *words, const char *word);

// Return a hash of the words, by which they are known again.
uint64_t wt_words_hash(const wt_words *words);

// Return the words from `first` on as a shell would read them back, parted by spaces, in single
// quotes where they need it; the caller frees it. Null: no memory.
char *wt_words_join(const wt_words *words, size_t first);

void wt_words_free(wt_words *words);

#endif
