// Creates a file beside a target and gives it its name when it is whole.
#include "io/file/atomic_file.h"

#include "io/file/descriptor.h"
#include "io/file/output.h"
#include "io/file/rights.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "io/file/system.h"

enum { MAX_TRIES = 100, PATH_SIZE = 32 };

static int fail(wt_message *message, const char *step) {
    const int error = errno;
    wt_message_set(message, "%s: %s", step, strerror(error));
    errno = error;
    return -1;
}

static int open_directory(wt_atomic_file *file, const wt_destination *destination) {
    const char *name;
    file->directory = wt_destination_folder(destination, &name, &file->directory_syncs);
    if (strlen(name) >= sizeof file->name) {
        close(file->directory);
        file->directory = -1;
        errno = ENAMETOOLONG;
    } else {
        strcpy(file->name, name);
    }
    return file->directory;
}

// The clock keeps processes of equal number apart that share a disk, each in its own container.
static void make_temporary_name(char out[WT_NAME_SIZE], const char *target) {
    static atomic_uint counter;
    struct timespec now = {0};
    clock_gettime(CLOCK_REALTIME, &now);
    char tail[64];
    const int n_tail = snprintf(tail, sizeof tail, ".wavetable-%ld-%x%08lx.tmp", (long)getpid(),
                                atomic_fetch_add(&counter, 1), (unsigned long)now.tv_nsec);
    size_t n = strlen(target);
    const size_t room = (size_t)(WT_NAME_SIZE - 2 - n_tail);
    if (n > room) {
        for (n = room; n > 0 && (target[n] & 0xC0) == 0x80; n--) { // not inside of a UTF-8 letter
        }
    }
    snprintf(out, WT_NAME_SIZE, ".%.*s%s", (int)n, target, tail);
}

static void path_of(int fd, char path[PATH_SIZE]) {
    snprintf(path, PATH_SIZE, "/proc/self/fd/%d", fd);
}

#ifdef O_TMPFILE
// Whether the system can give a file without a name one, asked until it can.
static bool can_name(int fd) {
    static atomic_bool known;
    if (!known) {
        char path[PATH_SIZE];
        path_of(fd, path);
        known = access(path, F_OK) == 0;
    }
    return known;
}
#endif

// Return -1 with errno EOPNOTSUPP where the system does not know such files, or could not give them
// a name later.
static int create_without_name(wt_atomic_file *file, mode_t mode) {
#ifdef O_TMPFILE
    const int fd = wt_descriptor_open(file->directory, ".", O_RDWR | O_TMPFILE, mode);
    file->has_no_name = fd >= 0 && can_name(fd);
    if (file->has_no_name) {
        return fd;
    }
    if (fd >= 0) {
        close(fd);
    } else if (errno != EISDIR && errno != EINVAL && errno != ENOENT) {
        return -1;
    }
#else
    (void)file, (void)mode;
#endif
    errno = EOPNOTSUPP;
    return -1;
}

#ifdef AT_EMPTY_PATH
// The system will not have a descriptor named, by whatever word: the path may do. A disk that fails
// is another matter.
static bool is_not_allowed(int error) {
    return error == ENOENT || error == EPERM || error == EACCES || error == EINVAL ||
           error == ENOSYS || error == EOPNOTSUPP;
}
#endif

// Give an open file a name. Before Linux 6.10 only root may name a descriptor and not its path.
static int link_whole(const wt_atomic_file *file, const char *name, int whole) {
    char path[PATH_SIZE];
#ifdef AT_EMPTY_PATH
    static atomic_bool needs_path;
    if (!needs_path && linkat(whole, "", file->directory, name, AT_EMPTY_PATH) == 0) {
        return 0;
    }
    if (!needs_path && !is_not_allowed(errno)) {
        return -1;
    }
    needs_path = true;
#endif
    path_of(whole, path);
    return linkat(AT_FDCWD, path, file->directory, name, AT_SYMLINK_FOLLOW);
}

// A file of a name that was not there, new or, where `whole` is a descriptor, that one's.
static int make_named(const wt_atomic_file *file, const char *name, int whole, mode_t mode) {
    if (whole >= 0) {
        return link_whole(file, name, whole) == 0 ? whole : -1;
    }
    return wt_descriptor_open(file->directory, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, mode);
}

static int create_temporary(wt_atomic_file *file, int whole, mode_t mode) {
    const char *stem = file->name;
    for (int i = 0; i < MAX_TRIES; i++) {
        char name[WT_NAME_SIZE];
        make_temporary_name(name, stem);
        file->temporary = wt_temporary_add(file->directory, name);
        if (!file->temporary) {
            return -1;
        }
        const int fd = make_named(file, name, whole, mode);
        if (fd >= 0 && wt_temporary_is_live(file->temporary)) {
            return fd;
        }
        if (fd >= 0) {
            unlinkat(file->directory, name, 0);
            if (fd != whole) {
                close(fd);
            }
            errno = EINTR;
        }
        const int error = errno;
        wt_temporary_release(file->temporary);
        file->temporary = NULL;
        errno = error;
        if (error == ENAMETOOLONG && stem[0] != '\0') {
            stem = ""; // some file systems allow less than 255 bytes
        } else if (error != EEXIST) {
            return -1;
        }
    }
    return -1;
}

static int create(wt_atomic_file *file, mode_t mode) {
    if (wt_output_ending()) {
        errno = EINTR;
        return -1;
    }
    const int fd = create_without_name(file, mode);
    return fd < 0 && errno == EOPNOTSUPP ? create_temporary(file, -1, mode) : fd;
}

static bool is_allowed(const wt_atomic_file *file, const wt_guard *guard, wt_message *message) {
    return !guard || guard->allows(guard->context, file->directory, file->name, message);
}

