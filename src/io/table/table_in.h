// Wavetables from files: cycles of equal length, from any format of the trade, by content.
#ifndef WT_IO_TABLE_TABLE_IN_H
#define WT_IO_TABLE_TABLE_IN_H

#include "base/message.h"
#include "base/status.h"

#include <stddef.h>
#include <stdint.h>

enum {
    WT_MAX_CYCLES = 4096,
    WT_MIN_CYCLE_LENGTH = 2,
    WT_MAX_CYCLE_LENGTH = 65536,
    WT_MAX_TABLE_SAMPLES = 1 << 26,
};

typedef struct {
    float *samples;  // owned: cycle c starts at samples + c * length; full scale is 1
    int16_t *narrow; // owned, of large tables of at most 16 bits: instead of samples; 32768 is 1
    uint32_t length;
    uint32_t n_cycles;
    char format[32];  // "WAV", "wt", "vitaltable", "AIFF", "FLAC", ...
    char reason[128]; // why this cycle length: "clm chunk", "--frame", "a multiple of 2048", ...
    char title[128];  // what the file calls itself, printable; empty: nothing
} wt_table_file;

// Read the table in `path`. `frame_length` is --frame, 0 where not given. Statuses: WT_SYSTEM
// (missing, unreadable, directory, FIFO, device: never blocks), WT_BAD_FORMAT, WT_UNSUPPORTED,
// WT_LIMIT, WT_NO_MEMORY; `message` then says what was found at which byte or chunk and what to do.
wt_status wt_table_file_read(wt_table_file *table, const char *path, uint32_t frame_length,
                             const wt_warner *warner, wt_message *message);

// The same from the `n` bytes of a file in memory.
wt_status wt_table_file_parse(wt_table_file *table, const uint8_t *bytes, size_t n,
                              uint32_t frame_length, const wt_warner *warner, wt_message *message);

static inline float wt_table_sample(const wt_table_file *table, size_t i) {
    return table->samples ? table->samples[i] : (float)table->narrow[i] / 32768.0f;
}

// Free the samples. Safe after a failed read, and twice.
void wt_table_file_free(wt_table_file *table);

#endif
