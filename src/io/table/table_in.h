// Wavetables from files: cycles of equal length, from any format of the trade, by content.
#ifndef WT_IO_TABLE_TABLE_IN_H
#define WT_IO_TABLE_TABLE_IN_H

#include "base/message.h"
#include "base/status.h"
#include "io/file/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    WT_MAX_CYCLES = 4096,
    WT_MIN_CYCLE_LENGTH = 2,
    WT_MAX_CYCLE_LENGTH = 65536,
    WT_MAX_TABLE_SAMPLES = 1 << 26,
};

// Samples of files without a header, little-endian.
typedef enum {
    WT_RAW_NONE, // the file has a header
    WT_RAW_U8,
    WT_RAW_S8,
    WT_RAW_S16,
    WT_RAW_S24,
    WT_RAW_S32,
    WT_RAW_F32,
} wt_raw;

// What is asked of a file beside its table. All zero is the usual.
typedef struct {
    uint32_t frame_length; // --frame: cycle length; 0: as the file says
    wt_raw raw;            // --raw
    bool has_part;
    uint32_t part;  // which table of a file that holds several, from 0
    bool is_approx; // leave out what a table is made of and we cannot do, rather than refuse it
} wt_table_wish;

typedef struct {
    float *samples;  // owned: cycle c starts at samples + c * length; full scale is 1
    int16_t *narrow; // owned, of large tables of at most 16 bits: instead of samples; 32768 is 1
    uint32_t length;
    uint32_t n_cycles;
    char format[32];   // "WAV", "wt", "vitaltable", "AIFF", "FLAC", ...
    char known_by[16]; // of the length: "--frame", "clm", "srge", ..., "format" or "guess"
    char reason[128];  // the same for people: "clm chunk", "a guess by its seams", ...
    bool is_guess;
    uint32_t runner_up; // of a guess: the next best length; 0: there is none
    bool is_sure;       // of a guess: the evidence is strong
    char title[128];    // what the file calls itself, printable; empty: nothing
    char parts[256];    // of a file that holds several tables: their names, printable; empty: one
} wt_table_file;

// Read the table that `source` holds, which was opened by `path`; null: it has no name to go by.
// `wish` may be null. Statuses: WT_SYSTEM, WT_BAD_FORMAT, WT_UNSUPPORTED, WT_LIMIT, WT_NO_MEMORY;
// `message` then says what was found at which byte or chunk and what to do.
wt_status wt_table_read(wt_table_file *table, wt_source *source, const char *path,
                        const wt_table_wish *wish, const wt_warner *warner, wt_message *message);

// Read channel 0 of the sound file that `source` holds, as a curve of control values, one a frame:
// *samples is owned by the caller, *n >= 1 of them, all finite. Statuses as wt_table_read.
wt_status wt_table_read_curve(float **samples, size_t *n, wt_source *source, wt_message *message);

static inline float wt_table_sample(const wt_table_file *table, size_t i) {
    return table->samples ? table->samples[i] : (float)table->narrow[i] / 32768.0f;
}

// Free the samples. Safe after a failed read, and twice.
void wt_table_file_free(wt_table_file *table);

#endif
