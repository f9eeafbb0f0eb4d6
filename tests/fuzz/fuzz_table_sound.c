// Fuzzes tables in what libsndfile reads.
#include "fuzz_table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    if (n >= 4 && memcmp(data, "RIFF", 4) != 0 && memcmp(data, "vawt", 4) != 0 && data[0] != '{') {
        fuzz_table(data, n, 0);
    }
    return 0;
}
