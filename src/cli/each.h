// render --each: one file per note, named by a template.
#ifndef WT_CLI_EACH_H
#define WT_CLI_EACH_H

#include "cli/library.h"
#include "cli/settings.h"

// Render every note of `settings`, and every key of its ranges, into the file that the template
// --output names for it: {note} C#4, {midi} 61, {hz} 277.18, {vel} 127, {n} 1, 2, ... All names are
// made and compared before any work. The first failure is the fault; what was finished stays.
// False: fault is set.
bool wt_each_run(const wt_settings *settings, wt_library *library, wt_fault *fault);

#endif
