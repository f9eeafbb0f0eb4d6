// The tables that ship with the program, by name: NAME is the file NAME.wav in one of three
// folders,
//
// the one that WAVETABLE_TABLES names, the one that belongs to the program where it lies
// (installed, or in its build tree), and the one that the build was configured to install to; the
// first that has the file wins. Nothing here is done until a NAME is used.
#ifndef WT_APP_WAVES_SHIPPED_H
#define WT_APP_WAVES_SHIPPED_H

#include "app/fault.h"

#include <stdbool.h>
#include <stddef.h>

// Write the path of the table `name` (letters, digits, '-', '_') to `path`. False: there is none.
bool wt_shipped_find(const char *name, char *path, size_t size);

typedef struct {
    char **names; // owned, in bytewise order, each once
    size_t n;
} wt_shipped_names;

// List the names in all folders. False: no memory.
bool wt_shipped_list(wt_shipped_names *list);
void wt_shipped_names_free(wt_shipped_names *list);

// Set the usage fault of a name that there is not, with the nearest that there is.
void wt_shipped_unknown(const char *name, wt_fault *fault);

#endif
