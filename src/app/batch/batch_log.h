// The log of a batch: one JSON object a line, written whole as each job ends.
#ifndef WT_APP_BATCH_BATCH_LOG_H
#define WT_APP_BATCH_BATCH_LOG_H

#include "app/fault.h"
#include "app/render/stream.h"
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
} wt_batch_log;

// What a job came to.
typedef struct {
    long line;
    const char *output;
    uint64_t words; // hash of the job's words
    int rate;
    const wt_fault *fault; // status 0: done
    const wt_result *result;
} wt_batch_entry;

// Open `path` for appending. Null: no log. With `disks` (borrowed) lines are held back until the
// files that they tell of are on the disk: for a second, or a thousand lines, or to the close.
// False: fault is set.
bool wt_batch_log_open(wt_batch_log *log, const char *path, const wt_disks *disks, wt_fault *fault);

// Append an entry, by one write for whole lines. Thread-safe. Null, or what failed, with errno.
const char *wt_batch_log_write(wt_batch_log *log, const wt_batch_entry *entry);

// Sync, write what is held, and close. Null, or what failed, with errno.
const char *wt_batch_log_close(wt_batch_log *log);

// Put the words of all jobs that the log at `path` calls done into `done`. A missing log holds
// none, and a line that a kill has torn is passed over. False: fault is set.
bool wt_batch_log_read(const char *path, wt_hash_set *done, wt_fault *fault);

#endif
