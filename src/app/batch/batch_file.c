// Lines of a batch file, and the file's own faults.
#include "app/batch/batch_file.h"

#include "io/file/descriptor.h"
#include "io/file/neighbour.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static FILE *open_spool(void) {
    const int fd = wt_descriptor_open_unlinked(wt_temporary_folder());
    FILE *const file = fd >= 0 ? fdopen(fd, "w+") : NULL;
    if (!file && fd >= 0) {
        const int error = errno;
        close(fd);
        errno = error;
    }
    return file;
}

static void blame_spool(wt_fault *fault, int error) {
    char doing[300];
    snprintf(doing, sizeof doing, "cannot keep it in a temporary file in %.200s (set TMPDIR)",
             wt_temporary_folder());
    wt_fault_system(fault, WT_FAULT_RESOURCE, "standard input", doing, error);
}

// Standard input can be read but once: it goes through a file without a name.
static FILE *spool_stdin(wt_fault *fault) {
    FILE *file = open_spool();
    char block[4096]; // stacks may be small
    ssize_t n = 1;
    while (file && n > 0) {
        n = read(STDIN_FILENO, block, sizeof block);
        if (n > 0 && fwrite(block, 1, (size_t)n, file) != (size_t)n) {
            break;
        }
        n = n < 0 && errno == EINTR ? 1 : n;
    }
    if (n < 0) {
        wt_fault_system(fault, WT_FAULT_INPUT, "standard input", "cannot read", errno);
    } else if (n > 0 || fflush(file) != 0) {
        blame_spool(fault, errno);
    }
    if (fault->kind && file) {
        fclose(file);
        file = NULL;
    }
    if (file) {
        rewind(file);
    }
    return file;
}

bool wt_batch_file_open(wt_batch_file *f, const char *path, wt_fault *fault) {
    struct stat s;
    *f = (wt_batch_file){.path = path};
    if (!path || strcmp(path, "-") == 0) {
        f->path = "standard input";
        f->file = spool_stdin(fault);
        return f->file != NULL;
    }
    if (stat(path, &s) == 0 && !S_ISREG(s.st_mode)) {
        return wt_fault_set(fault, WT_FAULT_INPUT, path,
                            "it is not a regular file (pipe it into batch -)");
    }
    f->file = fopen(path, "re");
    if (!f->file) {
        wt_message message;
        wt_neighbour_tell(path, errno, &message);
        wt_fault_status(fault, WT_FAULT_INPUT, path, WT_SYSTEM, &message);
    }
    return f->file != NULL;
}

void wt_batch_file_free(wt_batch_file *f) {
    if (f->file) {
        fclose(f->file);
    }
    free(f->text);
}

// Of the last getline(), which returned -1: whether that was an error, of which memory for a long
// line is one that ferror() does not know, and not the end.
static bool has_failed(const wt_batch_file *f, int error, wt_fault *fault) {
    if (ferror(f->file) || !feof(f->file)) {
        wt_fault_system(fault, WT_FAULT_INPUT, f->path, "cannot read", error);
        return true;
    }
    return false;
}

ssize_t wt_batch_file_check(wt_batch_file *f, wt_fault *fault) {
    const ssize_t n = getline(&f->text, &f->room, f->file);
    if (n < 0) {
        has_failed(f, errno, fault);
        return -1;
    }
    ++f->line;
    f->checked += (uint64_t)n;
    return n;
}

void wt_batch_file_rewind(wt_batch_file *f) {
    rewind(f->file);
    f->lines = f->line;
    f->line = 0;
}

ssize_t wt_batch_file_next(wt_batch_file *f, wt_fault *fault) {
    if (f->read == f->checked) {
        return -1;
    }
    const ssize_t n = getline(&f->text, &f->room, f->file);
    f->read += n > 0 ? (uint64_t)n : 0;
    const bool torn = n > 0 && f->text[n - 1] != '\n' && f->read != f->checked;
    if (n >= 0 && f->read <= f->checked && f->line < f->lines && !torn) {
        ++f->line;
        return n;
    }
    if (n >= 0 || !has_failed(f, errno, fault)) {
        wt_fault_set(fault, WT_FAULT_INPUT, f->path,
                     "it has changed since its lines were checked (start again, with --resume)");
    }
    return -1;
}
