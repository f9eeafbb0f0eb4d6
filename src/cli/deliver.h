// Where a command's work goes: opened, and committed or told why not.
#ifndef WT_CLI_DELIVER_H
#define WT_CLI_DELIVER_H

#include "cli/settings.h"
#include "io/output.h"

// Return the name of the output, for messages.
const char *wt_deliver_name(const wt_settings *settings);

// Refuse an output that is a directory, or one of the inputs: a slip of the hand. False: fault is
// set.
bool wt_deliver_check(const wt_settings *settings, wt_fault *fault);

// Refuse an output that is also the file `path`, or one of those that `words` come from. False:
// fault is set.
bool wt_deliver_spares(const wt_settings *settings, const char *path, wt_fault *fault);
bool wt_deliver_spares_words(const wt_settings *settings, const wt_words *words, wt_fault *fault);

// Return true where the file `path` is one of the inputs of `settings`.
bool wt_deliver_reads(const wt_settings *settings, const char *path);

// Open the output of `settings`, standard output where there is none. False: fault is set.
bool wt_deliver_open(wt_output **output, const wt_settings *settings, wt_fault *fault);

// Set the fault of a failed output. A reader that leaves is nobody's fault: the program then ends
// quietly, as by SIGPIPE.
void wt_deliver_fault(wt_fault *fault, const wt_settings *settings, wt_status status, int error,
                      const wt_message *message);

// Commit. Frees `output` whatever happens. False: fault is set.
bool wt_deliver_commit(wt_output *output, const wt_settings *settings, wt_fault *fault);

#endif
