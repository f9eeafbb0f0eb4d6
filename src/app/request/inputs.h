// The files that a request reads, to be told from those that it writes.
#ifndef WT_APP_REQUEST_INPUTS_H
#define WT_APP_REQUEST_INPUTS_H

#include "app/request/request.h"

#include <limits.h>
#include <sys/stat.h>

// A file that is read: a path, or the NAME of a table, which is found when it is asked for.
typedef struct {
    const char *text;
    bool is_name;
} wt_input;

// Look at an input. False: enough is seen.
typedef bool wt_input_visitor(void *context, const wt_input *input);

// Return its path, found into `room` where it is a NAME. Null: there is no such file.
const char *wt_input_path(const wt_input *input, char room[PATH_MAX]);

// Visit every file that the words of a request come from, and that its sound is made of. False: the
// visitor had seen enough.
bool wt_request_each_input(const wt_request *request, wt_input_visitor *visit, void *context);

// What an option is to write.
typedef struct {
    const char *option, *path; // borrowed; path null or "-": no file
    bool is_there;             // something is, and `stat` tells what
    struct stat stat;
} wt_target;

// Look at what is there.
wt_target wt_target_look(const char *option, const char *path);

// Refuse a directory in place of a file. False: fault is set.
bool wt_target_can_be_file(const wt_target *target, wt_fault *fault);

// Refuse a target that is one of the inputs: a slip of the hand. False: fault is set.
bool wt_request_spares(const wt_request *request, const wt_target *target, wt_fault *fault);

// Refuse a file that a wave is made of, in the same way.
bool wt_wave_text_spares(const wt_wave_text *wave, const wt_target *target, wt_fault *fault);

#endif
