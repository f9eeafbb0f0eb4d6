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
    return wt_refuse(message, WT_SYSTEM, "%s: %s", what, strerror(errno));
}

bool wt_part_file_path(char part[WT_PART_PATH], const char *path) {
    wt_destination destination;
    const bool is_file =
        wt_destination_find(&destination, path, NULL) == WT_OK && destination.place == WT_AT_FILE;
    snprintf(part, WT_PART_PATH, "%s.part", is_file ? destination.path : "");
    return is_file;
}

// A file that has this size already is not touched: ext4 takes a new one that is cut to nothing for
// one that is written over, and sends it to the disk when it is closed, which took a seventh of the
// time of 1000 sounds of 4 s.
int wt_part_file_cut(wt_part_file *f, uint64_t size) {
    const bool cut = size == f->size || ftruncate(f->fd, (off_t)size) == 0;
    f->size = size;
    return cut && lseek(f->fd, (off_t)size, SEEK_SET) >= 0 ? 0 : -1;
}

// It is written in place: under another name, or through a link, it would be another's file.
static wt_status open_part(wt_part_file *f, bool resume, const wt_guard *guard,
                           wt_message *message) {
    struct stat found;
    f->folder = wt_destination_folder(&f->destination, &f->name, &f->lists);
    if (f->folder < 0) {
        return fail(message, "cannot open its directory");
    }
    snprintf(f->part, sizeof f->part, "%s.part", f->name);
    if (guard && !guard->allows(guard->context, f->folder, f->name, message)) {
        return WT_SYSTEM;
    }
    f->fd = wt_descriptor_open(f->folder, f->part, O_RDWR | O_CREAT | O_NOFOLLOW, 0666);
    if (f->fd < 0) {
        return fail(message, "cannot open its .part");
    }
    f->is_part = true;
    if (flock(f->fd, LOCK_EX | LOCK_NB) != 0) {
        return wt_refuse(message, WT_SYSTEM,
                         "another process is writing it (give each shard a name)");
    }
    if (fstat(f->fd, &found) != 0 || lseek(f->fd, 0, SEEK_END) < 0) {
        return fail(message, "cannot look at its .part");
    }
    if (found.st_nlink > 1) {
        wt_message_set(message, "its .part has another name, too (take it away)");
        errno = EMLINK;
        return WT_SYSTEM;
    }
    f->size = (uint64_t)found.st_size;
    if (!resume && wt_part_file_cut(f, 0) != 0) {
        return fail(message, "cannot begin anew");
    }
    return WT_OK;
}

wt_status wt_part_file_open(wt_part_file *f, const char *path, bool resume, const wt_guard *guard,
                            wt_message *message) {
    *f = (wt_part_file){.fd = -1, .folder = -1};
    if (wt_destination_find(&f->destination, path, message) != WT_OK) {
        return WT_SYSTEM;
    }
    if (f->destination.place == WT_AT_FILE) {
        return open_part(f, resume, guard, message);
    }
    f->fd = f->destination.place == WT_AT_DESCRIPTOR
                ? wt_descriptor_copy(f->destination.descriptor)
                : wt_descriptor_open(AT_FDCWD, f->destination.path, O_WRONLY, 0);
    return f->fd >= 0 ? WT_OK : fail(message, "cannot open");
}

int wt_part_file_write(wt_part_file *f, const void *first, size_t n_first, const void *bytes,
                       size_t n) {
    f->size += n_first + n;
    return wt_descriptor_write_two(f->fd, first, n_first, bytes, n);
}

void wt_part_file_remove(wt_part_file *f) {
    unlinkat(f->folder, f->part, 0);
}

const char *wt_part_file_finish(wt_part_file *f, wt_sync sync) {
    if (sync != WT_SYNC_NONE && wt_descriptor_sync(f->fd) != 0) {
        return "cannot sync";
    }
    if (f->is_part && renameat(f->folder, f->part, f->folder, f->name) != 0) {
        return "cannot rename";
    }
    if (f->is_part && f->lists && sync != WT_SYNC_NONE && wt_descriptor_sync(f->folder) != 0) {
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
    if (f->folder >= 0) {
        wt_descriptor_close(f->folder);
        f->folder = -1;
    }
}
