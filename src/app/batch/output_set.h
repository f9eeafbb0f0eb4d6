// The outputs of many jobs: no file twice, none outside a folder, none that the batch or a job
// reads.
#ifndef WT_APP_BATCH_OUTPUT_SET_H
#define WT_APP_BATCH_OUTPUT_SET_H

#include "app/fault.h"
#include "app/request/inputs.h"
#include "base/hash_set.h"
#include "io/file/destination.h"
#include "io/file/disks.h"
#include "io/file/guard.h"

// Whose the files are that are no job's, in place of a line.
enum { WT_LINE_BATCH = 0, WT_LINE_LOG = -1, WT_LINE_SET = -2 };

// Starts as all zeros.
typedef struct {
    wt_hash_set names;   // by the line of the job
    wt_hash_set inputs;  // by the first line that reads them
    wt_hash_set seen;    // inputs, as they are called
    char root[PATH_MAX]; // resolved; empty: anywhere
    bool has_root;
    int held;        // the folder `root`, open as long as the set is
    wt_disks *disks; // borrowed: to which those of outputs are added; null: to none
} wt_output_set;

// What a job may write, when its turn comes.
typedef struct {
    const wt_output_set *outputs;
    long line;
    bool was_checked; // its output is in the set
} wt_output_claim;

// Let outputs lie only under the folder `root`. False: fault is set.
bool wt_output_set_set_root(wt_output_set *outputs, const char *root, wt_fault *fault);

// Keep all others from writing `path`, which is of `option` or, null, the batch itself; `line` says
// whose. A path that cannot be found is passed over: who opens it says why. False: fault is set.
bool wt_output_set_reserve(wt_output_set *outputs, const char *option, const char *path, long line,
                           wt_fault *fault);

// Add the output of the job on `line`, under whatever name: links to files and folders are
// followed. Its folder must be there. *is_new: nothing is at its place. False: fault is set.
bool wt_output_set_add(wt_output_set *outputs, const char *path, long line, bool *is_new,
                       wt_fault *fault);

// Whose inputs are being added.
typedef struct {
    wt_output_set *outputs;
    long line;
    wt_fault *fault;
} wt_output_reader;

// A visitor of inputs, whose context is a wt_output_reader. Add one: no output of another job may
// take its place, as what this one reads would depend on whose turn comes first. One that is not
// there is passed over. False: the fault is set.
bool wt_output_set_add_input(void *reader, const wt_input *input);

// Let a job, or --log or --to, open only what was added for its line, whatever has been put in the
// place of its folder or file since; where that was not checked, nothing that is in the set for
// others or is outside the root. `claim` and its set are borrowed.
wt_guard wt_output_claim_guard(const wt_output_claim *claim);

void wt_output_set_free(wt_output_set *outputs);

#endif
