// Allocations that fail on demand, for tests. A test that includes this file is linked so that
// malloc, calloc, realloc and aligned_alloc of the code under test pass through here
// (tests/CMakeLists.txt).
#ifndef FAILING_MALLOC_H
#define FAILING_MALLOC_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

// Allocations still granted; negative: all of them.
extern atomic_int allocations_left;
extern atomic_int allocations_refused;

// Let `n` more allocations pass and refuse every one after; n < 0 lets all pass.
void fail_after_allocations(int n);

#endif
