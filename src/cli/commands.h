// The commands, each in the file of its name.
#ifndef WT_CLI_COMMANDS_H
#define WT_CLI_COMMANDS_H

#include "text/words.h"

// Each takes words[0] = its name and the words after it, and returns an exit status.
int wt_command_render(const wt_words *words);
int wt_command_batch(const wt_words *words);
int wt_command_table(const wt_words *words);
int wt_command_plot(const wt_words *words);
int wt_command_help(const wt_words *words);

#endif
