// What jansson cannot allocate: it may go on without a part of an object, or say that a text is
// wrong.
#ifndef WT_IO_JSON_JSON_MEMORY_H
#define WT_IO_JSON_JSON_MEMORY_H

#include <stdbool.h>

// Have it noticed from now on, by threads that begin later, too. Call it before there are any, or
// before jansson is used.
void wt_json_watch_memory(void);

// Return whether it happened in this thread, and set that to `lacks`.
bool wt_json_lacked_memory(bool lacks);

#endif
