// Files made over several runs.
#include "io/stream/part_file.h"

#include "io/file/descriptor.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static wt_status fail(wt_message *message, const char *what) {
    wt_message_set(message, "%s: %s", what, strerror(errno));
    return WT_SYSTEM;
}

static wt_status open_part(wt_part_file *f, bool resume, wt_message *message) {
    struct stat found;
    snprintf(f->path, sizeof f->path, "%s.part", f->destination.path);
    f->fd = wt_descriptor_open(AT_FDCWD, f->path, O_RDWR | O_CREAT, 0666);
    if (f->fd < 0) {
        return fail(message, "cannot open its .part");
    }
    f->is_part = true;
    if (flock(f->fd, LOCK_EX | LOCK_NB) != 0) {
        wt_message_set(message, "another process is writing it (give each shard a name)");
        return WT_SYSTEM;
    }
    if (!resume && ftruncate(f->fd, 0) != 0) {
        return fail(message, "cannot begin anew");
    }
    if (fstat(f->fd, &found) != 0 || lseek(f->fd, 0, SEEK_END) < 0) {
        return fail(message, "cannot look at its .part");
    }
    f->size = (uint64_t)found.st_size;
    return WT_OK;
}

wt_status wt_part_file_open(wt_part_file *f, const char *path, bool resume, wt_message *message) {
    *f = (wt_part_file){.fd = -1};
    if (wt_destination_find(&f->destination, path, message) != WT_OK) {
        return WT_SYSTEM;
    }
    if (f->destination.place == WT_AT_FILE) {
        return open_part(f, resume, message);
    }
    f->fd = f->destination.place == WT_AT_DESCRIPTOR
                ? wt_descriptor_copy(f->destination.descriptor)
                : wt_descriptor_open(AT_FDCWD, f->destination.path, O_WRONLY, 0);
    return f->fd >= 0 ? WT_OK : fail(message, "cannot open");
}

int wt_part_file_cut(wt_part_file *f, uint64_t size) {
    f->size = size;
    return ftruncate(f->fd, (off_t)size) == 0 && lseek(f->fd, (off_t)size, SEEK_SET) >= 0 ? 0 : -1;
}

int wt_part_file_write(wt_part_file *f, const void *first, size_t n_first, const void *bytes,
                       size_t n) {
    f->size += n_first + n;
    return wt_descriptor_write_two(f->fd, first, n_first, bytes, n);
}

static int sync_folder(const char *path) {
    char folder[PATH_MAX];
    snprintf(folder, sizeof folder, "%s", path);
    char *const slash = strrchr(folder, '/');
    strcpy(slash ? slash + 1 : folder, slash ? "" : ".");
    const int fd = wt_descriptor_open(AT_FDCWD, folder, O_RDONLY | O_DIRECTORY, 0);
    const int status = fd >= 0 ? wt_descriptor_sync(fd) : -1;
    if (fd >= 0) {
        wt_descriptor_close(fd);
    }
    return status;
}

const char *wt_part_file_finish(wt_part_file *f, wt_sync sync) {
    if (sync != WT_SYNC_NONE && wt_descriptor_sync(f->fd) != 0) {
        return "cannot sync";
    }
    if (f->is_part && rename(f->path, f->destination.path) != 0) {
        return "cannot rename";
    }
    if (f->is_part && sync != WT_SYNC_NONE && sync_folder(f->path) != 0) {
        return "cannot sync its folder";
    }
    const int fd = f->fd;
    f->fd = -1;
    return wt_descriptor_close(fd) == 0 ? NULL : "cannot close";
}

void wt_part_file_close(wt_part_file *f) {
    if (f->fd >= 0) {
        wt_descriptor_close(f->fd);
        f->fd = -1;
    }
}
