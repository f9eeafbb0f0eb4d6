// One render from its words to its file: what `render` does once and `batch` by the thousand.
#ifndef WT_APP_RENDER_JOB_H
#define WT_APP_RENDER_JOB_H

#include "app/render/stream.h"
#include "app/request/request.h"
#include "app/waves/wave_store.h"

// Read `words` (words[0] is the command) into `request`, completed. False: fault is set; the
// request are to be freed in any case.
bool wt_job_read(const wt_words *words, wt_request *request, wt_fault *fault);

// Find what can be known to be wrong before rendering: notes, waves, loop, the file's type and
// name. What `request` name is loaded into `library`, and the envelopes are completed, so that
// threads may then share both. False: fault is set.
bool wt_job_check(wt_request *request, wt_wave_store *store, wt_fault *fault);

// Render what `request` ask for and write it. Clipping is told as a note; with --strict it is a
// fault of status 1, and the file stays. False: fault is set.
bool wt_job_run(wt_request *request, wt_wave_store *store, wt_result *result, wt_fault *fault);

#endif
