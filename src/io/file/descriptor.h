// File descriptors above the standard three, and what their calls mean by failure.
#ifndef WT_IO_FILE_DESCRIPTOR_H
#define WT_IO_FILE_DESCRIPTOR_H

#include <stddef.h>
#include <sys/types.h>

// As openat, close-on-exec, without ever becoming a terminal's process or one of descriptors 0-2:
// where a shell closed those, a message to stderr would end up in the file.
int wt_descriptor_open(int directory, const char *path, int flags, mode_t mode);

// Return where temporary files belong: TMPDIR, or /tmp.
const char *wt_temporary_folder(void);

// Open a file in `folder` that has no name and is gone with its descriptor.
int wt_descriptor_open_unlinked(const char *folder);

// As dup, under the same promise.
int wt_descriptor_copy(int fd);

// Write all `n` bytes, through EINTR, short writes and, by poll, EAGAIN. 0, or -1 with errno.
int wt_descriptor_write(int fd, const void *bytes, size_t n);

// The same for two runs of bytes, the second right after the first.
int wt_descriptor_write_two(int fd, const void *first, size_t n_first, const void *bytes, size_t n);

// As fsync, but what cannot be synced, such as a pipe, is no failure.
int wt_descriptor_sync(int fd);

// As close, but an interrupted close is done: a second could close another thread's file.
int wt_descriptor_close(int fd);

#endif
