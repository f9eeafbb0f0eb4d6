// Files that are asked for by NAME alone: tables and presets.
//
// NAME is a file NAME.SUFFIX in the folder that WAVETABLE_TABLES or WAVETABLE_PRESETS names, or in
// tables/ or presets/ of one of these: wavetable/ in $XDG_DATA_HOME, what belongs to the program
// where it lies (installed, or in its build tree), what the build was configured to install to. The
// first that has it wins. Nothing here is done until a NAME is used.
#ifndef WT_APP_NAMED_FILE_H
#define WT_APP_NAMED_FILE_H

#include "app/fault.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum { WT_NAMED_TABLE, WT_NAMED_PRESET } wt_named_kind;

// Write the path of the file `name` (letters, digits, '-', '_') to `path`. False: there is none.
bool wt_named_file_find(wt_named_kind kind, const char *name, char *path, size_t size);

typedef struct {
    char **names; // owned, in bytewise order, each once
    size_t n;
} wt_named_files;

// List the names in all folders. False: fault is set.
bool wt_named_files_list(wt_named_kind kind, wt_named_files *list, wt_fault *fault);

void wt_named_files_free(wt_named_files *list);

#endif
