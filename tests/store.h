// What the tests of outputs write, and processes of their own to do it in.
#ifndef WT_TESTS_STORE_H
#define WT_TESTS_STORE_H

#include "io/file/output.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char old_text[] = "the old file";
static const char new_text[] = "HEAD and the new file";
enum { OLD_SIZE = sizeof old_text - 1, NEW_SIZE = sizeof new_text - 1 };

// Write new_text to `path` as a sound file is written: in pieces, and the head once more.
static inline wt_status store(const char *path, int *error, wt_message *message) {
    wt_output *output;
    wt_status status = wt_output_open(&output, path, WT_SYNC_FILE, message);
    if (status != WT_OK) {
        *error = errno;
        return status;
    }
    wt_output_write(output, "head", 4);
    wt_output_write(output, new_text + 4, 7);
    wt_output_write(output, new_text + 11, NEW_SIZE - 11);
    if (wt_output_seekable(output)) {
        wt_output_seek(output, 0, SEEK_SET, NULL);
        wt_output_write(output, "HEAD", 4);
    }
    return wt_output_commit(output, error, message);
}

static inline void assert_stored(const char *path) {
    wt_message message = {""};
    int error = 0;
    if (store(path, &error, &message) != WT_OK) {
        fail_msg("%s: %s", path, message.text);
    }
    assert_int_equal(error, 0);
}

// Run in a process of its own and return its exit status.
static inline int in_child(int (*run)(void)) {
    const pid_t child = fork();
    if (child == 0) {
        _exit(run());
    }
    int status = -1;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

#endif
