// Lines, held until what they tell of is on the disk.
#include "app/batch/sound_log.h"

#include "io/file/descriptor.h"
#include "io/file/destination.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static double now_s(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

// A file is opened in its folder, which nothing can be put in the place of any more. -1: fault is
// set, but for a file that is not there.
static int open_log(const char *path, int flags, const wt_guard *guard, wt_fault *fault) {
    wt_message message = {""};
    wt_destination destination;
    if (wt_destination_find(&destination, path, NULL) != WT_OK) {
        wt_fault_system(fault, WT_FAULT_OUTPUT, path, "cannot open", errno);
        return -1;
    }
    const int fd = destination.place == WT_AT_FILE
                       ? wt_destination_open(&destination, guard, flags, &message)
                       : open(path, flags | O_CLOEXEC);
    if (fd < 0 && message.text[0]) {
        wt_fault_set(fault, WT_FAULT_OUTPUT, path, "%s", message.text);
    } else if (fd < 0 && (flags & O_CREAT || errno != ENOENT)) {
        wt_fault_system(fault, WT_FAULT_OUTPUT, path, "cannot open", errno);
    }
    return fd;
}

bool wt_sound_log_open(wt_sound_log *log, const char *path, const wt_guard *guard,
                       const wt_disks *disks, wt_fault *fault) {
    *log = (wt_sound_log){
        .fd = -1, .disks = disks, .lock = PTHREAD_MUTEX_INITIALIZER, .since_s = now_s()};
    if (!path) {
        return true;
    }
    struct stat found;
    const bool is_pipe = stat(path, &found) == 0 && S_ISFIFO(found.st_mode); // for others to read
    log->fd = open_log(path, (is_pipe ? O_WRONLY : O_RDWR) | O_CREAT | O_APPEND, guard, fault);
    if (log->fd < 0) {
        return false;
    }
    // A torn line of a run that was killed must not swallow our first one.
    char last = '\n';
    const off_t end = lseek(log->fd, 0, SEEK_END);
    if (end > 0 && pread(log->fd, &last, 1, end - 1) == 1 && last != '\n' &&
        write(log->fd, "\n", 1) != 1) {
        wt_fault_system(fault, WT_FAULT_OUTPUT, path, "cannot write the log", errno);
        close(log->fd);
        log->fd = -1;
    }
    return log->fd >= 0;
}

static const char *write_lines(const wt_sound_log *log, const char *lines, size_t n) {
    return wt_descriptor_write(log->fd, lines, n) == 0 ? NULL : "cannot write the log";
}

static bool hold(wt_sound_log *log, const char *line, size_t n) {
    if (log->n_held + n > log->room) {
        const size_t room = 2 * (log->n_held + n);
        char *grown = realloc(log->held, room);
        if (!grown) {
            return false;
        }
        log->held = grown;
        log->room = room;
    }
    memcpy(log->held + log->n_held, line, n);
    log->n_held += n;
    ++log->n_lines;
    return true;
}

// Write the lines held, once the files that they tell of are on the disk. Others may go on to add
// lines meanwhile: those wait for the next time. The lock is held, and is held again afterwards.
static const char *release(wt_sound_log *log) {
    char *const lines = log->held;
    const size_t n = log->n_held;
    log->held = NULL;
    log->n_held = log->room = 0;
    log->n_lines = 0;
    log->since_s = now_s();
    pthread_mutex_unlock(&log->lock);
    const char *failed = wt_disks_sync(log->disks) == 0 ? NULL : "cannot sync the outputs";
    failed = failed ? failed : write_lines(log, lines, n);
    const int error = errno;
    free(lines);
    pthread_mutex_lock(&log->lock);
    log->since_s = now_s();
    errno = error;
    return failed;
}

