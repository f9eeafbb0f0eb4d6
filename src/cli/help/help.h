// wavetable help.
#ifndef WT_CLI_HELP_HELP_H
#define WT_CLI_HELP_HELP_H

#include "app/fault.h"
#include "text/words.h"

// Nothing was asked: say so on stderr, and how one begins. Sets a fault that is told.
void wt_greet(wt_fault *fault);

// Print what "help" and the words after it ask for: the program, a command, a topic, the manual, a
// completion. False: fault is set.
bool wt_help(const wt_words *words, wt_fault *fault);

#endif
