// The files that a request reads, to be told from those that it writes.
#ifndef WT_APP_REQUEST_INPUTS_H
#define WT_APP_REQUEST_INPUTS_H

#include "app/request/request.h"

// Return whether the file at `path` is one of the inputs of the sound, under whatever name.
bool wt_request_reads(const wt_request *request, const char *path);

// Refuse an output at `path` (null: standard output) that is a directory, or one of the inputs: a
// slip of the hand. False: fault is set.
bool wt_request_spares_inputs(const wt_request *request, const char *path, wt_fault *fault);

// Refuse an output that is also the file `input`. Null: there is none. False: fault is set.
bool wt_request_spares(const wt_request *request, const char *input, wt_fault *fault);

// Refuse an output that is one of the files that `words` come from. False: fault is set.
bool wt_request_spares_words(const wt_request *request, const wt_words *words, wt_fault *fault);

#endif
