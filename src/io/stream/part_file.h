// A long file that is made over several runs: NAME.part until it is whole, then NAME.
#ifndef WT_IO_STREAM_PART_FILE_H
#define WT_IO_STREAM_PART_FILE_H

#include "base/message.h"
#include "io/file/destination.h"
#include "io/file/output.h"

typedef struct {
    int fd;
    bool is_part; // to be renamed; else a pipe or device, written in place
    uint64_t size;
    wt_destination destination;
    char path[PATH_MAX + 8]; // NAME.part
} wt_part_file;

// Open the file to be at `path`. What is there of it stays with `resume`, and is in `size`, else it
// begins anew. WT_SYSTEM where it cannot be, or another process is at it.
wt_status wt_part_file_open(wt_part_file *file, const char *path, bool resume, wt_message *message);

// Go back to `size`. 0, or -1 with errno.
int wt_part_file_cut(wt_part_file *file, uint64_t size);

// Append. 0, or -1 with errno.
int wt_part_file_write(wt_part_file *file, const void *first, size_t n_first, const void *bytes,
                       size_t n);

// It is whole: give it its name, on the disk if so asked. Null, or what failed, with errno.
const char *wt_part_file_finish(wt_part_file *file, wt_sync sync);

// Close it as it is, to be gone on with. Safe after finish.
void wt_part_file_close(wt_part_file *file);

#endif
