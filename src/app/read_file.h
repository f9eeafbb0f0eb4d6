// Whole text files, scores and batches in memory.
#ifndef WT_APP_READ_FILE_H
#define WT_APP_READ_FILE_H

#include "app/fault.h"

// Return the content of `path` ("-": standard input), *n bytes and a NUL behind them; the caller
// frees it. Null: fault is set. Directories, FIFOs and devices are refused, except on standard
// input; at most 1 GiB.
char *wt_read_file(const char *path, size_t *n, wt_fault *fault);

#endif
