// The file systems that files lie on, to be forced to the disk together.
#ifndef WT_IO_FILE_DISKS_H
#define WT_IO_FILE_DISKS_H

#include "io/file/destination.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

typedef struct {
    dev_t device;
    int fd; // of a folder on it; -1: none can be opened, and all there are are synced for it
} wt_disk;

// Starts as all zeros.
typedef struct {
    wt_disk *disks; // owned
    size_t n;
} wt_disks;

// Add the file system on which a file at `path` will be. A folder that is missing, or something
// that is no file, is passed over. False: no memory.
bool wt_disks_add(wt_disks *disks, const char *path);

// The same of one that was found, and of the folder that it will be in.
bool wt_disks_add_found(wt_disks *disks, const wt_destination *destination,
                        const struct stat *folder);

// Wait until everything that was written to them is on the disk: syncfs where there is one, which
// tells of failed writes from Linux 5.8 on. 0, or -1 with errno.
int wt_disks_sync(const wt_disks *disks);

void wt_disks_free(wt_disks *disks);

#endif