static const char *hold_or_release(wt_sound_log *log, const char *line, size_t n) {
    enum { MOST_LINES = 1000 };
    const double longest_s = 1.0;
    pthread_mutex_lock(&log->lock);
    const char *failed = hold(log, line, n) ? NULL : "cannot keep the log";
    if (!failed && (log->n_lines >= MOST_LINES || now_s() - log->since_s >= longest_s)) {
        failed = release(log);
    }
    pthread_mutex_unlock(&log->lock);
    return failed;
}

bool wt_sound_log_trim(const char *path, const wt_guard *guard, wt_fault *fault) {
    const int fd = open_log(path, O_RDWR, guard, fault);
    struct stat found;
    off_t end = fd >= 0 && fstat(fd, &found) == 0 && S_ISREG(found.st_mode) ? found.st_size : 0;
    const off_t before = end;
    char last = '\0';
    while (end > 0 && pread(fd, &last, 1, end - 1) == 1 && last != '\n') {
        --end;
    }
    if (end < before && ftruncate(fd, end) != 0) {
        wt_fault_system(fault, WT_FAULT_OUTPUT, path, "cannot cut its last line", errno);
    }
    if (fd >= 0) {
        close(fd);
    }
    return fault->kind == 0;
}

const char *wt_sound_log_write(wt_sound_log *log, const char *lines, size_t n) {
    if (log->fd < 0) {
        return NULL;
    }
    return log->disks ? hold_or_release(log, lines, n) : write_lines(log, lines, n);
}

const char *wt_sound_log_add(wt_sound_log *log, const wt_log_entry *entry) {
    size_t n = 0;
    char *line = log->fd >= 0 ? wt_log_line(entry, &n) : NULL;
    if (log->fd >= 0 && !line) {
        errno = ENOMEM;
        return "cannot write the log";
    }
    const char *failed = wt_sound_log_write(log, line, n);
    free(line);
    return failed;
}

const char *wt_sound_log_close(wt_sound_log *log) {
    const char *failed = NULL;
    if (log->disks) {
        pthread_mutex_lock(&log->lock);
        failed = release(log);
        pthread_mutex_unlock(&log->lock);
    }
    if (log->fd >= 0 && close(log->fd) != 0 && !failed) {
        failed = "cannot close the log";
    }
    log->fd = -1;
    return failed;
}

static bool note_done(const char *line, wt_hash_set *done) {
    json_error_t error;
    json_t *object = json_loads(line, 0, &error);
    const char *id = json_string_value(json_object_get(object, "id"));
    const json_t *status = json_object_get(object, "status");
    bool ok = object || json_error_code(&error) != json_error_out_of_memory;
    if (id && json_is_integer(status) && json_integer_value(status) == 0) {
        uint32_t number = 0;
        bool was_there;
        ok = wt_hash_set_add(done, strtoull(id, NULL, 16), &number, &was_there);
    }
    json_decref(object);
    return ok;
}

// A device has no end, and a pipe no past.
static bool is_regular(const char *path, wt_fault *fault) {
    struct stat found;
    if (stat(path, &found) != 0 || S_ISREG(found.st_mode)) {
        return true; // or opening it says why
    }
    return wt_fault_set(
        fault, WT_FAULT_INPUT, path,
        "only a regular file says what is done (leave --resume out, or name another)");
}

bool wt_sound_log_read(const char *path, wt_hash_set *done, wt_fault *fault) {
    if (!is_regular(path, fault)) {
        return false;
    }
    FILE *file = fopen(path, "re");
    if (!file) {
        const bool is_new = errno == ENOENT;
        if (!is_new) {
            wt_fault_system(fault, WT_FAULT_INPUT, path, "cannot open", errno);
        }
        return is_new;
    }
    char *line = NULL;
    size_t room = 0;
    bool ok = true;
    while (ok && getline(&line, &room, file) > 0) {
        ok = note_done(line, done);
    }
    if (ok && !feof(file)) {
        wt_fault_system(fault, WT_FAULT_INPUT, path, "cannot read", errno);
    } else if (!ok) {
        wt_fault_memory(fault);
    }
    free(line);
    fclose(file);
    return fault->kind == 0;
}
