// The heap of the process, which only the program itself may say anything about.
#ifndef WT_BASE_HEAP_H
#define WT_BASE_HEAP_H

// Let large blocks be pages of their own, and ask for large pages for the rest, before there are
// other threads. Advice: nothing is lost where it is not taken.
void wt_heap_prepare(void);

// Ask the same for the calling thread, whose heap is its own.
void wt_heap_begin_thread(void);

#endif
