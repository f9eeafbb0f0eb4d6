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
wt_status store(const char *path, int *error, wt_message *message);
void assert_stored(const char *path);

// Run in a process of its own and return its exit status.
int in_child(int (*run)(void));

#endif
