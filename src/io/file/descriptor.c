// Opens, writes, syncs and closes descriptors with the system's half-failures settled.
#include "io/file/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#include "io/file/system.h"

enum {
    MAX_WRITE = 1 << 30, // some systems refuse more than INT_MAX at once
    MAX_PATH = 4096,
};

int wt_descriptor_copy(int fd) {
    return fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
}

int wt_descriptor_open(int directory, const char *path, int flags, mode_t mode) {
    int fd;
    do {
        fd = openat(directory, path, flags | O_CLOEXEC | O_NOCTTY, mode);
    } while (fd < 0 && errno == EINTR);
    if (fd < 0 || fd > STDERR_FILENO) {
        return fd;
    }
    const int above = wt_descriptor_copy(fd);
    const int error = errno;
    close(fd);
    errno = error;
    return above;
}

const char *wt_temporary_folder(void) {
    const char *const wanted = getenv("TMPDIR");
    return wanted && wanted[0] != '\0' ? wanted : "/tmp";
}

int wt_descriptor_open_unlinked(const char *folder) {
#ifdef O_TMPFILE
    const int fd = wt_descriptor_open(AT_FDCWD, folder, O_RDWR | O_TMPFILE, 0600);
    if (fd >= 0) {
        return fd;
    }
#endif
    char path[MAX_PATH];
    static const char tail[] = "/wavetable-XXXXXX";
    const size_t n = strlen(folder);
    if (n + sizeof tail > sizeof path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(path, folder, n);
    memcpy(path + n, tail, sizeof tail);
    const int named = mkstemp(path);
    if (named < 0) {
        return -1;
    }
    unlink(path);
    const int above = wt_descriptor_copy(named);
    close(named);
    return above;
}

static void wait_until_writable(int fd) {
    struct pollfd waited = {.fd = fd, .events = POLLOUT};
    (void)poll(&waited, 1, -1); // whatever it says, write tells better
}

// True where a write that returned `n_written`, not above 0, is worth another try.
static bool may_go_on(int fd, ssize_t n_written) {
    if (n_written == 0) {
        errno = EIO;
        return false;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
        wait_until_writable(fd);
        return true;
    }
    return errno == EINTR;
}

int wt_descriptor_write(int fd, const void *bytes, size_t n) {
    const char *from = bytes;
    while (n > 0) {
        const ssize_t n_written = write(fd, from, n < MAX_WRITE ? n : MAX_WRITE);
        if (n_written > 0) {
            from += n_written;
            n -= (size_t)n_written;
        } else if (!may_go_on(fd, n_written)) {
            return -1;
        }
    }
    return 0;
}

int wt_descriptor_write_two(int fd, const void *first, size_t n_first, const void *bytes,
                            size_t n) {
    const char *from = first;
    while (n_first > 0 && n > 0) {
        const struct iovec both[] = {{(char *)from, n_first},
                                     {(char *)bytes, n < MAX_WRITE ? n : MAX_WRITE}};
        const ssize_t n_written = writev(fd, both, 2);
        if (n_written > 0) {
            const size_t done = (size_t)n_written;
            const size_t of_first = done < n_first ? done : n_first;
            from += of_first;
            n_first -= of_first;
            bytes = (const char *)bytes + (done - of_first);
            n -= done - of_first;
        } else if (!may_go_on(fd, n_written)) {
            return -1;
        }
    }
    const int status = wt_descriptor_write(fd, from, n_first);
    return status == 0 ? wt_descriptor_write(fd, bytes, n) : status;
}

int wt_descriptor_sync(int fd) {
    int status;
    do {
        status = fsync(fd);
    } while (status != 0 && errno == EINTR);
    const int cannot = errno == EINVAL || errno == EROFS || errno == ENOTSUP || errno == ENOSYS;
    return status != 0 && cannot ? 0 : status;
}

int wt_descriptor_close(int fd) {
    const int status = close(fd);
    return status != 0 && errno == EINTR ? 0 : status;
}
