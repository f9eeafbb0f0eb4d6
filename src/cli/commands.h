// The commands, each in the file of its name.
#ifndef WT_CLI_COMMANDS_H
#define WT_CLI_COMMANDS_H

#include "app/fault.h"

typedef struct wt_command wt_command;

// words[0] is the command's name, and the words after it are to be read. What fails is the fault.
typedef void wt_command_run(const wt_command *self, const wt_words *words, wt_fault *fault);

struct wt_command {
    const char *name;
    int bit; // of wt_option's commands
    wt_command_run *run;
    const char *usage;
    const char *summary; // lines; the first says it all
    const char *examples;
};

extern const wt_command wt_commands[];
extern const size_t wt_n_commands;

// Return the command of this name, or null.
const wt_command *wt_command_named(const char *name);

wt_command_run wt_command_render, wt_command_batch, wt_command_table, wt_command_plot,
    wt_command_score;

#endif
