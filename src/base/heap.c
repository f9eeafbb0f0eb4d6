// What the C library and the kernel are told about our memory, where they listen.
#include "base/heap.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>
#ifdef __GLIBC__ // which the headers above say
#include <malloc.h>
#endif

enum { LARGE_PAGE = 2 << 20, LARGEST_BLOCK = 1 << 20 };

// The largest blocks are levels of tables. As pages of their own they go back when they are freed;
// in the heap, where the C library puts blocks of sizes that it has seen freed, their gaps add up.
// What every job of a batch needs is smaller, and comes and goes in the heap.
void wt_heap_prepare(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, LARGEST_BLOCK);
    mallopt(M_TRIM_THRESHOLD, 8 << 20);
#endif
}

#if defined __GLIBC__ && defined MADV_HUGEPAGE
static bool expected;

static uintptr_t next_page(uintptr_t at) {
    return (at + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
}
#endif

// The levels of a song's presets are 25 MB of blocks of some KB each, those of a data set's tables
// as much and more. A page of 4 KB costs a virtual machine up to 20 us when it is touched first,
// which came to a quarter of a song of a minute, and of 1000 sounds of 4 s. So the heap grows once
// by what they may take, which takes addresses and no memory, and the kernel is advised.
void wt_heap_expect(size_t bytes) {
#if defined __GLIBC__ && defined MADV_HUGEPAGE
    mallopt(M_TOP_PAD, (int)bytes);
    char *const within = malloc(LARGE_PAGE / 4); // more than is left of what the heap began with
    mallopt(M_TOP_PAD, 128 << 10);
    const uintptr_t begin = next_page((uintptr_t)within);
    const uintptr_t end = (uintptr_t)sbrk(0) / LARGE_PAGE * LARGE_PAGE;
    if (within && end > begin && end - begin >= bytes / 2 && end - begin <= 2 * bytes) {
        mallopt(M_TRIM_THRESHOLD, (int)(bytes + (8 << 20)));
        madvise((void *)begin, end - begin, MADV_HUGEPAGE);
        expected = true;
    } // else there is no room for it, or malloc is somebody else's
    free(within);
#else
    (void)bytes;
#endif
}

// A thread's heap grows by what is asked for, up to 64 MB, and only pages that nobody has touched
// become large: so it is asked for one block, which, for a moment, may be that large. (What others
// allocate in that moment is in their heaps, too: no harm.)
void wt_heap_begin_thread(void) {
#if defined __GLIBC__ && defined MADV_HUGEPAGE
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    const size_t bytes = (size_t)24 << 20;
    if (!expected) {
        return;
    }
    pthread_mutex_lock(&lock);
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    char *const within = malloc(bytes);
    mallopt(M_MMAP_THRESHOLD, LARGEST_BLOCK);
    pthread_mutex_unlock(&lock);
    if (within) {
        const uintptr_t begin = next_page((uintptr_t)within);
        madvise((void *)begin, next_page((uintptr_t)within + bytes) - LARGE_PAGE - begin,
                MADV_HUGEPAGE);
    }
    free(within);
#endif
}
