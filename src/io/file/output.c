// Bytes on their way to a file, descriptor or device, and the first thing that went wrong.
#include "io/file/output.h"

#include "io/file/atomic_file.h"
#include "io/file/descriptor.h"
#include "io/file/destination.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/file/system.h"

struct wt_output {
    int fd;
    bool is_atomic; // `file` holds a temporary to rename
    wt_atomic_file file;
    const char *spool_folder; // null: no spool
    bool in_memory;           // `memory` takes the bytes, `base` in front of them left free
    uint8_t *memory;
    size_t room;
    bool syncs; // before it is closed
    bool seekable;
    int64_t base;     // where in the open file our byte 0 is
    int64_t position; // ours: of the next byte
    int64_t offset;   // the descriptor's, so that writing in order needs no lseek
    int64_t size;
    const char *failed; // the first step that failed: "cannot write"
    int error;          // and its errno
};

static wt_status fail(wt_output *output, const char *step) {
    if (!output->failed) {
        output->failed = step;
        output->error = errno;
    }
    return WT_SYSTEM;
}

// Pipes and terminals cannot seek, and what is open for appending writes at the end all the same. A
// file that was just made is none of these.
static void look_at_descriptor(wt_output *output, wt_sync sync) {
    if (output->is_atomic) {
        output->syncs = sync != WT_SYNC_NONE;
        output->seekable = true;
        return;
    }
    struct stat found;
    const bool known = fstat(output->fd, &found) == 0;
    const bool on_disk = known && (S_ISREG(found.st_mode) || S_ISBLK(found.st_mode));
    const int flags = fcntl(output->fd, F_GETFL);
    output->syncs = sync != WT_SYNC_NONE && on_disk;
    output->base = on_disk ? lseek(output->fd, 0, SEEK_CUR) : -1;
    output->seekable = output->base >= 0 && flags >= 0 && !(flags & O_APPEND);
}

static int open_destination(wt_output *output, const char *path, const wt_guard *guard,
                            wt_message *message) {
    wt_destination destination;
    if (wt_destination_find(&destination, path, message) != WT_OK) {
        return -1;
    }
    int fd;
    switch (destination.place) {
    case WT_AT_FILE:
        fd = wt_atomic_file_create(&output->file, &destination, guard, message);
        output->is_atomic = fd >= 0;
        return fd;
    case WT_AT_DESCRIPTOR:
        fd = guard ? -1 : wt_descriptor_copy(destination.descriptor);
        errno = guard ? EACCES : errno; // it is no place in a folder
        break;
    default: // written in place, in the folder that was looked at
        fd = guard ? wt_destination_open(&destination, guard, O_WRONLY, message)
                   : wt_descriptor_open(AT_FDCWD, destination.path, O_WRONLY, 0);
    }
    const bool guard_told = guard && message && message->text[0] != '\0';
    if (fd < 0 && !guard_told) {
        wt_message_set(message, "cannot open: %s", strerror(errno));
    }
    return fd;
}

wt_status wt_output_open(wt_output **output, const char *path, wt_sync sync, wt_message *message) {
    return wt_output_open_guarded(output, path, sync, NULL, message);
}

wt_status wt_output_open_guarded(wt_output **output, const char *path, wt_sync sync,
                                 const wt_guard *guard, wt_message *message) {
    *output = calloc(1, sizeof **output);
    if (!*output) {
        return WT_NO_MEMORY;
    }
    (*output)->fd = open_destination(*output, path, guard, message);
    if ((*output)->fd < 0) {
        const int error = errno;
        free(*output);
        *output = NULL;
        errno = error;
        return WT_SYSTEM;
    }
    look_at_descriptor(*output, sync);
    return WT_OK;
}

