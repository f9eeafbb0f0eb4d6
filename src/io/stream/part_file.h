// A long file that is made over several runs: NAME.part until it is whole, then NAME.
#ifndef WT_IO_STREAM_PART_FILE_H
#define WT_IO_STREAM_PART_FILE_H

#include "base/message.h"
#include "io/file/destination.h"
#include "io/file/output.h"

enum { WT_PART_PATH = PATH_MAX + 8 };

typedef struct {
    int fd;
    bool is_part; // to be renamed; else a pipe or device, written in place
    uint64_t size;
    wt_destination destination;
    int folder;              // open, as what it is called may lead elsewhere in the end
    bool lists;              // the folder can be synced
    const char *name;        // in it
    char part[WT_PART_PATH]; // NAME.part
} wt_part_file;

// Find the NAME.part of the file to be at `path`. False: there will be none, as it is no file.
bool wt_part_file_path(char part[WT_PART_PATH], const char *path);

// Open the file to be at `path`, where `guard` allows it; null: anywhere. What is there
// of it stays with `resume`, and is in `size`, else it begins anew. WT_SYSTEM where it cannot be,
// or another process is at it.
wt_status wt_part_file_open(wt_part_file *file, const char *path, bool resume,
                            const wt_guard *guard, wt_message *message);

// Take away NAME.part, which holds nothing.
void wt_part_file_remove(wt_part_file *file);

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
