// The heap of the process, which only the program itself may say anything about.
#ifndef WT_BASE_HEAP_H
#define WT_BASE_HEAP_H

#include <stddef.h>

// Let large blocks be pages of their own.
void wt_heap_prepare(void);

// Ask for large pages for so many bytes that are allocated from here on, before there are other
// threads. Advice: nothing is lost where it is not taken, and little where it was not worth while.
void wt_heap_expect(size_t bytes);

// The same, where they are expected, for the calling thread, whose heap is its own.
void wt_heap_begin_thread(void);

#endif
