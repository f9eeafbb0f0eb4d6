// Fuzzes tables in WAV.
#include "fuzz_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    if (n >= 4 && (memcmp(data, "RIFF", 4) == 0 || memcmp(data, "RF64", 4) == 0)) {
        fuzz_table(data, n, data[n - 1] % 4 == 3 ? 16 : 0);
    }
    return 0;
}
