// The manual page wavetable(1), from the table of options.
#ifndef WT_CLI_HELP_MANUAL_H
#define WT_CLI_HELP_MANUAL_H

// Print it to stdout as roff. Return an exit status.
int wt_manual(void);

#endif
