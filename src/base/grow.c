// Arrays that grow by doubling.
#include "base/grow.h"

#include <stdint.h>
#include <stdlib.h>

void *wt_grow(void *array, size_t n, size_t *capacity, size_t item_size) {
    if (n < *capacity) {
        return array;
    }
    if (n > SIZE_MAX / 2 / item_size - 4) {
        return NULL;
    }
    const size_t larger = n < 4 ? 4 : 2 * n;
    void *moved = realloc(array, larger * item_size);
    if (moved) {
        *capacity = larger;
    }
    return moved;
}
