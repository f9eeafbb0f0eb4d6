// What the C library and the kernel are told about our memory, where they listen.
#include "cli/heap.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#ifdef __GLIBC__ // which the headers above say
#include <malloc.h>
#endif

#include "io/file/system.h"

// The largest blocks are levels of tables. As pages of their own they go back when they are freed;
// in the heap, where the C library puts blocks of sizes that it has seen freed, their gaps add up.
// What every job of a batch needs is smaller, and comes and goes in the heap.
void wt_heap_prepare(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    mallopt(M_TRIM_THRESHOLD, 8 << 20);
#endif
}

// The levels of a song's presets are 25 MB of blocks of some KB each, those of a data set's tables
// as much and more. A page of 4 KB costs a virtual machine up to 20 us when it is touched first,
// which came to a quarter of a song of a minute, and of 1000 sounds of 4 s. So the heap grows once
// by what they may take, which takes addresses and no memory, and the kernel is advised.
void wt_heap_expect(size_t bytes) {
#if defined __GLIBC__ && defined MADV_HUGEPAGE
    const size_t page = (size_t)2 << 20;
    mallopt(M_TOP_PAD, (int)bytes);
    char *const within = malloc(page / 4); // more than is left of what the heap began with
    mallopt(M_TOP_PAD, 128 << 10);
    const uintptr_t begin = ((uintptr_t)within + page - 1) / page * page;
    const uintptr_t end = (uintptr_t)sbrk(0) / page * page;
    if (within && end > begin && end - begin >= bytes / 2 && end - begin <= 2 * bytes) {
        mallopt(M_TRIM_THRESHOLD, (int)(bytes + (8 << 20)));
        madvise((void *)begin, end - begin, MADV_HUGEPAGE);
    } // else there is no room for it, or malloc is somebody else's
    free(within);
#else
    (void)bytes;
#endif
}
