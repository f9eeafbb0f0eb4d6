#include "failing_malloc.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);

atomic_int allocations_left = -1;
atomic_int allocations_refused = 0;

void fail_after_allocations(int n) {
    allocations_left = n;
    allocations_refused = 0;
}

static bool allocation_refused(void) {
    int left = allocations_left;
    while (left > 0 && !atomic_compare_exchange_weak(&allocations_left, &left, left - 1)) {
    }
    allocations_refused += left == 0;
    return left == 0;
}

void *__wrap_malloc(size_t size) {
    return allocation_refused() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    return allocation_refused() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *block, size_t size) {
    return allocation_refused() ? NULL : __real_realloc(block, size);
}

void *__wrap_aligned_alloc(size_t alignment, size_t size) {
    return allocation_refused() ? NULL : __real_aligned_alloc(alignment, size);
}
