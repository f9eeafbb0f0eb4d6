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

enum {
    LARGE_PAGE = 2 << 20,
    LARGEST_BLOCK = 1 << 20,
    SLACK = 8 << 20,
    EXPECTED = 64 << 20,
    EXPECTED_OF_THREAD = 24 << 20,
};

// A page of 4 KB costs a virtual machine up to 20 us when it is touched first, which came to a half
// of a note of 4 s from a table of 65 cycles, a quarter of a song of a minute and a tenth of 1000
// notes of 0.25 s. So heaps are advised to be of large pages. They are aligned, and a heap fills
// from its beginning: the block at its top, before the first of them, is made to end there, and
// stays: it is addresses, and no memory.
#if defined __GLIBC__ && defined MADV_HUGEPAGE
static bool has_large_pages;
static _Atomic(void *) kept; // the last block that stays

static uintptr_t next_page(uintptr_t at) {
    return (at + LARGE_PAGE - 1) / LARGE_PAGE * LARGE_PAGE;
}

static void fill_up_to(char *block, uintptr_t page) {
    kept = realloc(block, page - (uintptr_t)block + sizeof(size_t));
}

// The heap grows once by what songs and data sets may take, which takes addresses and no memory.
static void advise_heap(void) {
    mallopt(M_TOP_PAD, EXPECTED);
    char *const within = malloc(LARGE_PAGE / 4); // more than is left of what the heap began with
    mallopt(M_TOP_PAD, 128 << 10);
    const uintptr_t begin = next_page((uintptr_t)within);
    const uintptr_t end = (uintptr_t)sbrk(0) / LARGE_PAGE * LARGE_PAGE;
    if (within && end > begin && end - begin >= EXPECTED / 2 && end - begin <= 2 * EXPECTED) {
        mallopt(M_TRIM_THRESHOLD, EXPECTED + SLACK);
        has_large_pages = madvise((void *)begin, end - begin, MADV_HUGEPAGE) == 0;
        fill_up_to(within, begin);
    } else { // there is no room for it, or malloc is somebody else's
        free(within);
    }
}
#endif

// The largest blocks are levels of tables. As pages of their own they go back when they are freed;
// in the heap, where the C library puts blocks of sizes that it has seen freed, their gaps add up.
// What every job of a batch needs is smaller, and comes and goes in the heap.
void wt_heap_prepare(void) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, LARGEST_BLOCK);
    mallopt(M_TRIM_THRESHOLD, SLACK);
#endif
#if defined __GLIBC__ && defined MADV_HUGEPAGE
    advise_heap();
#endif
}

// A thread's heap grows by what is asked for, up to 64 MB: so it is asked for one block, which, for
// a moment, may be that large. (What others allocate in that moment is in their heaps, too: no
// harm.)
void wt_heap_begin_thread(void) {
#if defined __GLIBC__ && defined MADV_HUGEPAGE
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    if (!has_large_pages) {
        return;
    }
    pthread_mutex_lock(&lock);
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    char *const within = malloc(EXPECTED_OF_THREAD);
    mallopt(M_MMAP_THRESHOLD, LARGEST_BLOCK);
    pthread_mutex_unlock(&lock);
    if (within) {
        const uintptr_t begin = next_page((uintptr_t)within);
        const uintptr_t end = ((uintptr_t)within + EXPECTED_OF_THREAD) / LARGE_PAGE * LARGE_PAGE;
        madvise((void *)begin, end - begin, MADV_HUGEPAGE);
        fill_up_to(within, begin);
    }
#endif
}
