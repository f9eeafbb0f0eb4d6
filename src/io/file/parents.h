// The folders that a file is to lie in.
#ifndef WT_IO_FILE_PARENTS_H
#define WT_IO_FILE_PARENTS_H

#include "base/message.h"
#include "base/status.h"

#include <stdbool.h>

// Make every folder of `path` that is missing, as mkdir -p does; with `sync` force each new entry
// to the disk. WT_SYSTEM where one cannot be made.
wt_status wt_parents_make(const char *path, bool sync, wt_message *message);

#endif
