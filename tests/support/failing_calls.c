#include "failing_calls.h"

ssize_t __real_write(int fd, const void *bytes, size_t n);
ssize_t __real_writev(int fd, const struct iovec *runs, int n);
int __real_fsync(int fd);
int __real_close(int fd);
int __real_renameat(int from, const char *old, int to, const char *new);
int __real_renameat2(int from, const char *old, int to, const char *new, unsigned flags);
int __real_linkat(int from, const char *old, int to, const char *new, int flags);
int __real_openat(int directory, const char *path, int flags, mode_t mode);
off_t __real_lseek(int fd, off_t offset, int whence);
ssize_t __real_pread(int fd, void *to, size_t n, off_t at);
ssize_t __wrap_write(int fd, const void *bytes, size_t n);
ssize_t __wrap_writev(int fd, const struct iovec *runs, int n);
int __wrap_fsync(int fd);
int __wrap_close(int fd);
int __wrap_renameat(int from, const char *old, int to, const char *new);
int __wrap_renameat2(int from, const char *old, int to, const char *new, unsigned flags);
int __wrap_linkat(int from, const char *old, int to, const char *new, int flags);
int __wrap_openat(int directory, const char *path, int flags, ...);
off_t __wrap_lseek(int fd, off_t offset, int whence);
ssize_t __wrap_pread(int fd, void *to, size_t n, off_t at);

const char *const call_names[N_CALLS] = {"write", "fsync", "close", "rename",
                                         "open",  "seek",  "read"};

failing_plan failing;

void fail_at(failing_call call, int at, int error, bool for_ever) {
    failing.call = call;
    failing.at = at;
    failing.error = error;
    failing.for_ever = for_ever;
    failing.n_calls = 0;
    failing.has_failed = false;
}

void fail_no_more(void) {
    failing.at = 0;
    failing.write_step = 0;
}

static bool fails_now(failing_call call) {
    if (failing.at == 0 || failing.call != call) {
        return false;
    }
    failing.n_calls++;
    if (failing.n_calls != failing.at && !(failing.for_ever && failing.n_calls > failing.at)) {
        return false;
    }
    failing.has_failed = true;
    errno = failing.error;
    return true;
}

ssize_t __wrap_write(int fd, const void *bytes, size_t n) {
    const size_t step = failing.write_step > 0 ? (size_t)failing.write_step : n;
    return fails_now(CALL_WRITE) ? -1 : __real_write(fd, bytes, n < step ? n : step);
}

ssize_t __wrap_writev(int fd, const struct iovec *runs, int n) {
    if (failing.write_step > 0) {
        return __wrap_write(fd, runs[0].iov_base, runs[0].iov_len);
    }
    return fails_now(CALL_WRITE) ? -1 : __real_writev(fd, runs, n);
}

int __wrap_fsync(int fd) {
    return fails_now(CALL_FSYNC) ? -1 : __real_fsync(fd);
}

// A close that fails has closed all the same.
int __wrap_close(int fd) {
    const int status = __real_close(fd);
    return fails_now(CALL_CLOSE) ? -1 : status;
}

int __wrap_renameat(int from, const char *old, int to, const char *new) {
    return fails_now(CALL_RENAME) ? -1 : __real_renameat(from, old, to, new);
}

int __wrap_renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
    return fails_now(CALL_RENAME) ? -1 : __real_renameat2(from, old, to, new, flags);
}

int __wrap_linkat(int from, const char *old, int to, const char *new, int flags) {
    return fails_now(CALL_RENAME) ? -1 : __real_linkat(from, old, to, new, flags);
}

int __wrap_openat(int directory, const char *path, int flags, ...) {
    va_list arguments;
    va_start(arguments, flags);
    const mode_t mode = va_arg(arguments, mode_t);
    va_end(arguments);
#ifdef O_TMPFILE
    if (failing.names_all && (flags & O_TMPFILE) == O_TMPFILE) {
        errno = EOPNOTSUPP;
        return -1;
    }
#endif
    return fails_now(CALL_OPEN) ? -1 : __real_openat(directory, path, flags, mode);
}

off_t __wrap_lseek(int fd, off_t offset, int whence) {
    return fails_now(CALL_SEEK) ? -1 : __real_lseek(fd, offset, whence);
}

ssize_t __wrap_pread(int fd, void *to, size_t n, off_t at) {
    return fails_now(CALL_READ) ? -1 : __real_pread(fd, to, n, at);
}
