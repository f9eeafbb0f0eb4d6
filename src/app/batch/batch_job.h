// A line of a batch file made into a job.
#ifndef WT_APP_BATCH_BATCH_JOB_H
#define WT_APP_BATCH_BATCH_JOB_H

#include "app/request/request.h"
#include "app/request/response.h"
#include "text/fields.h"
#include "text/words.h"

typedef struct {
    wt_words typed, expanded, words;
    wt_fields fields;
    wt_response response;
    uint64_t hash;   // of its words
    uint64_t source; // of the same before fields are drawn, and of the files that they come from
    bool is_new;     // nothing is at its output's place, as far as it was looked at
    wt_request request;
} wt_batch_job;

// A line of a batch file, and which of its items.
typedef struct {
    const char *path;
    const wt_request *batch; // has the seed of lines that give none
    long line;
    const char *text; // `n` bytes
    size_t n;
    uint64_t item; // from 1
    int corner;    // of fields that are checked; -1: they are drawn
    bool rows;     // of an array: they need no names
} wt_batch_item;

// Read an item of a line. *empty: the line holds no job. False: fault is set. To be freed in any
// case.
bool wt_batch_job_read(wt_batch_job *job, const wt_batch_item *item, bool *empty, wt_fault *fault);

void wt_batch_job_free(wt_batch_job *job);

// What goes wrong in a line is the file's fault, and is told with its line.
void wt_batch_job_blame(const char *path, long line, wt_fault *fault);

#endif
