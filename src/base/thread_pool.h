// A few threads that take pieces of work until there are none.
#ifndef WT_BASE_THREAD_POOL_H
#define WT_BASE_THREAD_POOL_H

#include <stdbool.h>

// Call `work(context)` from `threads` threads (0: all cores) until it returns false in each; the
// caller's is one of them. Fewer threads than asked for do the same work.
void wt_thread_pool_run(int threads, bool (*work)(void *context), void *context);

#endif
