// Asks for large pages where there are any.
#include "io/table/large_block.h"

#include <stdlib.h>
#include <sys/mman.h>

#include "io/file/system.h"

enum { LARGE_PAGE = 2 << 20 };

void *wt_large_block(size_t n) {
#ifdef MADV_HUGEPAGE
    const size_t whole = n - n % LARGE_PAGE;
    void *const block = whole ? aligned_alloc(LARGE_PAGE, whole + LARGE_PAGE) : malloc(n);
    if (block && whole) {
        madvise(block, whole, MADV_HUGEPAGE); // advice: nothing is lost where it is not taken
    }
    return block;
#else
    return malloc(n);
#endif
}
