// One open folder for each file system.
#include "io/file/disks.h"

#include "io/file/descriptor.h"
#include "io/file/destination.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
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
    if (wt_destination_find(&destination, path, NULL) != WT_OK || destination.place != WT_AT_FILE) {
        return true;
    }
    char *const folder = destination.path; // its name cut off
    char *const slash = strrchr(folder, '/');
    strcpy(slash ? slash + 1 : folder, slash ? "" : ".");
    struct stat found;
    if (stat(folder, &found) != 0 || is_known(disks, found.st_dev)) {
        return true;
    }
    wt_disk *grown = realloc(disks->disks, (disks->n + 1) * sizeof *grown);
    if (!grown) {
        return false;
    }
    disks->disks = grown;
    const int fd = wt_descriptor_open(AT_FDCWD, folder, O_RDONLY | O_DIRECTORY, 0);
    grown[disks->n++] = (wt_disk){found.st_dev, fd};
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
