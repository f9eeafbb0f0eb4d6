// System calls that fail when a test says so: each test file that includes this is linked with
// --wrap for them (see CMakeLists.txt).
#ifndef WT_TESTS_FAILING_CALLS_H
#define WT_TESTS_FAILING_CALLS_H

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/uio.h>
#include <unistd.h>

typedef enum {
    CALL_WRITE,
    CALL_FSYNC,
    CALL_CLOSE,
    CALL_RENAME,
    CALL_OPEN,
    CALL_SEEK,
    CALL_READ,
    N_CALLS,
} failing_call;

extern const char *const call_names[N_CALLS];

// Which call fails: the `at`-th of its kind from arming on, counted from 1, with `error`, and all
// later ones too with `for_ever`.
typedef struct {
    failing_call call;
    int at;
    int error;
    bool for_ever;
    int n_calls;
    bool has_failed;
    int write_step; // 0: writes are whole; else at most so many bytes each
    bool names_all; // the file system knows no files without a name
} failing_plan;

extern failing_plan failing;

void fail_at(failing_call call, int at, int error, bool for_ever);
void fail_no_more(void);

#endif
