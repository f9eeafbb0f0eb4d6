// Makes one allocation of a whole process fail, or all from it on, whoever asks: loaded by
// LD_PRELOAD.
//
// WT_FAIL_ALLOC=N: the Nth from the start, from 1; N+: and all later ones. WT_COUNT_ALLOC=FILE: how
// many there were is written there at the end.
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static atomic_long seen;
static long failing; // 0: none
static int for_ever;

__attribute__((constructor)) static void begin(void) {
    const char *const text = getenv("WT_FAIL_ALLOC");
    failing = text ? strtol(text, NULL, 10) : 0;
    for_ever = text && strchr(text, '+');
    seen = 0;
}

__attribute__((destructor)) static void end(void) {
    const char *const path = getenv("WT_COUNT_ALLOC");
    const int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;
    char text[32];
    const int n = snprintf(text, sizeof text, "%ld\n", (long)seen);
    if (fd >= 0) {
        (void)!write(fd, text, (size_t)n);
        close(fd);
    }
}

static int fails(void) {
    const long n = atomic_fetch_add(&seen, 1) + 1;
    const int is_failing = failing > 0 && (n == failing || (for_ever && n > failing));
    errno = is_failing ? ENOMEM : errno;
    return is_failing;
}

void *malloc(size_t size) {
    return fails() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
    return fails() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *block, size_t size) {
    return fails() ? NULL : __libc_realloc(block, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    return fails() ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void **block, size_t alignment, size_t size) {
    *block = fails() ? NULL : __libc_memalign(alignment, size);
    return *block ? 0 : ENOMEM;
}
