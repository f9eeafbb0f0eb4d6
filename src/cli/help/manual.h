// The manual page wavetable(1), from the table of options.
#ifndef WT_CLI_HELP_MANUAL_H
#define WT_CLI_HELP_MANUAL_H

#include "app/fault.h"

// Print it to stdout as roff. False: fault is set.
bool wt_manual(wt_fault *fault);

#endif
