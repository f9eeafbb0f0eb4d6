// Fuzzes tables in .vitaltable and .vital.
#include "fuzz_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    if (n >= 1 && data[0] == '{') {
        const wt_table_wish wish = {
            .is_approx = n % 2, .has_part = n % 3 == 0, .part = (uint32_t)(n % 5)};
        fuzz_table_as(data, n, &wish);
    }
    return 0;
}
