// What every fuzzer of table files demands of the reader.
#ifndef FUZZ_TABLE_H
#define FUZZ_TABLE_H

#include "io/table/table_in.h"
#include "table_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static inline void demand(int truth) {
    if (!truth) {
        abort();
    }
}

static inline void hear(void *context, const char *text) {
    (void)context;
    demand(text[0] != '\0' && !strchr(text, '\n'));
}

// A table within its limits, or a status with one line that says why; then nothing is owned.
static inline void fuzz_table_as(const uint8_t *data, size_t n, const wt_table_wish *wish) {
    wt_table_file table;
    wt_message message = {""};
    const wt_warner warner = {hear, NULL}; // who hears the notes gets what can be salvaged
    if (parse_table(&table, data, n, wish, &warner, &message) != WT_OK) {
        demand(!table.samples && message.text[0] != '\0' && !strchr(message.text, '\n'));
        return;
    }
    const size_t n_samples = (size_t)table.length * table.n_cycles;
    demand(table.length >= WT_MIN_CYCLE_LENGTH && table.length <= WT_MAX_CYCLE_LENGTH);
    demand(table.n_cycles >= 1 && table.n_cycles <= WT_MAX_CYCLES);
    demand(table.known_by[0] != '\0' && table.reason[0] != '\0');
    demand(table.is_guess == (strcmp(table.known_by, "guess") == 0));
    for (size_t i = 0; i < n_samples; i++) {
        demand(isfinite(wt_table_sample(&table, i)));
    }
    wt_table_file_free(&table);
}

static inline void fuzz_table(const uint8_t *data, size_t n, uint32_t frame) {
    const wt_table_wish wish = {.frame_length = frame};
    fuzz_table_as(data, n, &wish);
}

#endif
