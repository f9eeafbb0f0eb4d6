// One call of a whole process fails, or all from it on, whoever makes it: for what LD_PRELOAD
// loads.
//
// WT_FAIL_CALL=N: the Nth from the start, from 1; N+: and all later ones. WT_COUNT_CALLS=FILE: how
// many there were is written there at the end.
#ifndef WT_TESTS_NTH_CALL_H
#define WT_TESTS_NTH_CALL_H

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_long seen;
static long failing; // 0: none
static int for_ever;
static const rlim_t longest_s = 20;

__attribute__((constructor)) static void begin(void) {
    const char *const text = getenv("WT_FAIL_CALL");
    failing = text ? strtol(text, NULL, 10) : 0;
    for_ever = text && strchr(text, '+');
    seen = 0;
    setrlimit(RLIMIT_CPU,
              &(struct rlimit){longest_s, longest_s}); // libsndfile never ends a CAF it cannot stat
}

__attribute__((destructor)) static void end(void) {
    const char *const path = getenv("WT_COUNT_CALLS");
    const int flags = O_WRONLY | O_CREAT | O_TRUNC;
    const int fd = path ? (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0600) : -1;
    char text[32];
    const int n = snprintf(text, sizeof text, "%ld\n", (long)seen);
    if (fd >= 0) {
        (void)!write(fd, text, (size_t)n);
        close(fd);
    }
}

static int fails(int error) {
    const long n = atomic_fetch_add(&seen, 1) + 1;
    const int is_failing = failing > 0 && (n == failing || (for_ever && n > failing));
    errno = is_failing ? error : errno;
    return is_failing;
}

#endif
