// The heap of the process, which only the program itself may say anything about.
#ifndef WT_CLI_HEAP_H
#define WT_CLI_HEAP_H

// Let large blocks be pages of their own.
void wt_heap_prepare(void);

// Ask for large pages for what is allocated from here on. Advice: nothing is lost where it is not
// taken, and little where it was not worth while.
void wt_heap_expect_much(void);

#endif
