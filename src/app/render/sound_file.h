// Where a command's work goes: opened, and committed or told why not.
#ifndef WT_APP_RENDER_SOUND_FILE_H
#define WT_APP_RENDER_SOUND_FILE_H

#include "app/request/request.h"
#include "io/file/output.h"

// Return the name of the output, for messages.
const char *wt_sound_file_name(const wt_request *request);

// Refuse an output that is a directory, or one of the inputs: a slip of the hand. False: fault is
// set.
bool wt_sound_file_check(const wt_request *request, wt_fault *fault);

// Refuse an output that is also the file `path`, or one of those that `words` come from. False:
// fault is set.
bool wt_sound_file_spares(const wt_request *request, const char *path, wt_fault *fault);
bool wt_sound_file_spares_words(const wt_request *request, const wt_words *words, wt_fault *fault);

// Return true where the file `path` is one of the inputs of `request`.
bool wt_sound_file_reads(const wt_request *request, const char *path);

// Open the output of `request`, standard output where there is none. False: fault is set.
bool wt_sound_file_open(wt_output **output, const wt_request *request, wt_fault *fault);

// Set the fault of a failed output. A reader that leaves is nobody's fault: the program then ends
// quietly, as by SIGPIPE.
void wt_sound_file_fault(wt_fault *fault, const wt_request *request, wt_status status, int error,
                         const wt_message *message);

// Commit. Frees `output` whatever happens. False: fault is set.
bool wt_sound_file_commit(wt_output *output, const wt_request *request, wt_fault *fault);

#endif
