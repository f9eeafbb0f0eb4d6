// A destination for bytes that appears whole or not at all, and remembers its first failure.
#ifndef WT_IO_FILE_OUTPUT_H
#define WT_IO_FILE_OUTPUT_H

#include "base/message.h"
#include "base/status.h"
#include "io/file/guard.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

typedef struct wt_output wt_output;

typedef enum {
    WT_SYNC_FILE, // fsync every file before its rename, and its directory after
    WT_SYNC_END,  // the same for one file; who writes many syncs them together
    WT_SYNC_NONE, // leave it to the system
} wt_sync;

// Open `path` for writing. A regular file is written beside its target under a
// temporary name and renamed by wt_output_commit; a device, FIFO or /dev/stdout is
// written in place, and so is "-", standard output. WT_SYSTEM with errno where it cannot be.
wt_status wt_output_open(wt_output **output, const char *path, wt_sync sync, wt_message *message);

// The same where `guard` allows it: of the folder that is open by then. Null: anywhere.
wt_status wt_output_open_guarded(wt_output **output, const char *path, wt_sync sync,
                                 const wt_guard *guard, wt_message *message);

// Open a file without a name in TMPDIR: for bytes that must be complete before they are sent to
// something that cannot seek. It is gone when abandoned; it is not to be committed.
wt_status wt_output_open_spool(wt_output **output, wt_message *message);

// Open an output that is memory, with `before` bytes left free in front of byte 0.
wt_status wt_output_open_memory(wt_output **output, size_t before);

// Close such an output and return its memory, the `before` bytes and *n of what was written, and
// room for `behind` more; the caller frees it. Null: no memory, or writing failed.
void *wt_output_take_memory(wt_output *output, size_t behind, size_t *n);

// True where wt_output_seek works: a regular file, not a pipe or terminal.
bool wt_output_seekable(const wt_output *output);

// True where wt_output_read works, too: not what a shell's > has opened, for writing alone.
bool wt_output_readable(const wt_output *output);

// Write all of `n` bytes: retries short writes, EINTR and EAGAIN (by poll). After the first
// failure every call returns it again and does nothing.
wt_status wt_output_write(wt_output *output, const void *bytes, size_t n);

// The same for two runs of bytes, the second right after the first.
wt_status wt_output_write_two(wt_output *output, const void *first, size_t n_first,
                              const void *bytes, size_t n);

// Say that at least `n` bytes are to come: a disk that is told can lay a long file out at once. A
// system that cannot, or will not, is no failure.
void wt_output_expect(wt_output *output, uint64_t n);

// As lseek, pread (of what was written): for libsndfile's virtual I/O.
wt_status wt_output_seek(wt_output *output, int64_t offset, int whence, int64_t *position);
int64_t wt_output_size(const wt_output *output);
wt_status wt_output_read(wt_output *output, void *bytes, size_t n, size_t *n_read);

// The first failure (WT_OK: none), its errno, and the message "cannot write: No space left on
// device".
wt_status wt_output_status(const wt_output *output, int *error, wt_message *message);

// Flush, sync, close, rename. Frees `output` whatever happens. On failure the
// target is as it was before wt_output_open and no temporary is left; only where the
// system cannot exchange two names (RENAME_EXCHANGE) and the sync of the directory after the
// rename is what failed does the new file, whole, stand in its place.
wt_status wt_output_commit(wt_output *output, int *error, wt_message *message);

// Close and remove the temporary. Frees `output`. Null is allowed.
void wt_output_abandon(wt_output *output);

// Unlink every temporary of this process that is still open, and let no new one be made: for a
// handler that ends the process. Async-signal-safe.
void wt_output_unlink_all(void);

// True once wt_output_unlink_all was called: outputs that fail from then on are its doing.
bool wt_output_ending(void);

#endif
