// Owner, mode and extended attributes, copied from one file to another.
#include "io/file/rights.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "io/file/system.h"

#ifdef WT_HAS_ATTRIBUTES
#include <sys/xattr.h>
#endif

enum { MOST_NAMES = 4096, MOST_VALUE = 4096, PATH_SIZE = NAME_MAX + 40 };

// Owner and group; where we may not give the file away, at least the group.
static void copy_owner(int fd, const struct stat *old) {
    if (fchown(fd, old->st_uid, old->st_gid) != 0) {
        (void)!fchown(fd, (uid_t)-1, old->st_gid);
    }
}

// In another group than the old one, nobody may do what not both its group and all others could.
static mode_t mode_for(int fd, const struct stat *old) {
    const mode_t mode = old->st_mode & 0777;
    struct stat new;
    if (fstat(fd, &new) == 0 && new.st_gid == old->st_gid) {
        return mode;
    }
    const mode_t both = mode & (mode >> 3) & 0007;
    return (mode & 0700) | both << 3 | both;
}

#ifdef WT_HAS_ATTRIBUTES
static const char acl[] = "system.posix_acl_access";

static ssize_t copy_attribute(int fd, const char *path, const char *name) {
    char value[MOST_VALUE];
    const ssize_t n = lgetxattr(path, name, value, sizeof value);
    return n < 0 ? -1 : fsetxattr(fd, name, value, (size_t)n, 0);
}

// Attributes of all kinds but the list of rights, as far as they can be read and set.
static void copy_attributes(int fd, const char *path) {
    char names[MOST_NAMES];
    const ssize_t n = llistxattr(path, names, sizeof names);
    for (ssize_t i = 0; i < n; i += (ssize_t)strlen(names + i) + 1) {
        if (strcmp(names + i, acl) != 0) {
            copy_attribute(fd, path, names + i);
        }
    }
}

// A folder may give new files a list of its own, which the old file did not have. With a list, the
// group's bits in the mode are what anybody named in it has at most, not what the group has.
// False: the old list, if there was one, could not be copied.
static bool copy_list(int fd, const char *path) {
    if (copy_attribute(fd, path, acl) == 0) {
        return true;
    }
    const bool had_none = errno == ENODATA || errno == EOPNOTSUPP;
    fremovexattr(fd, acl);
    return had_none;
}

static void set_mode_and_list(int fd, const char *path, mode_t mode) {
    (void)!fchmod(fd, mode);
    if (!copy_list(fd, path)) {
        (void)!fchmod(fd, mode & 0707);
    } else if (lgetxattr(path, acl, NULL, 0) < 0) {
        (void)!fchmod(fd, mode); // what the folder's list had left of it
    }
}
#else
static void copy_attributes(int fd, const char *path) {
    (void)fd, (void)path;
}

static void set_mode_and_list(int fd, const char *path, mode_t mode) {
    (void)path;
    (void)!fchmod(fd, mode);
}
#endif

void wt_rights_copy(int fd, int directory, const char *name, const struct stat *old) {
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "/proc/self/fd/%d/%s", directory, name);
    copy_owner(fd, old);
    copy_attributes(fd, path);
    set_mode_and_list(fd, path, mode_for(fd, old));
}
