// What the completion scripts of all shells are made from.
#ifndef WT_CLI_HELP_COMPLETION_PARTS_H
#define WT_CLI_HELP_COMPLETION_PARTS_H

#include "app/request/options.h"
#include "cli/commands.h"

#include <stdio.h>

// What may stand for the value of an option, or for an operand.
typedef enum {
    WT_TAKES_ANYTHING, // that nobody can guess
    WT_TAKES_WORDS,
    WT_TAKES_WAVES, // several, with commas
    WT_TAKES_RATIO, // and a wave behind a colon
    WT_TAKES_PART,  // WHO=@PRESET, or WHO=off
    WT_TAKES_FILES,
    WT_TAKES_FOLDERS,
} wt_takes;

// Print the built-in waves, with spaces.
void wt_put_waves(FILE *out);

wt_takes wt_takes_of(const wt_option *option);

// Print the words that the value of an option may be, with spaces.
void wt_put_words(FILE *out, const wt_option *option);

// Print the words that may follow a command, with spaces, between `before` and `after`; nothing
// where it takes other operands.
void wt_put_verbs(FILE *out, const wt_command *command, const char *before, const char *after);

// Print the topics of help, a space before each.
void wt_put_topics(FILE *out);

// Whether the operands of a command are notes; else they are files.
bool wt_takes_notes(const wt_command *command);

// Whether they are waves: tables by name, or files.
bool wt_takes_tables(const wt_command *command);

// Print what stands within single quotes: each character of `special` with a backslash before it,
// and single quotes as `quote`.
void wt_put_escaped(FILE *out, const char *text, const char *special, const char *quote);

// Return the length of the first line.
int wt_line_length(const char *text);

// Call put for each option of a command.
void wt_each_option(FILE *out, const wt_command *command,
                    void (*put)(FILE *out, const wt_command *command, const wt_option *option));

void wt_put_bash(FILE *out);
void wt_put_zsh(FILE *out);
void wt_put_fish(FILE *out);

#endif
