// Going up from a folder.
#include "io/file/guard.h"

#include "io/file/descriptor.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef O_PATH
#define O_PATH O_RDONLY
#endif

int wt_folder_hold(const char *path) {
    return wt_descriptor_open(AT_FDCWD, path, O_PATH | O_DIRECTORY, 0);
}

static bool same(const struct stat *a, const struct stat *b) {
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

bool wt_folder_is_within(int folder, int root) {
    struct stat wanted, here, above;
    if (fstat(root, &wanted) != 0 || fstat(folder, &here) != 0) {
        return false;
    }
    int at = folder;
    bool is_top = false;
    while (!same(&here, &wanted) && !is_top) {
        const int up = wt_descriptor_open(at, "..", O_PATH | O_DIRECTORY, 0);
        const bool seen = up >= 0 && fstat(up, &above) == 0;
        if (at != folder) {
            close(at);
        }
        at = up >= 0 ? up : folder;
        is_top = !seen || same(&above, &here);
        here = seen ? above : here;
    }
    if (at != folder) {
        close(at);
    }
    return same(&here, &wanted);
}
