// wavetable table list.
#ifndef WT_CLI_TABLE_LIST_H
#define WT_CLI_TABLE_LIST_H

#include "app/listener.h"
#include "app/request/request.h"

// Print the tables that ship with the program. False: fault is set.
bool wt_table_list(const wt_request *request, const wt_listener *listener, wt_fault *fault);

#endif
