// A command is a row, in the file of its name.
#ifndef WT_CLI_COMMANDS_H
#define WT_CLI_COMMANDS_H

#include "app/request/options.h"

typedef struct {
    const char *name;
    int bit;                                  // of wt_option's commands
    void (*read_operand)(wt_option_use *use); // a word that is no option
    void (*run)(const wt_request *request, wt_fault *fault);
    const char *usage;
    const char *summary; // lines; the first says it all
    const char *examples;
} wt_command;

extern const wt_command *const wt_commands[];
extern const size_t wt_n_commands;

// Return the command of this name, or null.
const wt_command *wt_command_named(const char *name);

#endif
