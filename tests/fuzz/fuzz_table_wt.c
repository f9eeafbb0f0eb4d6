// Fuzzes tables in .wt.
#include "fuzz_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    if (n >= 4 && memcmp(data, "vawt", 4) == 0) {
        fuzz_table(data, n, data[n - 1] % 4 == 3 ? 16 : 0);
    }
    return 0;
}
