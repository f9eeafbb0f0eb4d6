// Writes .wt.
#include "io/table/writers.h"

#include <inttypes.h>

enum { MAX_LENGTH = 4096, MAX_CYCLES = 512, INT16_FULL_RANGE = 4 | 8 };

wt_status wt_table_write_wt(wt_output *output, const wt_table_file *table, wt_table_writing *how,
                            wt_message *message) {
    if (table->length < 2 || table->length > MAX_LENGTH ||
        (table->length & (table->length - 1)) != 0) {
        wt_message_set(message,
                       ".wt holds cycles of 2 to %d samples, a power of two, not of %" PRIu32
                       " (add --length 2048, or write WAV)",
                       MAX_LENGTH, table->length);
        return WT_UNSUPPORTED;
    }
    if (table->n_cycles > MAX_CYCLES) {
        wt_message_set(
            message, ".wt holds at most %d cycles, not %" PRIu32 " (add --cycles %d, or write WAV)",
            MAX_CYCLES, table->n_cycles, MAX_CYCLES);
        return WT_UNSUPPORTED;
    }
    wt_table_head h = {.n = 0};
    wt_head_bytes(&h, "vawt", 4);
    wt_head_number(&h, table->length, 4);
    wt_head_number(&h, table->n_cycles, 2);
    wt_head_number(&h, how->bits == 32 ? 0 : INT16_FULL_RANGE, 2);
    return wt_table_write_samples(output, &h, table, how, message);
}
