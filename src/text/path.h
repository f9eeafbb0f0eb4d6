// File names inside a grammar: they run to a byte that ends them, which '\' makes part of the name.
#ifndef WT_TEXT_PATH_H
#define WT_TEXT_PATH_H

#include "text/parse.h"

// Find the end of the file name at `text`: the first of `stops` without a '\' before it, or the
// end of the string. A '\' that nothing follows is WT_BAD_SYNTAX there.
wt_parse wt_span_path(const char *text, const char *stops);

// Return the first `n` bytes of `text` as a new string, each '\' removed but the byte after it
// kept; null where memory lacks.
char *wt_copy_path(const char *text, size_t n);

#endif
