// Completion of command lines in shells, from the table of options.
#ifndef WT_CLI_HELP_COMPLETION_H
#define WT_CLI_HELP_COMPLETION_H

// Print the script for "bash", "zsh" or "fish" to stdout. Return an exit status.
int wt_completion(const char *shell);

#endif
