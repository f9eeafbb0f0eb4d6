// The file of a batch, read twice: to check its lines, and to render those that were checked.
#ifndef WT_APP_BATCH_BATCH_FILE_H
#define WT_APP_BATCH_BATCH_FILE_H

#include "app/fault.h"

#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

typedef struct {
    const char *path; // as it is called in messages
    FILE *file;
    long line;        // lines read
    uint64_t read;    // bytes of these lines
    uint64_t checked; // bytes of all lines that the first pass read
    long lines;       // that it read
    char *text;       // the last line
    size_t room;
} wt_batch_file;

// Open `path`; null or "-": standard input, which is copied, as it can be read but once. False:
// fault is set. To be freed in any case.
bool wt_batch_file_open(wt_batch_file *f, const char *path, wt_fault *fault);

void wt_batch_file_free(wt_batch_file *f);

// Read the next line of the first pass. Return its bytes, or -1 at the end, or where reading
// fails: then fault is set.
ssize_t wt_batch_file_check(wt_batch_file *f, wt_fault *fault);

// Go back to the first line, for the second pass.
void wt_batch_file_rewind(wt_batch_file *f);

// Read the next line of the second pass, as wt_batch_file_check. What was added to the file since
// the first pass is none of it; that it lost or changed lines is a fault.
ssize_t wt_batch_file_next(wt_batch_file *f, wt_fault *fault);

#endif
