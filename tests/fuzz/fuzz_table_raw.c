// Fuzzes samples without a header, and what is guessed of them.
#include "fuzz_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    if (n >= 1) {
        const wt_table_wish wish = {.raw = (wt_raw)(WT_RAW_U8 + data[0] % WT_RAW_F32),
                                    .frame_length = data[0] & 64 ? data[0] : 0};
        fuzz_table_as(data + 1, n - 1, &wish);
    }
    return 0;
}
