// Completion of command lines in shells, from the tables of commands and options.
#ifndef WT_CLI_HELP_COMPLETION_H
#define WT_CLI_HELP_COMPLETION_H

#include "app/fault.h"

// Print the script for "bash", "zsh" or "fish" to stdout. False: fault is set.
bool wt_completion(const char *shell, wt_fault *fault);

#endif
