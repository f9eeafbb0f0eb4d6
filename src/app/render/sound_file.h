// Where a command's work goes: opened, and committed or told why not.
#ifndef WT_APP_RENDER_SOUND_FILE_H
#define WT_APP_RENDER_SOUND_FILE_H

#include "app/fault.h"
#include "io/file/output.h"

// Return the name of the output at `path` (null or "-": standard output), for messages.
const char *wt_sound_file_name(const char *path);

// Make the folders of `path` that are missing. False: fault is set.
bool wt_sound_file_folder(const char *path, wt_sync sync, wt_fault *fault);

// Find the folder of what is written beside sounds (null: nothing is), a log or a map, before any
// is rendered; with `parents` make it. False: fault is set.
bool wt_sound_file_beside(const char *path, bool parents, wt_sync sync, wt_fault *fault);

// Open the output, where `guard` (null: nobody) allows it. False: fault is set.
bool wt_sound_file_open(wt_output **output, const char *path, wt_sync sync, const wt_guard *guard,
                        wt_fault *fault);

// Give the output its name. False: fault is set, and the file as it was before.
bool wt_sound_file_commit(wt_output *output, const char *path, wt_fault *fault);

// Set the fault of an output that failed with `error`, an errno or 0.
void wt_sound_file_fault(wt_fault *fault, const char *path, wt_status status, int error,
                         const wt_message *message);

#endif
