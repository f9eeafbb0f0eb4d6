// Fuzzes tables in .vitaltable.
#include "fuzz_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    if (n >= 1 && data[0] == '{') {
        fuzz_table(data, n, 0);
    }
    return 0;
}
