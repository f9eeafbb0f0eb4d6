// Follows a path to the descriptor, node or file that it names.
#include "io/file/destination.h"

#include "io/file/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAX_LINKS = 40 };

static wt_status refuse(wt_message *message, int error, const char *hint) {
    wt_message_set(message, "cannot write there: %s%s", strerror(error), hint);
    errno = error;
    return WT_SYSTEM;
}

static int number_after(const char *path, const char *folder) {
    const size_t n = strlen(folder);
    if (strncmp(path, folder, n) != 0) {
        return -1;
    }
    const size_t n_digits = strspn(path + n, "0123456789");
    return n_digits > 0 && n_digits < 9 && path[n + n_digits] == '\0' ? atoi(path + n) : -1;
}

// /dev/stdout leads to /proc/self/fd/1, and that to a file that must not be replaced but written
// through the descriptor, which may append or stand in the middle.
static int descriptor_named(const char *path) {
    static const char *const standard[] = {"/dev/stdin", "/dev/stdout", "/dev/stderr"};
    for (int i = 0; i < 3; i++) {
        if (strcmp(path, standard[i]) == 0) {
            return i;
        }
    }
    const int fd = number_after(path, "/dev/fd/");
    return fd >= 0 ? fd : number_after(path, "/proc/self/fd/");
}

static const char *name_in(const char *path) {
    const char *const slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static int stat_folder_of(const char *path, struct stat *found) {
    char folder[PATH_MAX];
    const char *const slash = strrchr(path, '/');
    const size_t n = slash ? (size_t)(slash - path) + 1 : 2;
    memcpy(folder, slash ? path : "./", n);
    folder[n] = '\0';
    return stat(folder, found);
}

// As fs.protected_symlinks of Linux has it, which we pass by as we read links ourselves: where
// anybody may lay a link, only our own, or those of the folder's owner, are followed.
static bool is_trap(const char *path, const struct stat *link) {
    struct stat folder;
    return stat_folder_of(path, &folder) == 0 && (folder.st_mode & S_ISVTX) &&
           (folder.st_mode & S_IWOTH) && link->st_uid != geteuid() && link->st_uid != folder.st_uid;
}

// Replace path by what the link at path says, relative to the link's directory.
static int follow_link(char path[PATH_MAX]) {
    char link[PATH_MAX];
    const ssize_t n = readlink(path, link, sizeof link);
    if (n < 0) {
        return errno;
    }
    const char *const slash = strrchr(path, '/');
    const size_t kept = link[0] == '/' || !slash ? 0 : (size_t)(slash - path) + 1;
    if (n == 0 || kept + (size_t)n >= PATH_MAX) {
        return n == 0 ? ENOENT : ENAMETOOLONG;
    }
    memcpy(path + kept, link, (size_t)n);
    path[kept + (size_t)n] = '\0';
    return 0;
}

static wt_status classify(wt_destination *destination, wt_message *message) {
    const mode_t mode = destination->stat.st_mode;
    if (S_ISDIR(mode)) {
        return refuse(message, EISDIR, " (add a file name)");
    }
    destination->place = S_ISREG(mode) ? WT_AT_FILE : WT_AT_NODE;
    destination->exists = true;
    return WT_OK;
}

wt_status wt_destination_find(wt_destination *destination, const char *path, wt_message *message) {
    char *const to = destination->path;
    const size_t n = strlen(path);
    destination->exists = false;
    destination->stat.st_mode = 0;
    if (n == 0 || n >= PATH_MAX) {
        return refuse(message, n ? ENAMETOOLONG : ENOENT, n ? "" : " (the name is empty)");
    }
    memcpy(to, path, n + 1);
    for (int i = 0; i < MAX_LINKS; i++) {
        destination->descriptor = strcmp(path, "-") == 0 ? STDOUT_FILENO : descriptor_named(to);
        if (destination->descriptor >= 0) {
            destination->place = WT_AT_DESCRIPTOR;
            return WT_OK;
        }
        if (lstat(to, &destination->stat) != 0) {
            if (errno != ENOENT) {
                return refuse(message, errno, "");
            }
            if (to[strlen(to) - 1] == '/') {
                return refuse(message, EISDIR, " (add a file name)");
            }
            destination->place = WT_AT_FILE;
            return WT_OK;
        }
        if (!S_ISLNK(destination->stat.st_mode)) {
            return classify(destination, message);
        }
        if (is_trap(to, &destination->stat)) {
            return refuse(message, EACCES,
                          " (somebody else laid this link, where anybody may lay one)");
        }
        const int error = follow_link(to);
        if (error) {
            return refuse(message, error, "");
        }
    }
    return refuse(message, ELOOP, "");
}

bool wt_destination_in(const wt_destination *destination, struct stat *folder, const char **name) {
    *name = name_in(destination->path);
    return stat_folder_of(destination->path, folder) == 0;
}

bool wt_destination_same(const char *path, const char *other) {
    wt_destination a, b;
    struct stat of_a, of_b;
    const char *name_a, *name_b;
    return wt_destination_find(&a, path, NULL) == WT_OK && a.place == WT_AT_FILE &&
           wt_destination_find(&b, other, NULL) == WT_OK && b.place == WT_AT_FILE &&
           wt_destination_in(&a, &of_a, &name_a) && wt_destination_in(&b, &of_b, &name_b) &&
           strcmp(name_a, name_b) == 0 && of_a.st_dev == of_b.st_dev && of_a.st_ino == of_b.st_ino;
}

int wt_destination_folder(const wt_destination *destination, const char **name, bool *lists) {
    char folder[PATH_MAX];
    const char *const path = destination->path;
    const char *const slash = strrchr(path, '/');
    const size_t n = slash > path ? (size_t)(slash - path) : 1;
    memcpy(folder, slash ? path : ".", n);
    folder[n] = '\0';
    *name = slash ? slash + 1 : path;
    *lists = true;
    int fd = wt_descriptor_open(AT_FDCWD, folder, O_RDONLY | O_DIRECTORY, 0);
#ifdef O_PATH
    if (fd < 0 && errno == EACCES) { // names may be made there, but not listed
        *lists = false;
        fd = wt_descriptor_open(AT_FDCWD, folder, O_PATH | O_DIRECTORY, 0);
    }
#endif
    return fd;
}

int wt_destination_open(const wt_destination *destination, const wt_guard *guard, int flags,
                        wt_message *message) {
    const char *name;
    bool lists;
    const int folder = wt_destination_folder(destination, &name, &lists);
    const bool may =
        folder >= 0 && (!guard || guard->allows(guard->context, folder, name, message));
    const int fd = may ? wt_descriptor_open(folder, name, flags | O_NOFOLLOW, 0666) : -1;
    const int error = errno;
    if (folder >= 0) {
        close(folder);
    }
    errno = error;
    return fd;
}
