// The lines of Scala's files and the values at their beginnings.
#ifndef WT_IO_SCALA_TEXT_H
#define WT_IO_SCALA_TEXT_H

#include "base/message.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

// A place in a text. Blank lines at its end do not count.
typedef struct {
    const char *at, *end;           // what is not yet read
    const char *line_at, *line_end; // the line read last, without its end
    int line;                       // its number, from 1; 0 before the first
    wt_message *message;            // receives faults; may be null
} wt_scala_text;

wt_scala_text wt_scala_text_open(const char *text, size_t n, wt_message *message);

// Step to the next line that is not a comment; false at the end. A line may be empty.
bool wt_scala_text_next(wt_scala_text *text);

// The same; a fault at the end, "the text ends before WHAT".
wt_status wt_scala_text_need(wt_scala_text *text, const char *what);

// A fault where another line than a comment follows; `what` completes "more than".
wt_status wt_scala_text_finish(wt_scala_text *text, const char *what);

// Return where the line's value begins, in bytes from 1.
int wt_scala_text_column(const wt_scala_text *text);

// Read the value that begins the line; blanks, a comment or the line's end follow it. `what`
// completes "expected".
wt_status wt_scala_text_integer(const wt_scala_text *text, const char *what, int low, int high,
                                int *value);
wt_status wt_scala_text_decimal(const wt_scala_text *text, const char *what, double low,
                                double high, double *value);

// Read a ratio, a/b or a whole number, both parts above 0 and below 2^1000.
wt_status wt_scala_text_ratio(const wt_scala_text *text, const char *what, double *value);

// True where the line's value has a dot behind its first digits, if any: cents.
bool wt_scala_text_is_decimal(const wt_scala_text *text);

// True where the line's first word is `c`.
bool wt_scala_text_word_is(const wt_scala_text *text, char c);

#endif
