// A folder for one test file, and what lies in it.
#ifndef WT_TESTS_FOLDER_H
#define WT_TESTS_FOLDER_H

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

extern char folder[64];

// Make the folder and go there, so that tests name files plainly.
int enter_folder(void **state);
int n_files(void);

// Remove every file in the folder, wherever the test has gone to; it has no folders in it.
void empty_folder(void);
int leave_folder(void **state);
void make_file(const char *name, const void *bytes, size_t n);

// The bytes of a file, to be freed, or null; `n` receives how many.
unsigned char *file_bytes(const char *name, size_t *n);
bool file_is(const char *name, const void *bytes, size_t n);

#endif
