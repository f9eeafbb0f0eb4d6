// The help of one command, from the table of options.
#ifndef WT_CLI_HELP_COMMAND_HELP_H
#define WT_CLI_HELP_COMMAND_HELP_H

#include "app/request/request.h"
#include "cli/commands.h"

// Print the help of `command`. False: fault is set.
bool wt_help_command(const wt_command *command, wt_fault *fault);

// Print the version. False: fault is set.
bool wt_version(wt_fault *fault);

// Print what --help or --version of a command asked for. Return whether there was such.
bool wt_help_or_version(const wt_command *command, const wt_request *request, wt_fault *fault);

#endif
