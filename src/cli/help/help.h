// Help, from the table of options.
#ifndef WT_CLI_HELP_HELP_H
#define WT_CLI_HELP_HELP_H

#include "app/request/request.h"

typedef struct {
    const char *name;
    int bit; // of wt_option's commands
    const char *usage;
    const char *summary; // lines; the first says it all
    const char *examples;
} wt_help_entry;

// Return what is said of the i-th command, or null past the last.
const wt_help_entry *wt_help_of(size_t i);

// Print the help of a command, or, for 0, of the program. Return an exit status.
int wt_help(int command);

// Print what --help or --version of a command asked for.
int wt_help_or_version(const wt_request *request, int command);

int wt_version(void);

#endif
