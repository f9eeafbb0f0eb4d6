// Signals: leave nothing half-written behind, and end as the signal says.
#ifndef WT_CLI_TERMINAL_SIGNALS_H
#define WT_CLI_TERMINAL_SIGNALS_H

#include <stdbool.h>

// Ignore SIGPIPE and SIGXFSZ, so that writes report them; on INT, TERM and HUP remove temporaries
// and end. A signal that was ignored at start (nohup) stays ignored.
void wt_signals_prepare(void);

// Return the exit status to end with: where a reader left and SIGPIPE was not ignored by whoever
// started us, end as by SIGPIPE (shells see 141).
int wt_signals_status(int status);

// Tell that writing failed because the reader left. Return true where the program will end as by
// SIGPIPE, so that nothing need be said.
bool wt_signals_reader_left(void);

#endif
