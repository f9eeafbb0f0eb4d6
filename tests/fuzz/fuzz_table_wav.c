// Fuzzes tables in WAV and its kin.
#include "fuzz_table.h"

#include "io/sound/riff.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
    uint8_t head[16] = {0};
    memcpy(head, data, n < sizeof head ? n : sizeof head);
    if (n >= 4 && wt_riff_is(head)) {
        fuzz_table(data, n, data[n - 1] % 4 == 0 ? 0 : 16);
    }
    return 0;
}