wt_status wt_output_open_spool(wt_output **output, wt_message *message) {
    const char *const folder = wt_temporary_folder();
    *output = calloc(1, sizeof **output);
    if (!*output) {
        return WT_NO_MEMORY;
    }
    (*output)->fd = wt_descriptor_open_unlinked(folder);
    if ((*output)->fd < 0) {
        wt_message_set(message, "cannot create a temporary file in %.200s: %s (set TMPDIR)", folder,
                       strerror(errno));
        const int error = errno;
        free(*output);
        *output = NULL;
        errno = error;
        return WT_SYSTEM;
    }
    (*output)->spool_folder = folder;
    (*output)->seekable = true;
    return WT_OK;
}

wt_status wt_output_open_memory(wt_output **output, size_t before) {
    *output = calloc(1, sizeof **output);
    if (!*output) {
        return WT_NO_MEMORY;
    }
    **output = (wt_output){.fd = -1, .in_memory = true, .seekable = true, .base = (int64_t)before};
    return WT_OK;
}

static bool has_room(wt_output *output, size_t size) {
    if (size > output->room) {
        const size_t room = size > 2 * output->room ? size : 2 * output->room;
        uint8_t *grown = realloc(output->memory, room);
        output->memory = grown ? grown : output->memory;
        output->room = grown ? room : output->room;
    }
    return size <= output->room;
}

static wt_status remember(wt_output *output, const void *bytes, size_t n) {
    const size_t at = (size_t)(output->base + output->position);
    const size_t end = (size_t)(output->base + output->size);
    if (!has_room(output, at + n)) {
        errno = ENOMEM;
        return fail(output, "cannot keep it");
    }
    if (at > end) {
        memset(output->memory + end, 0, at - end);
    }
    if (n > 0) {
        memcpy(output->memory + at, bytes, n);
    }
    output->position += (int64_t)n;
    output->size = output->position > output->size ? output->position : output->size;
    return WT_OK;
}

void *wt_output_take_memory(wt_output *output, size_t behind, size_t *n) {
    uint8_t *memory = NULL;
    *n = (size_t)output->size;
    if (!output->failed && has_room(output, (size_t)output->base + *n + behind)) {
        memory = output->memory;
        output->memory = NULL;
    }
    wt_output_abandon(output);
    return memory;
}

bool wt_output_seekable(const wt_output *output) {
    return output->seekable;
}

bool wt_output_readable(const wt_output *output) {
    return output->seekable &&
           (output->in_memory || (fcntl(output->fd, F_GETFL) & O_ACCMODE) == O_RDWR);
}

int64_t wt_output_size(const wt_output *output) {
    return output->size;
}

static wt_status go_to_position(wt_output *output) {
    if (output->offset == output->position) {
        return WT_OK;
    }
    if (lseek(output->fd, output->base + output->position, SEEK_SET) < 0) {
        return fail(output, "cannot seek");
    }
    output->offset = output->position;
    return WT_OK;
}

wt_status wt_output_write(wt_output *output, const void *bytes, size_t n) {
    return wt_output_write_two(output, NULL, 0, bytes, n);
}

wt_status wt_output_write_two(wt_output *output, const void *first, size_t n_first,
                              const void *bytes, size_t n) {
    if (output->in_memory && !output->failed) {
        const wt_status status = remember(output, first, n_first);
        return status == WT_OK ? remember(output, bytes, n) : status;
    }
    if (output->failed || go_to_position(output) != WT_OK) {
        return WT_SYSTEM;
    }
    if (wt_descriptor_write_two(output->fd, first, n_first, bytes, n) != 0) {
        return fail(output, "cannot write");
    }
    output->position += (int64_t)(n_first + n);
    output->offset = output->position;
    if (output->position > output->size) {
        output->size = output->position;
    }
    return WT_OK;
}

enum { LONG_FILE = 1 << 20 }; // bytes; for less it does not pay

