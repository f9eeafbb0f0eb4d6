// The heap of the process, which only the program itself may say anything about.
#ifndef WT_CLI_HEAP_H
#define WT_CLI_HEAP_H

#include <stddef.h>

// Let large blocks be pages of their own.
void wt_heap_prepare(void);

// Ask for large pages for so many bytes that are allocated from here on. Advice: nothing is lost
// where it is not taken, and little where it was not worth while.
void wt_heap_expect(size_t bytes);

#endif
