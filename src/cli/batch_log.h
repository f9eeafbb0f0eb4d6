// The log of a batch: one JSON object a line, written whole as each job ends.
#ifndef WT_CLI_BATCH_LOG_H
#define WT_CLI_BATCH_LOG_H

#include "cli/fault.h"
#include "cli/names.h"
#include "cli/stream.h"

typedef struct {
    int fd; // -1: none
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

// Open `path` for appending. Null: no log. False: fault is set.
bool wt_batch_log_open(wt_batch_log *log, const char *path, wt_fault *fault);

// Append an entry with one write. Thread-safe. False: it could not be written.
bool wt_batch_log_write(const wt_batch_log *log, const wt_batch_entry *entry);

void wt_batch_log_close(wt_batch_log *log);

// Put the words of all jobs that the log at `path` calls done into `done`. A missing log holds
// none, and a line that a kill has torn is passed over. False: fault is set.
bool wt_batch_log_read(const char *path, wt_names *done, wt_fault *fault);

#endif
