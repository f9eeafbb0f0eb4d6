// Making folders, outermost first.
#include "io/file/parents.h"

#include "io/file/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#ifndef PATH_MAX
#define PATH_MAX 4096
#endif

// Force the entry of the folder `path` in its own folder to the disk.
static int sync_entry(const char *path) {
    char parent[PATH_MAX + 3];
    const size_t n = strlen(path);
    memcpy(parent, path, n);
    memcpy(parent + n, "/..", 4);
    const int fd = wt_descriptor_open(AT_FDCWD, parent, O_RDONLY | O_DIRECTORY, 0);
    const int status = fd >= 0 ? wt_descriptor_sync(fd) : -1;
    const int error = errno;
    if (fd >= 0) {
        wt_descriptor_close(fd);
    }
    errno = error;
    return status;
}

static bool make(const char *path, bool sync) {
    if (mkdir(path, 0777) == 0) {
        return !sync || sync_entry(path) == 0;
    }
    return errno == EEXIST || errno == EISDIR;
}

wt_status wt_parents_make(const char *path, bool sync, wt_message *message) {
    char folder[PATH_MAX];
    const size_t n = strlen(path);
    if (n >= sizeof folder) {
        return wt_refuse(message, WT_SYSTEM, "cannot make its folder: %s", strerror(ENAMETOOLONG));
    }
    memcpy(folder, path, n + 1);
    for (char *slash = strchr(folder + 1, '/'); n > 0 && slash; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        struct stat found;
        if (stat(folder, &found) != 0 && !make(folder, sync)) {
            return wt_refuse(message, WT_SYSTEM, "cannot make the folder '%.200s': %s", folder,
                             strerror(errno));
        }
        *slash = '/';
    }
    return WT_OK;
}
