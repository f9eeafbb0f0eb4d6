// Whether what is written would go to a terminal.
#ifndef WT_CLI_TERMINAL_TERMINAL_H
#define WT_CLI_TERMINAL_TERMINAL_H

// Return the name, for messages, of the terminal that `path` leads to; null: it leads to none. A
// null path, as "-", is standard output.
const char *wt_terminal_at(const char *path);

#endif
