// A line of a batch file made into a job.
#ifndef WT_APP_BATCH_BATCH_JOB_H
#define WT_APP_BATCH_BATCH_JOB_H

#include "app/request/request.h"
#include "app/request/response.h"
#include "text/words.h"

typedef struct {
    wt_words typed, words;
    wt_response response;
    wt_request request;
    uint64_t hash; // of its words
    bool has_settings;
} wt_batch_job;

// Read a line of the file called `path`. *empty: it holds no job.
// False: fault is set. To be freed in any case.
bool wt_batch_job_read(wt_batch_job *job, const char *path, long line, const char *text, size_t n,
                       bool *empty, wt_fault *fault);

void wt_batch_job_free(wt_batch_job *job);

// What goes wrong in a line is the file's fault, and is told with its line.
void wt_batch_job_blame(const char *path, long line, wt_fault *fault);

#endif
