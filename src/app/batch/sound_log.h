// The log of sounds: one JSON object a line, written whole as each is done.
#ifndef WT_APP_BATCH_SOUND_LOG_H
#define WT_APP_BATCH_SOUND_LOG_H

#include "app/batch/log_line.h"
#include "base/hash_set.h"
#include "io/file/disks.h"

#include <pthread.h>

typedef struct {
    int fd;                // -1: none
    const wt_disks *disks; // null: lines are written at once, else when these were synced
    pthread_mutex_t lock;  // of what follows
    char *held;            // lines to be written, owned
    size_t n_held, room;
    long n_lines;
    double since_s; // when lines were last taken to be written
} wt_sound_log;

// Open `path` for appending, where `guard` allows it; null: anywhere. Null path: no log. With
// `disks` (borrowed) lines are held back until the files that they tell of are on the disk: for a
// second, or a thousand lines, or to the close. False: fault is set.
bool wt_sound_log_open(wt_sound_log *log, const char *path, const wt_guard *guard,
                       const wt_disks *disks, wt_fault *fault);

// Cut off what a kill has left of a last line at `path`, under the same guard. False: fault is set.
bool wt_sound_log_trim(const char *path, const wt_guard *guard, wt_fault *fault);

// Append lines, by one write. Thread-safe. Null, or what failed, with errno.
const char *wt_sound_log_write(wt_sound_log *log, const char *lines, size_t n);

// Append an entry, in the same way.
const char *wt_sound_log_add(wt_sound_log *log, const wt_log_entry *entry);

// Sync, write what is held, and close. Null, or what failed, with errno.
const char *wt_sound_log_close(wt_sound_log *log);

// Put the ids of all jobs that the log at `path` calls done into `done`. A missing log holds
// none, and a line that a kill has torn is passed over. False: fault is set.
bool wt_sound_log_read(const char *path, wt_hash_set *done, wt_fault *fault);

#endif
