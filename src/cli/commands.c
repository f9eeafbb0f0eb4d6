// The list of commands: dispatch, help, manual and completion walk it.
#include "cli/commands.h"

#include <string.h>

extern const wt_command wt_command_render, wt_command_table, wt_command_score, wt_command_plot,
    wt_command_batch;

const wt_command *const wt_commands[] = {&wt_command_render, &wt_command_table, &wt_command_score,
                                         &wt_command_plot, &wt_command_batch};

const size_t wt_n_commands = sizeof wt_commands / sizeof *wt_commands;

const wt_command *wt_command_named(const char *name) {
    for (size_t i = 0; i < wt_n_commands; ++i) {
        if (strcmp(wt_commands[i]->name, name) == 0) {
            return wt_commands[i];
        }
    }
    return NULL;
}
