// File names: in a grammar they run to a byte that ends them, which '\' makes part of the name.
#ifndef WT_TEXT_PATH_H
#define WT_TEXT_PATH_H

#include "text/parse.h"

// Find the end of the file name at `text`: the first of `stops` without a '\' before it, or the
// end of the string. A '\' that nothing follows is WT_BAD_SYNTAX there.
wt_parse wt_span_path(const char *text, const char *stops);

// Return the first `n` bytes of `text` as a new string, each '\' removed but the byte after it
// kept; null where memory lacks.
char *wt_copy_path(const char *text, size_t n);

// Return how many bytes of `path` name its folder, its last '/' included; 0: it lies where we are.
size_t wt_path_folder(const char *path);

// Return `name` as seen from the first `folder` bytes of `path`, as a new string: an absolute name,
// and "-", stay what they are. Null where memory lacks.
char *wt_path_within(const char *path, size_t folder, const char *name);

#endif