// Blocks beyond the end of the file do not show in its size.
void wt_output_expect(wt_output *output, uint64_t n) {
    enum { HEADS = 4096 }; // what comes before and behind
    if (output->in_memory && n < SIZE_MAX / 4) {
        (void)has_room(output, (size_t)output->base + (size_t)n + HEADS);
        return;
    }
#ifdef FALLOC_FL_KEEP_SIZE
    if (output->is_atomic && n >= LONG_FILE && n <= INT64_MAX) {
        (void)fallocate(output->fd, FALLOC_FL_KEEP_SIZE, 0, (off_t)n);
    }
#else
    (void)output, (void)n;
#endif
}

wt_status wt_output_seek(wt_output *output, int64_t offset, int whence, int64_t *position) {
    const int64_t from = whence == SEEK_SET   ? 0
                         : whence == SEEK_END ? output->size
                                              : output->position;
    if (output->failed) {
        return WT_SYSTEM;
    }
    if (offset < -from || offset > INT64_MAX - from) {
        return WT_BAD_RANGE;
    }
    if (!output->seekable && from + offset != output->position) {
        return WT_UNSUPPORTED;
    }
    output->position = from + offset;
    if (position) {
        *position = output->position;
    }
    return WT_OK;
}

wt_status wt_output_read(wt_output *output, void *bytes, size_t n, size_t *n_read) {
    *n_read = 0;
    if (output->in_memory) {
        const int64_t left = output->size - output->position;
        *n_read = left <= 0 ? 0 : (int64_t)n < left ? n : (size_t)left;
        if (*n_read > 0) {
            memcpy(bytes, output->memory + output->base + output->position, *n_read);
        }
        output->position += (int64_t)*n_read;
        return output->failed ? WT_SYSTEM : WT_OK;
    }
    while (!output->failed && *n_read < n) {
        const ssize_t got = pread(output->fd, (char *)bytes + *n_read, n - *n_read,
                                  output->base + output->position);
        if (got < 0 && errno != EINTR) {
            return fail(output, "cannot read back");
        }
        if (got == 0) {
            break;
        }
        if (got > 0) {
            *n_read += (size_t)got;
            output->position += got;
        }
    }
    return output->failed ? WT_SYSTEM : WT_OK;
}

wt_status wt_output_status(const wt_output *output, int *error, wt_message *message) {
    if (error) {
        *error = output->error;
    }
    if (!output->failed) {
        return WT_OK;
    }
    if (output->spool_folder) {
        wt_message_set(message, "%s a temporary file in %.200s: %s (set TMPDIR)", output->failed,
                       output->spool_folder, strerror(output->error));
    } else {
        wt_message_set(message, "%s: %s", output->failed, strerror(output->error));
    }
    return WT_SYSTEM;
}

wt_status wt_output_commit(wt_output *output, int *error, wt_message *message) {
    // Whoever shares a descriptor that we wrote in place goes on after our last byte.
    output->position = output->size;
    if (!output->failed && !output->is_atomic && output->seekable) {
        go_to_position(output);
    }
    if (!output->failed && output->syncs && wt_descriptor_sync(output->fd) != 0) {
        fail(output, "cannot sync");
    }
    if (!output->failed && output->is_atomic &&
        wt_atomic_file_name(&output->file, output->fd) != 0) {
        fail(output, "cannot rename");
    }
    if (wt_descriptor_close(output->fd) != 0) {
        fail(output, "cannot close");
    }
    if (output->is_atomic && output->failed) {
        wt_atomic_file_discard(&output->file);
    } else if (output->is_atomic) {
        const char *const step = wt_atomic_file_publish(&output->file, output->syncs);
        if (step) {
            fail(output, step);
        }
    }
    const wt_status status = wt_output_status(output, error, message);
    free(output);
    return status;
}

void wt_output_abandon(wt_output *output) {
    if (!output) {
        return;
    }
    const int saved_errno = errno;
    if (output->fd >= 0) {
        close(output->fd);
    }
    if (output->is_atomic) {
        wt_atomic_file_discard(&output->file);
    }
    free(output->memory);
    free(output);
    errno = saved_errno;
}
