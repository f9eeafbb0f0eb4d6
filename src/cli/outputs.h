// The outputs of many jobs: no file twice, none outside a folder, none that the batch itself uses.
#ifndef WT_CLI_OUTPUTS_H
#define WT_CLI_OUTPUTS_H

#include "cli/fault.h"
#include "cli/names.h"
#include "io/destination.h"

// Starts as all zeros.
typedef struct {
    wt_names names;      // by the line of the job
    char root[PATH_MAX]; // resolved; empty: anywhere
} wt_outputs;

// Let outputs lie only under the folder `root`. False: fault is set.
bool wt_outputs_set_root(wt_outputs *outputs, const char *root, wt_fault *fault);

// Keep jobs from writing `path`, the batch's --log or its own file. A path that cannot be found is
// passed over: who opens it says why. False: fault is set.
bool wt_outputs_reserve(wt_outputs *outputs, const char *path, wt_fault *fault);

// Add the output of the job on `line`, under whatever name: links to files and folders are
// followed. Its folder must be there. False: fault is set.
bool wt_outputs_add(wt_outputs *outputs, const char *path, long line, wt_fault *fault);

void wt_outputs_free(wt_outputs *outputs);

#endif
