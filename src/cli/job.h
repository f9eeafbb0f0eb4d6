// One render from its words to its file: what `render` does once and `batch` by the thousand.
#ifndef WT_CLI_JOB_H
#define WT_CLI_JOB_H

#include "cli/library.h"
#include "cli/settings.h"
#include "cli/stream.h"

// Read `words` (words[0] is the command) into `settings`, completed. False: fault is set; the
// settings are to be freed in any case.
bool wt_job_read(const wt_words *words, wt_settings *settings, wt_fault *fault);

// Find what can be known to be wrong before rendering: notes, waves, loop, the file's type and
// name. What `settings` name is loaded into `library`, and the envelopes are completed, so that
// threads may then share both. False: fault is set.
bool wt_job_check(wt_settings *settings, wt_library *library, wt_fault *fault);

// Render what `settings` ask for and write it. Clipping is told as a note; with --strict it is a
// fault of status 1, and the file stays. False: fault is set.
bool wt_job_run(wt_settings *settings, wt_library *library, wt_result *result, wt_fault *fault);

#endif
