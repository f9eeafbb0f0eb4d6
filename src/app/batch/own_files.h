// What a batch writes beside the outputs of its lines: a log, a stream, and the stream's part.
#ifndef WT_APP_BATCH_OWN_FILES_H
#define WT_APP_BATCH_OWN_FILES_H

#include "app/batch/output_set.h"
#include "app/render/plan.h"
#include "io/stream/part_file.h"

enum { WT_OWN_FILES = 3 };

typedef struct {
    wt_target of[WT_OWN_FILES];
    char part[WT_PART_PATH]; // of the stream, until it is whole
} wt_own_files;

// Look at those of the batch that `request` asks for.
void wt_own_files_look(wt_own_files *own, const wt_request *request);

// Make their folders, where --parents says so. False: fault is set.
bool wt_own_files_folders(const wt_request *request, wt_fault *fault);

// Let no job write over them, nor over what the batch itself reads; nor may two of them be one, or
// be read by it. False: fault is set.
bool wt_own_files_reserve(const wt_own_files *own, wt_output_set *outputs,
                          const wt_request *request, wt_fault *fault);

// None of them may be what a plan reads. False: fault is set.
bool wt_own_files_spare(const wt_own_files *own, const wt_plan *plan, wt_fault *fault);

#endif
