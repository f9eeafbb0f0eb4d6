// @FILE and @NAME words: the words of a file, or of a preset, in place of one word.
#ifndef WT_APP_REQUEST_RESPONSE_H
#define WT_APP_REQUEST_RESPONSE_H

#include "app/fault.h"

// Put the words of each @FILE among `in` from `first` on in its place, in `out`, files in files at
// most 8 deep; "--" ends that. @NAME is a preset (app/named_file.h), or else a file. Names of files
// in a file are taken from its own folder, as their places say. False: fault is set.
typedef struct {
    char **paths; // owned: places point to them
    size_t n_paths;
} wt_response;

bool wt_response_expand(wt_response *response, const wt_words *in, size_t first, wt_words *out,
                        wt_fault *fault);

void wt_response_free(wt_response *response);

#endif
