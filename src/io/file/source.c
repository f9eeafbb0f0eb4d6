// Reads exact ranges of a file by pread, or of memory.
#include "io/file/source.h"

#include "io/file/neighbour.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void wt_source_memory(wt_source *source, const uint8_t *bytes, size_t n) {
    source->bytes = n > 0 ? bytes : (const uint8_t *)"";
    source->fd = -1;
    source->size = n;
    source->window_at = 0;
    source->window_size = 0;
}

static wt_status fail(int error, const char *doing, wt_message *message) {
    wt_message_set(message, "%s: %s", doing, strerror(error));
    errno = error;
    return WT_SYSTEM;
}

static const char *kind_of(mode_t mode) {
    return S_ISFIFO(mode)   ? "a FIFO"
           : S_ISSOCK(mode) ? "a socket"
           : S_ISCHR(mode)  ? "a character device"
           : S_ISBLK(mode)  ? "a block device"
                            : "no regular file";
}

static wt_status require_regular(const struct stat *found, wt_message *message) {
    if (S_ISREG(found->st_mode)) {
        return WT_OK;
    }
    if (S_ISDIR(found->st_mode)) {
        return fail(EISDIR, "cannot read", message);
    }
    wt_message_set(message, "is %s (copy it to a regular file first)", kind_of(found->st_mode));
    errno = EINVAL;
    return WT_SYSTEM;
}

wt_status wt_source_open(wt_source *source, const char *path, wt_message *message) {
    wt_source_memory(source, NULL, 0);
    source->bytes = NULL;
    struct stat found;
    if (stat(path, &found) != 0) {
        wt_neighbour_tell(path, errno, message);
        return WT_SYSTEM;
    }
    wt_status status = require_regular(&found, message);
    if (status != WT_OK) {
        return status;
    }
    // Something else may have taken the name meanwhile: O_NONBLOCK, and look again.
    source->fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (source->fd < 0) {
        return fail(errno, "cannot open", message);
    }
    status = fstat(source->fd, &found) != 0 ? fail(errno, "cannot open", message)
                                            : require_regular(&found, message);
    if (status != WT_OK) {
        const int error = errno;
        wt_source_close(source);
        errno = error;
        return status;
    }
    source->size = (uint64_t)found.st_size;
    return WT_OK;
}

static wt_status read_file(const wt_source *source, uint64_t at, uint8_t *out, size_t n,
                           wt_message *message) {
    while (n > 0) {
        const ssize_t got = pread(source->fd, out, n, (off_t)at);
        if (got < 0 && errno != EINTR) {
            return fail(errno, "cannot read", message);
        }
        if (got == 0) {
            return wt_refuse(message, WT_BAD_FORMAT,
                             "became shorter while it was read: it ends at byte %" PRIu64, at);
        }
        if (got > 0) {
            at += (uint64_t)got;
            out += got;
            n -= (size_t)got;
        }
    }
    return WT_OK;
}

static wt_status read_windowed(wt_source *source, uint64_t at, uint8_t *out, size_t n,
                               wt_message *message) {
    const bool inside = at >= source->window_at && at - source->window_at <= source->window_size &&
                        n <= source->window_size - (at - source->window_at);
    if (!inside) {
        const uint64_t left = source->size - at;
        const size_t size = left < sizeof source->window ? (size_t)left : sizeof source->window;
        source->window_size = 0;
        const wt_status status = read_file(source, at, source->window, size, message);
        if (status != WT_OK) {
            return status;
        }
        source->window_at = at;
        source->window_size = size;
    }
    memcpy(out, source->window + (at - source->window_at), n);
    return WT_OK;
}

wt_status wt_source_read(wt_source *source, uint64_t at, void *out, size_t n, wt_message *message) {
    if (at > source->size || n > source->size - at) {
        return wt_refuse(message, WT_BAD_FORMAT,
                         "ends at byte %" PRIu64 ", where %zu more were expected from %" PRIu64,
                         source->size, n, at);
    }
    if (source->bytes) {
        memcpy(out, source->bytes + at, n);
        return WT_OK;
    }
    return n < sizeof source->window ? read_windowed(source, at, out, n, message)
                                     : read_file(source, at, out, n, message);
}

void wt_source_close(wt_source *source) {
    if (source->fd >= 0) {
        close(source->fd);
        source->fd = -1;
    }
}
