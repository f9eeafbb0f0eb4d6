// The temporary files of this process that are not yet renamed, so that a signal can remove them.
//
// A lock-free table of slots: adding, releasing and wt_output_unlink_all may run at the same
// time in any threads and in a signal handler. A slot holds a name relative to an open directory,
// so that chdir does not mislead it.
#ifndef WT_IO_FILE_TEMPORARY_H
#define WT_IO_FILE_TEMPORARY_H

#include <stdbool.h>

typedef struct wt_temporary wt_temporary;

enum {
    WT_MAX_TEMPORARIES = 512, // at once
    WT_NAME_SIZE = 256,       // a file name and its NUL
};

// Enter a name, shorter than WT_NAME_SIZE, that is about to be created: before the file itself,
// or a signal between the two would leave it behind. `directory` stays open until the release.
// Return null with errno EMFILE when the table is full, EINTR once the process is being ended.
wt_temporary *wt_temporary_add(int directory, const char *name);

const char *wt_temporary_name(const wt_temporary *temporary);

// Say that the file is there now. False once wt_output_unlink_all came by: whoever has created the
// file since removes it, before the release that wt_output_unlink_all waits for.
bool wt_temporary_is_live(wt_temporary *temporary);

// Forget the name; the file, if any, stays.
void wt_temporary_release(wt_temporary *temporary);

#endif