int wt_atomic_file_create(wt_atomic_file *file, const wt_destination *destination,
                          const wt_guard *guard, wt_message *message) {
    const bool exists = destination->exists;
    // What replaces a file is ours alone until its rights are settled.
    const mode_t mode = exists ? destination->stat.st_mode & 0700 : 0666;
    if (open_directory(file, destination) < 0) {
        return fail(message, "cannot open its directory");
    }
    file->replaces = exists;
    file->has_no_name = file->is_linked = false;
    file->temporary = NULL;
    int fd = -1;
    if (!is_allowed(file, guard, message)) {
        // it has said why
    } else if (exists && faccessat(file->directory, file->name, W_OK, AT_EACCESS) != 0) {
        fail(message, "may not replace it"); // a file that was made read-only is meant to stay
    } else if ((fd = create(file, mode)) < 0) {
        fail(message, "cannot create a file beside it");
    } else if (exists) {
        wt_rights_copy(fd, file->directory, file->name, &destination->stat);
    }
    if (fd < 0) {
        const int error = errno;
        close(file->directory);
        errno = error;
    }
    return fd;
}

// Where the target came to be meanwhile, it is replaced.
int wt_atomic_file_name(wt_atomic_file *file, int fd) {
    struct stat found;
    file->inode = fstat(fd, &found) == 0 ? found.st_ino : 0;
    if (!file->has_no_name) {
        return 0;
    }
    if (wt_output_ending()) {
        errno = EINTR;
        return -1;
    }
    if (!file->replaces && make_named(file, file->name, fd, 0) == fd) {
        file->is_linked = true;
    } else if ((!file->replaces && errno != EEXIST) || create_temporary(file, fd, 0) < 0) {
        return -1;
    }
    file->has_no_name = false;
    return 0;
}

// Finish with errno as it was.
static void forget(wt_atomic_file *file) {
    const int error = errno;
    if (file->temporary) {
        wt_temporary_release(file->temporary);
    }
    close(file->directory);
    errno = error;
}

static ino_t inode_of(int directory, const char *name) {
    struct stat found;
    return fstatat(directory, name, &found, AT_SYMLINK_NOFOLLOW) == 0 ? found.st_ino : 0;
}

// Undo what gave the file its name, unless another process has put its own there since.
static void take_back(const wt_atomic_file *file, bool kept_old) {
    const int error = errno;
    if (file->inode == inode_of(file->directory, file->name)) {
        if (kept_old) {
            renameat(file->directory, wt_temporary_name(file->temporary), file->directory,
                     file->name);
        } else if (!file->replaces) {
            unlinkat(file->directory, file->name, 0);
        }
    }
    errno = error;
}

void wt_atomic_file_discard(wt_atomic_file *file) {
    const int error = errno;
    if (file->is_linked) {
        take_back(file, false);
    } else if (!file->has_no_name) {
        unlinkat(file->directory, wt_temporary_name(file->temporary), 0);
    }
    errno = error;
    forget(file);
}

// Whether nothing stands at the name but, if anything, a regular file. Sets errno.
static bool is_free(const wt_atomic_file *file, const char *name, bool *exists) {
    struct stat found;
    *exists = fstatat(file->directory, name, &found, AT_SYMLINK_NOFOLLOW) == 0;
    if (!*exists) {
        return errno == ENOENT;
    }
    errno = S_ISDIR(found.st_mode) ? EISDIR : EEXIST;
    return S_ISREG(found.st_mode);
}

#ifdef RENAME_EXCHANGE
// New and old change names, so that the old file is still there if its directory cannot be synced.
// What came to stand there in this moment and is no file goes back.
static int exchange(const wt_atomic_file *file) {
    const char *const temporary = wt_temporary_name(file->temporary);
    const int at = file->directory;
    bool exists;
    if (renameat2(at, temporary, at, file->name, RENAME_EXCHANGE) != 0) {
        return -1;
    }
    if (is_free(file, temporary, &exists)) {
        return 0;
    }
    const int error = errno;
    renameat2(at, temporary, at, file->name, RENAME_EXCHANGE);
    errno = error;
    return -1;
}

static bool is_unknown(int error) {
    return error == EINVAL || error == ENOSYS;
}
#endif

// A target may come, go, or become something else at any time: what is no regular file stays.
// Sets `kept_old` where the old file goes by the temporary name.
static int rename_to_target(const wt_atomic_file *file, bool *kept_old) {
    const char *const temporary = wt_temporary_name(file->temporary);
    *kept_old = false;
    for (int i = 0; i < MAX_TRIES; i++) {
        bool exists;
        if (!is_free(file, file->name, &exists)) {
            return -1;
        }
#ifdef RENAME_EXCHANGE
        const int status = exists ? exchange(file)
                                  : renameat2(file->directory, temporary, file->directory,
                                              file->name, RENAME_NOREPLACE);
        if (status == 0) {
            *kept_old = exists;
            return 0;
        }
        if (errno == (exists ? ENOENT : EEXIST)) {
            continue;
        }
        if (!is_unknown(errno)) {
            return -1;
        }
#endif
        return renameat(file->directory, temporary, file->directory, file->name);
    }
    return -1;
}

const char *wt_atomic_file_publish(wt_atomic_file *file, bool sync) {
    const char *failed = NULL;
    bool kept_old = false;
    const bool named = file->is_linked || rename_to_target(file, &kept_old) == 0;
    if (!named) {
        failed = "cannot rename";
    } else if (sync && file->directory_syncs && wt_descriptor_sync(file->directory) != 0) {
        failed = "cannot sync its directory";
        take_back(file, kept_old);
    }
    if (kept_old || !named) {
        wt_atomic_file_discard(file);
    } else {
        forget(file);
    }
    return failed;
}
