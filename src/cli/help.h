// Help, from the table of options.
#ifndef WT_CLI_HELP_H
#define WT_CLI_HELP_H

#include "cli/settings.h"

// Print the help of a command, or, for 0, of the program. Return an exit status.
int wt_help(int command);

// Print what --help or --version of a command asked for.
int wt_help_or_version(const wt_settings *settings, int command);

int wt_version(void);

#endif
