// Prints the hashes, one a line.
#include "cases.h"

#include <stdio.h>

int main(void) {
    for (int i = 0; i < n_cases(); ++i) {
        const uint64_t hash = case_hash(i);
        printf("%2d %08lx%08lx\n", i, (unsigned long)(hash >> 32),
               (unsigned long)(hash & 0xffffffffu));
    }
    return 0;
}
