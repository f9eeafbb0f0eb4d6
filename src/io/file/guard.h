// Who has a last look at a folder that is open already, before a file is made in it.
#ifndef WT_IO_FILE_GUARD_H
#define WT_IO_FILE_GUARD_H

#include "base/message.h"

#include <stdbool.h>

// A path may lead elsewhere than when it was looked at; an open folder stays what it is.
typedef struct {
    // Return whether `name` may be written in the folder `directory`; if not, say why and set
    // errno.
    bool (*allows)(const void *context, int directory, const char *name, wt_message *message);
    const void *context;
} wt_guard;

// Open a folder to be held, as root of others: it need not be readable. -1 with errno.
int wt_folder_hold(const char *path);

// Return whether the open folder `folder` is the folder `root`, or lies in it at any depth: by
// going up from it, so that neither names nor links count.
bool wt_folder_is_within(int folder, int root);

#endif
