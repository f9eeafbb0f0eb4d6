// Calls that find, open, read, map and link files, and fail. (Those of the C library's own, as
// fopen makes them, and of the loader go past.)
#include "nth_call.h"

#include <dirent.h>
#include <dlfcn.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>

// The function of the C library: RESULT NAME(PARAMETERS) called with ARGUMENTS, or -1.
#define FAILING(result, name, parameters, arguments, error, failed)                                \
    result name parameters {                                                                       \
        static result(*real) parameters;                                                           \
        if (!real) {                                                                               \
            *(void **)&real = dlsym(RTLD_NEXT, #name);                                             \
        }                                                                                          \
        return fails(error) ? (failed) : real arguments;                                           \
    }

#define FAILING_OPEN(name, parameters, arguments)                                                  \
    int name parameters {                                                                          \
        static int(*real) parameters;                                                              \
        if (!real) {                                                                               \
            *(void **)&real = dlsym(RTLD_NEXT, #name);                                             \
        }                                                                                          \
        va_list list;                                                                              \
        va_start(list, flags);                                                                     \
        const mode_t mode = va_arg(list, mode_t);                                                  \
        va_end(list);                                                                              \
        return fails(EIO) ? -1 : real arguments;                                                   \
    }

FAILING_OPEN(open, (const char *path, int flags, ...), (path, flags, mode))
FAILING_OPEN(open64, (const char *path, int flags, ...), (path, flags, mode))
FAILING_OPEN(openat, (int folder, const char *path, int flags, ...), (folder, path, flags, mode))
FAILING_OPEN(openat64, (int folder, const char *path, int flags, ...), (folder, path, flags, mode))

FAILING(ssize_t, read, (int fd, void *to, size_t n), (fd, to, n), EIO, -1)
FAILING(ssize_t, pread, (int fd, void *to, size_t n, off_t at), (fd, to, n, at), EIO, -1)
FAILING(ssize_t, pread64, (int fd, void *to, size_t n, off64_t at), (fd, to, n, at), EIO, -1)
FAILING(int, stat64, (const char *path, struct stat64 *to), (path, to), EIO, -1)
FAILING(int, lstat, (const char *path, struct stat *to), (path, to), EIO, -1)
FAILING(int, lstat64, (const char *path, struct stat64 *to), (path, to), EIO, -1)
FAILING(int, fstat, (int fd, struct stat *to), (fd, to), EIO, -1)
FAILING(int, fstat64, (int fd, struct stat64 *to), (fd, to), EIO, -1)
FAILING(int, fstatat, (int folder, const char *path, struct stat *to, int flags),
        (folder, path, to, flags), EIO, -1)
FAILING(int, fstatat64, (int folder, const char *path, struct stat64 *to, int flags),
        (folder, path, to, flags), EIO, -1)
FAILING(int, access, (const char *path, int mode), (path, mode), EIO, -1)
FAILING(DIR *, opendir, (const char *path), (path), EIO, NULL)
FAILING(DIR *, fdopendir, (int fd), (fd), EIO, NULL)
FAILING(struct dirent *, readdir, (DIR * of), (of), EIO, NULL)
FAILING(struct dirent64 *, readdir64, (DIR * of), (of), EIO, NULL)
FAILING(void *, mmap, (void *at, size_t n, int may, int flags, int fd, off_t from),
        (at, n, may, flags, fd, from), ENOMEM, MAP_FAILED)
FAILING(void *, mmap64, (void *at, size_t n, int may, int flags, int fd, off64_t from),
        (at, n, may, flags, fd, from), ENOMEM, MAP_FAILED)
FAILING(int, linkat, (int from, const char *old, int to, const char *new, int flags),
        (from, old, to, new, flags), EPERM, -1)
FAILING(int, link, (const char *old, const char *new), (old, new), EPERM, -1)

// (Where the program lies is not always known, and it looks elsewhere then.)
ssize_t readlink(const char *path, char *to, size_t n) {
    static ssize_t (*real)(const char *path, char *to, size_t n);
    if (!real) {
        *(void **)&real = dlsym(RTLD_NEXT, "readlink");
    }
    return strcmp(path, "/proc/self/exe") != 0 && fails(EIO) ? -1 : real(path, to, n);
}
