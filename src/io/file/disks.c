// One open folder for each file system.
#include "io/file/disks.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "io/file/system.h"

static bool is_known(const wt_disks *disks, dev_t device) {
    for (size_t i = 0; i < disks->n; ++i) {
        if (disks->disks[i].device == device) {
            return true;
        }
    }
    return false;
}

bool wt_disks_add(wt_disks *disks, const char *path) {
    wt_destination destination;
    struct stat folder;
    const char *name;
    return wt_destination_find(&destination, path, NULL) != WT_OK ||
           !wt_destination_in(&destination, &folder, &name) ||
           wt_disks_add_found(disks, &destination, &folder);
}

bool wt_disks_add_found(wt_disks *disks, const wt_destination *destination,
                        const struct stat *folder) {
    if (destination->place != WT_AT_FILE || is_known(disks, folder->st_dev)) {
        return true;
    }
    wt_disk *grown = realloc(disks->disks, (disks->n + 1) * sizeof *grown);
    if (!grown) {
        return false;
    }
    disks->disks = grown;
    const char *name;
    bool lists;
    int fd = wt_destination_folder(destination, &name, &lists);
    if (fd >= 0 && !lists) {
        close(fd);
        fd = -1;
    }
    grown[disks->n++] = (wt_disk){folder->st_dev, fd};
    return true;
}

static int sync_one(const wt_disk *disk) {
#ifdef WT_HAS_SYNCFS
    int status = 0;
    if (disk->fd >= 0) {
        do {
            status = syncfs(disk->fd);
        } while (status != 0 && errno == EINTR);
        return status;
    }
#else
    (void)disk;
#endif
    sync();
    return 0;
}

int wt_disks_sync(const wt_disks *disks) {
    int error = 0;
    for (size_t i = 0; i < disks->n; ++i) {
        if (sync_one(&disks->disks[i]) != 0 && error == 0) {
            error = errno;
        }
    }
    errno = error ? error : errno;
    return error ? -1 : 0;
}

void wt_disks_free(wt_disks *disks) {
    for (size_t i = 0; i < disks->n; ++i) {
        if (disks->disks[i].fd >= 0) {
            close(disks->disks[i].fd);
        }
    }
    free(disks->disks);
    *disks = (wt_disks){0};
}
